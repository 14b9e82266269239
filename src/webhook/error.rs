//! Why a delivery is refused.

use super::SecretError;
use std::fmt;

/// Why a delivery is refused. Tell the sender no more than that it is: status 400.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum WebhookError {
    /// A header is missing, or is no header of this scheme.
    Headers,
    /// The delivery was signed too long ago, or in the future: somebody may be sending it again, or a clock is wrong.
    Timestamp,
    /// None of the signatures is one of these secrets over this id, time and body.
    Signature,
    /// The signature is right, and the body is no event.
    Body,
    /// The receiver's secret can't be read.
    Secret(SecretError),
}

impl fmt::Display for WebhookError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Headers => "a header of the webhook is missing or can't be read",
            Self::Timestamp => "the webhook was signed too long ago or in the future",
            Self::Signature => "no signature of the webhook is right",
            Self::Body => "the webhook's body is no event",
            Self::Secret(error) => return error.fmt(f),
        })
    }
}

impl std::error::Error for WebhookError {}

impl From<SecretError> for WebhookError {
    fn from(error: SecretError) -> Self {
        Self::Secret(error)
    }
}
