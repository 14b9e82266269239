//! Reading the parts of a digest.

use super::{ImportError, MAX_SALT};
use base64::{
    Engine, alphabet,
    engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig},
};

const STANDARD: GeneralPurpose = GeneralPurpose::new(
    &alphabet::STANDARD,
    GeneralPurposeConfig::new().with_decode_padding_mode(DecodePaddingMode::Indifferent),
);

/// Bytes in hex, of either case.
pub fn hex(text: &str) -> Result<Vec<u8>, ImportError> {
    let digit = |byte: u8| char::from(byte).to_digit(16).and_then(|digit| u8::try_from(digit).ok());
    let bytes = text.as_bytes().chunks(2).map(|pair| match pair {
        [high, low] => Some((digit(*high)? << 4) | digit(*low)?),
        _ => None,
    });
    bytes.collect::<Option<_>>().ok_or(ImportError::WrongForm)
}

/// Bytes in base64, of either alphabet, with padding or without.
pub fn base64(text: &str) -> Result<Vec<u8>, ImportError> {
    let text = text.replace('-', "+").replace('_', "/");
    STANDARD.decode(text).map_err(|_| ImportError::WrongForm)
}

/// A number in decimal digits.
pub fn number(text: &str) -> Result<u32, ImportError> {
    let number = text.parse().ok().filter(|_| text.bytes().all(|byte| byte.is_ascii_digit()));
    number.ok_or(ImportError::WrongForm)
}

/// A salt that is neither missing nor endless.
pub fn salt(bytes: impl Into<Vec<u8>>) -> Result<Vec<u8>, ImportError> {
    let bytes = bytes.into();
    if (1..=MAX_SALT).contains(&bytes.len()) { Ok(bytes) } else { Err(ImportError::WrongForm) }
}

/// What follows `<name>$`.
pub fn after<'a>(name: &str, digest: &'a str) -> Result<&'a str, ImportError> {
    digest.strip_prefix(name).and_then(|rest| rest.strip_prefix('$')).ok_or(ImportError::WrongForm)
}

/// The two sides of the first `$`.
pub fn split_first(text: &str) -> Result<(&str, &str), ImportError> {
    text.split_once('$').ok_or(ImportError::WrongForm)
}

/// The two sides of the last `$`: a salt may have one too.
pub fn split_last(text: &str) -> Result<(&str, &str), ImportError> {
    text.rsplit_once('$').ok_or(ImportError::WrongForm)
}
