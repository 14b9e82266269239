//! Checking a delivery.

use super::{SigningSecret, WebhookError};
use crate::wire::backend::Event;

/// So far the sender's clock and ours may be apart, and so long a delivery can be repeated by somebody who saw it.
pub const TOLERANCE_SECONDS: i64 = 300;
/// More signatures than a sender that changes its secret has any use for.
const MAX_SIGNATURES: usize = 32;

/// Checks deliveries.
#[derive(Clone, Debug)]
pub struct Receiver {
    secrets: Vec<SigningSecret>,
}

impl Receiver {
    /// A receiver that takes what any of these secrets signed. Without one it takes nothing.
    pub fn new<'s>(secrets: impl IntoIterator<Item = &'s str>) -> Result<Self, WebhookError> {
        let secrets = secrets.into_iter().map(str::parse).collect::<Result<Vec<SigningSecret>, _>>()?;
        Ok(Self { secrets })
    }

    /// The event that a delivery brings. `header` finds a header by its name in lower case; `body` are the bytes as they
    /// came, before anything has read or changed them.
    pub fn verify<H: AsRef<str>>(
        &self,
        header: impl Fn(&str) -> Option<H>,
        body: &[u8],
        now_seconds: i64,
    ) -> Result<Event, WebhookError> {
        let named = |prefix: &str| {
            let header = |name: &str| header(&format!("{prefix}-{name}"));
            Some((header("id")?, header("timestamp")?, header("signature")?))
        };
        let (id, timestamp, signatures) = named("webhook").or_else(|| named("svix")).ok_or(WebhookError::Headers)?;
        let (id, timestamp, signatures) = (id.as_ref(), timestamp.as_ref(), signatures.as_ref());
        // A dot in the id could move the border between id and time.
        if id.is_empty() || id.contains('.') || signatures.split(' ').count() > MAX_SIGNATURES {
            return Err(WebhookError::Headers);
        }
        if timestamp.is_empty() || !timestamp.bytes().all(|byte| byte.is_ascii_digit()) {
            return Err(WebhookError::Headers);
        }
        let seconds: i64 = timestamp.parse().map_err(|_| WebhookError::Headers)?;
        if now_seconds.saturating_sub(seconds).saturating_abs() > TOLERANCE_SECONDS {
            return Err(WebhookError::Timestamp);
        }
        let signed = [id.as_bytes(), b".", timestamp.as_bytes(), b".", body].concat();
        if !self.secrets.iter().any(|secret| secret.accepts(signatures, &signed)) {
            return Err(WebhookError::Signature);
        }
        serde_json::from_slice(body).map_err(|_| WebhookError::Body)
    }
}
