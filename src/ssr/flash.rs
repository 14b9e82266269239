//! The cookie that carries the outcome of a form post without scripts to the next page: written by whoever answers the
//! post, read and cleared by the session layer.

use crate::signals::{Flash, KeptForm};
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use http::HeaderValue;

/// The cookie's name.
pub const FLASH_COOKIE: &str = "__onehop_flash";
/// Browsers drop cookies over 4096 bytes, name and attributes included.
const MAX_VALUE_BYTES: usize = 3_800;
/// The next page comes at once; after this, nobody remembers what the message is about.
const MAX_AGE_SECONDS: u32 = 60;

/// The cookie's value: JSON as base64url. What was typed is left out when it doesn't fit; the errors go first.
pub fn encode_flash(flash: &Flash) -> String {
    let whole = encode(flash);
    if whole.len() <= MAX_VALUE_BYTES {
        return whole;
    }
    encode(&Flash { values: Default::default(), kept: flash.kept.as_ref().map(without_values), ..flash.clone() })
}

fn without_values(kept: &KeptForm) -> KeptForm {
    KeptForm { values: Default::default(), ..kept.clone() }
}

/// Reads a cookie's value; anything that isn't a flash is none.
pub fn decode_flash(value: &str) -> Option<Flash> {
    serde_json::from_slice(&URL_SAFE_NO_PAD.decode(value).ok()?).ok()
}

/// `Set-Cookie` that leaves `flash` for the next page. `is_https`: browsers reach us by https, so it never leaves it.
pub fn flash_cookie(flash: &Flash, is_https: bool) -> HeaderValue {
    set_cookie(&encode_flash(flash), MAX_AGE_SECONDS, is_https)
}

/// `Set-Cookie` that takes it away.
pub fn clear_flash_cookie() -> HeaderValue {
    set_cookie("", 0, false)
}

fn set_cookie(value: &str, age: u32, is_https: bool) -> HeaderValue {
    let secure = if is_https { "; Secure" } else { "" };
    HeaderValue::try_from(format!("{FLASH_COOKIE}={value}; Path=/; HttpOnly; SameSite=Lax; Max-Age={age}{secure}"))
        .expect("base64url is made of characters a header may have")
}

fn encode(flash: &Flash) -> String {
    URL_SAFE_NO_PAD.encode(serde_json::to_vec(flash).expect("texts as keys can be written as JSON"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::client::UiError;

    fn flash(typed: &str) -> Flash {
        Flash {
            form: "sign_up.start".into(),
            errors: UiError::unreachable().errors,
            values: [("first_name".to_owned(), typed.to_owned())].into(),
            kept: Some(KeptForm { form: "user.email.new".into(), values: [("a".to_owned(), typed.to_owned())].into() }),
            ..Flash::default()
        }
    }

    #[test]
    fn a_flash_survives_its_way_through_the_cookie() {
        let flash = flash("Zoë; \"=,\u{1F600}");
        let value = encode_flash(&flash);
        assert!(value.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_'));
        assert_eq!(decode_flash(&value), Some(flash));
    }

    #[test]
    fn what_does_not_fit_loses_the_typed_values_and_keeps_the_errors() {
        let flash = flash(&"x".repeat(5_000));
        let back = decode_flash(&encode_flash(&flash)).expect("a flash");
        assert!(back.values.is_empty());
        assert_eq!(back.kept.expect("the form that waits").form, "user.email.new");
        assert_eq!(back.errors, flash.errors);
    }

    #[test]
    fn what_is_no_flash_is_none() {
        for value in ["", "!", "bnVsbA", "e30"] {
            assert_eq!(decode_flash(value), None, "{value}");
        }
    }
}
