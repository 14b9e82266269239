//! Where the key-encryption key comes from: the configuration, or a file that is made at the first start.
//!
//! Text form: base64 of 32 bytes, as `openssl rand -base64 32` prints it. Several keys are separated by white space
//! or commas; the first one seals.

use super::KeyRing;
use crate::random::Random;
use base64::{
    Engine,
    alphabet::STANDARD,
    engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig},
};
use secrecy::{ExposeSecret, SecretString, zeroize::Zeroizing};
use std::{
    fmt, fs,
    io::{self, Write},
    os::unix::fs::OpenOptionsExt,
    path::Path,
};

const BASE64: GeneralPurpose = GeneralPurpose::new(
    &STANDARD,
    GeneralPurposeConfig::new().with_decode_padding_mode(DecodePaddingMode::Indifferent),
);

/// Why there is no usable key.
#[derive(Debug)]
pub enum EncryptionKeyError {
    /// The text is not base64 of 32 bytes.
    Malformed,
    /// The file cannot be read or written.
    File(io::Error),
}

impl fmt::Display for EncryptionKeyError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Malformed => f.write_str("the encryption key must be base64 of 32 bytes (openssl rand -base64 32)"),
            Self::File(error) => write!(f, "the encryption key file: {error}"),
        }
    }
}

impl std::error::Error for EncryptionKeyError {}

/// Reads keys from their text form.
pub fn from_base64(text: &SecretString) -> Result<KeyRing, EncryptionKeyError> {
    split_base64(text.expose_secret()).and_then(KeyRing::from_bytes).ok_or(EncryptionKeyError::Malformed)
}

/// The text form taken apart, for whatever else is kept in it. None where a part is not base64 of 32 bytes.
pub fn split_base64(text: &str) -> Option<Vec<[u8; 32]>> {
    let words = text.split(|c: char| c.is_whitespace() || c == ',');
    words.filter(|word| !word.is_empty()).map(decode).collect()
}

/// Reads keys from a file in the same form.
pub fn from_file(path: &Path) -> Result<KeyRing, EncryptionKeyError> {
    let text = fs::read_to_string(path).map_err(EncryptionKeyError::File)?;
    from_base64(&SecretString::from(text))
}

/// Makes a new key and keeps it in a new file that only its owner may read. A file that exists is never overwritten:
/// what was sealed with its key would be lost.
pub fn create_file(path: &Path, random: &dyn Random) -> Result<KeyRing, EncryptionKeyError> {
    let mut key = Zeroizing::new([0_u8; 32]);
    random.fill(&mut *key);
    let text = Zeroizing::new(format!("{}\n", BASE64.encode(key.as_slice())));
    write_private(path, text.as_bytes()).map_err(EncryptionKeyError::File)?;
    from_base64(&SecretString::from(text.as_str()))
}

fn write_private(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let mut file = fs::OpenOptions::new().write(true).create_new(true).mode(0o600).open(path)?;
    file.write_all(bytes)?;
    file.sync_all()?;
    // Without this the file's name may be lost in a power cut that the rows sealed with its key survive.
    match path.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => fs::File::open(folder)?.sync_all(),
        _ => fs::File::open(".")?.sync_all(),
    }
}

fn decode(word: &str) -> Option<[u8; 32]> {
    let bytes = Zeroizing::new(BASE64.decode(word).ok()?);
    <[u8; 32]>::try_from(&bytes[..]).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{keys::Purpose, random::SystemRandom};
    use std::os::unix::fs::PermissionsExt;

    #[test]
    fn created_file_is_private_and_gives_the_same_key_again() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("encryption.key");
        let made = create_file(&path, &SystemRandom).unwrap();
        assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
        let sealed = made.seal(&SystemRandom, Purpose::Signing, "a/b/c", b"secret");
        let read = from_file(&path).unwrap();
        assert_eq!(&read.open(Purpose::Signing, "a/b/c", &sealed).unwrap()[..], b"secret");
    }

    #[test]
    fn existing_file_is_never_overwritten() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("encryption.key");
        create_file(&path, &SystemRandom).unwrap();
        let before = fs::read(&path).unwrap();
        assert!(matches!(create_file(&path, &SystemRandom), Err(EncryptionKeyError::File(_))));
        assert_eq!(fs::read(&path).unwrap(), before);
    }

    #[test]
    fn padding_is_optional_and_several_keys_are_accepted() {
        let one = BASE64.encode([1; 32]);
        let two = BASE64.encode([2; 32]);
        for text in [one.clone(), one.trim_end_matches('=').to_owned(), format!("{two}, {one}\n")] {
            assert!(from_base64(&SecretString::from(text)).is_ok());
        }
    }

    #[test]
    fn what_is_not_32_bytes_is_refused_without_being_shown() {
        for text in ["", " ", "secret", "AAAA", &BASE64.encode([1; 31]), &BASE64.encode([1; 33])] {
            let error = from_base64(&SecretString::from(text)).err().unwrap();
            assert!(matches!(error, EncryptionKeyError::Malformed), "{text}");
            assert!(!error.to_string().contains("secret"));
        }
    }
}
