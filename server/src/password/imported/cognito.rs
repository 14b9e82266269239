//! Accounts of an Amazon Cognito user pool, whose digests nobody outside of it has.

use super::{Check, ImportError};

/// `awscognito#<pool>#<client>#<name>`
pub fn read(digest: &str) -> Result<Check, ImportError> {
    let mut parts = digest.splitn(4, '#');
    let is_whole =
        parts.next() == Some("awscognito") && (0..3).all(|_| parts.next().is_some_and(|part| !part.is_empty()));
    if is_whole { Ok(Box::new(|_| false)) } else { Err(ImportError::WrongForm) }
}
