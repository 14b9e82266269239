//! The publishable key: the Frontend API's host in a form that clients take apart, and the cookie suffix made of it.

use aws_lc_rs::digest::{SHA1_FOR_LEGACY_USE_ONLY, digest};
use base64::{
    Engine,
    engine::general_purpose::{STANDARD_NO_PAD, URL_SAFE_NO_PAD},
};

/// What a publishable key says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Publishable {
    /// Whether it belongs to a production instance.
    pub is_live: bool,
    /// Host (and port) of the Frontend API.
    pub host: String,
}

/// The publishable key of the Frontend API at `host`. Clients refuse a host without a dot.
pub fn publishable_key(is_live: bool, host: &str) -> String {
    let kind = if is_live { "live" } else { "test" };
    format!("pk_{kind}_{}", STANDARD_NO_PAD.encode(format!("{host}$")))
}

/// Takes a publishable key apart, as strictly as the clients do.
pub fn decode(key: &str) -> Option<Publishable> {
    let (is_live, encoded) = match key.strip_prefix("pk_live_") {
        Some(encoded) => (true, encoded),
        None => (false, key.strip_prefix("pk_test_")?),
    };
    let bytes = STANDARD_NO_PAD.decode(encoded.trim_end_matches('=')).ok()?;
    let text = String::from_utf8(bytes).ok()?;
    let host = text.strip_suffix('$')?;
    (host.contains('.') && !host.contains('$')).then(|| Publishable { is_live, host: host.to_owned() })
}

/// What is appended to cookie names, so that several instances can share a host. SHA-1 is the contract's choice; it
/// only has to spread, not to resist anybody.
pub fn cookie_suffix(publishable_key: &str) -> String {
    let hash = digest(&SHA1_FOR_LEGACY_USE_ONLY, publishable_key.as_bytes());
    let mut suffix = URL_SAFE_NO_PAD.encode(hash);
    suffix.truncate(8);
    suffix
}

#[cfg(test)]
mod tests {
    use super::*;

    const EXAMPLE: &str = "pk_live_Y2xlcmsuZXhhbXBsZS5jb20k";
    const HOST: &str = "clerk.example.com";

    #[test]
    fn key_and_suffix_are_those_of_the_contract() {
        assert_eq!(publishable_key(true, HOST), EXAMPLE);
        assert_eq!(cookie_suffix(EXAMPLE), "naoXFJnI");
    }

    #[test]
    fn key_says_its_host_and_kind_again() {
        let host = "127.0.0.1:4010";
        let decoded = decode(&publishable_key(false, host)).unwrap();
        assert_eq!(decoded, Publishable { is_live: false, host: host.into() });
        assert_eq!(decode(EXAMPLE).unwrap().host, HOST);
    }

    #[test]
    fn padding_is_accepted_and_never_written() {
        for host in ["a.b", "aa.b", "aaa.b"] {
            let key = publishable_key(false, host);
            assert!(!key.contains('='));
            for padded in [format!("{key}="), format!("{key}==")] {
                assert_eq!(decode(&padded).unwrap().host, host);
            }
        }
    }

    #[test]
    fn malformed_keys_are_refused() {
        let encode = |text: &str| format!("pk_test_{}", STANDARD_NO_PAD.encode(text));
        let bad = [
            String::new(),
            "pk_test_".into(),
            EXAMPLE.replace("pk_live_", "sk_live_"),
            encode("localhost:4010$"),
            encode("a.example.com"),
            encode("a.example.com$$"),
            encode("a$.example.com$"),
            "pk_test_not base64".into(),
        ];
        for key in bad {
            assert_eq!(decode(&key), None, "{key}");
        }
    }
}
