//! A token that passed: its claims, cheap to clone and to keep.

use crate::wire::SessionClaims;
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use serde::{Deserialize, de::DeserializeOwned};
use std::{collections::HashMap, fmt, sync::Arc};

/// A token that passed every check. Cloning copies a pointer.
#[derive(Clone)]
pub struct VerifiedToken(Arc<Inner>);

struct Inner {
    token: Box<str>,
    claims: SessionClaims,
}

impl VerifiedToken {
    pub(super) fn new(token: &str, claims: SessionClaims) -> Self {
        Self(Arc::new(Inner { token: token.into(), claims }))
    }

    /// The standard claims.
    pub fn claims(&self) -> &SessionClaims {
        &self.0.claims
    }

    /// A custom claim, or `None` when it is not there or has another type. It is decoded anew for each call, so that
    /// verification does not pay for claims nobody reads.
    pub fn claim<T: DeserializeOwned>(&self, name: &str) -> Option<T> {
        #[derive(Deserialize)]
        #[serde(transparent)]
        struct Members(HashMap<String, serde_json::Value>);
        let payload = self.0.token.split('.').nth(1)?;
        let payload = URL_SAFE_NO_PAD.decode(payload).ok()?;
        let mut members: Members = serde_json::from_slice(&payload).ok()?;
        serde_json::from_value(members.0.remove(name)?).ok()
    }

    /// The token itself, to hand on to another service.
    pub fn as_str(&self) -> &str {
        &self.0.token
    }
}

/// Without the token: who holds it can act as the user.
impl fmt::Debug for VerifiedToken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("VerifiedToken").field("claims", &self.0.claims).finish_non_exhaustive()
    }
}
