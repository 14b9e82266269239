//! The browser's look at a token: when does it end? Nothing is verified, so nothing but the timing of a renewal may
//! depend on it. Decodes base64 by itself to keep a crate out of the WebAssembly file.

use serde::Deserialize;

/// The `exp` claim, in seconds since the Unix epoch, or `None` for anything that is no token.
pub fn peek_exp(jwt: &str) -> Option<i64> {
    #[derive(Deserialize)]
    struct Payload {
        exp: i64,
    }
    let mut parts = jwt.split('.');
    let (_header, payload, _signature) = (parts.next()?, parts.next()?, parts.next()?);
    if parts.next().is_some() {
        return None;
    }
    let payload: Payload = serde_json::from_str(&String::from_utf8(decode(payload)?).ok()?).ok()?;
    Some(payload.exp)
}

/// Base64url without padding.
fn decode(text: &str) -> Option<Vec<u8>> {
    let mut bytes = Vec::with_capacity(text.len() * 3 / 4);
    let (mut buffer, mut bits) = (0_u32, 0_u32);
    for symbol in text.bytes() {
        let value = match symbol {
            b'A'..=b'Z' => symbol - b'A',
            b'a'..=b'z' => symbol - b'a' + 26,
            b'0'..=b'9' => symbol - b'0' + 52,
            b'-' => 62,
            b'_' => 63,
            _ => return None,
        };
        buffer = ((buffer << 6) | u32::from(value)) & 0xFFFF;
        bits += 6;
        if bits >= 8 {
            bits -= 8;
            bytes.push(u8::try_from((buffer >> bits) & 0xFF).ok()?);
        }
    }
    // Six bits left over are half a byte's worth of nothing: no length of input encodes to that.
    (bits < 6).then_some(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn expiry_is_read_without_any_key() {
        // {"alg":"RS256"} . {"exp":1800000060,"sub":"user_1"} . signature
        let jwt = "eyJhbGciOiJSUzI1NiJ9.eyJleHAiOjE4MDAwMDAwNjAsInN1YiI6InVzZXJfMSJ9.c2ln";
        assert_eq!(peek_exp(jwt), Some(1_800_000_060));
    }

    #[test]
    fn what_is_no_token_has_no_expiry() {
        for text in ["", ".", "..", "a.b", "a.b.c", "a.eyJleHAiOjF9", "a.eyJleHAiOjF9.c.d", "a.eyJl=.c", "a.bnVsbA.c"] {
            assert_eq!(peek_exp(text), None, "{text}");
        }
    }

    #[test]
    fn every_length_of_text_decodes_to_its_bytes() {
        for (text, bytes) in [("", ""), ("Zg", "f"), ("Zm8", "fo"), ("Zm9v", "foo"), ("Zm9vYg", "foob")] {
            assert_eq!(decode(text).as_deref(), Some(bytes.as_bytes()));
        }
        assert_eq!(decode("-_-_"), Some(vec![0xFB, 0xFF, 0xBF]));
        assert_eq!(decode("Z"), None);
        assert_eq!(decode("Zm9v+g"), None);
    }
}
