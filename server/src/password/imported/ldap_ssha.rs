//! Salted SHA-1 of LDAP directories (`userPassword`).

use super::{Check, ImportError, is_equal, text};
use aws_lc_rs::digest::{Context, SHA1_FOR_LEGACY_USE_ONLY, SHA1_OUTPUT_LEN};

/// `{SSHA}` and base64 of the hash with the salt behind it.
pub fn read(digest: &str) -> Result<Check, ImportError> {
    let parts = digest.split_at_checked("{SSHA}".len());
    let encoded = parts.filter(|(scheme, _)| scheme.eq_ignore_ascii_case("{SSHA}"));
    let bytes = text::base64(encoded.ok_or(ImportError::WrongForm)?.1)?;
    let (hash, salt) = bytes.split_at_checked(SHA1_OUTPUT_LEN).ok_or(ImportError::WrongForm)?;
    let (hash, salt) = (hash.to_vec(), text::salt(salt)?);
    Ok(Box::new(move |password| {
        let mut context = Context::new(&SHA1_FOR_LEGACY_USE_ONLY);
        context.update(password);
        context.update(&salt);
        is_equal(context.finish().as_ref(), &hash)
    }))
}

#[cfg(test)]
mod tests {
    use super::super::{
        ImportError::WrongForm,
        check,
        proof::{assert_right, assert_whole},
    };

    #[test]
    fn digests_of_others_verify() {
        for (digest, password) in [
            // hashcat's example
            ("{SSHA}AZKja92fbuuB9SpRlHqaoXxbTc43Mzc2MDM1Ng==", "hashcat"),
            // passlib 1.7: eight bytes of salt, and four that are no text
            ("{SSHA}M8PWVai/VVqt4B4F4NS26L36M4I4Ynl0U2FsdA==", "correct horse"),
            ("{ssha}bccDi769mtsyF4RmFqjfsRjBfMcBAv7/", "correct horse"),
            ("{SSHA}TqC1TbAo53TtzoCNPHRkDBxi6Rs4Ynl0U2FsdA==", "pässwörd 日本"),
            ("{SSHA}8NoYDbOlv3EvezS+FYl8u1LApVk4Ynl0U2FsdA==", ""),
        ] {
            assert_right("ldap_ssha", digest, password);
            assert_whole("ldap_ssha", digest, password);
        }
    }

    #[test]
    fn other_forms_are_refused() {
        // Without a salt, of another scheme, of none, not base64.
        for digest in [
            "{SSHA}qUqP5cyxm6YcTAhz05Hph5gvu9M=",
            "{SHA}qUqP5cyxm6YcTAhz05Hph5gvu9M=",
            "M8PWVai/VVqt4B4F4NS26L36M4I4Ynl0U2FsdA==",
            "{SSHA}M8PWVai/VVqt4B4F4NS26L36M4I4Ynl0U2Fsd!==",
        ] {
            assert_eq!(check("ldap_ssha", digest), Err(WrongForm), "{digest}");
        }
    }
}
