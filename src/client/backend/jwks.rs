//! The keys that verify session tokens.

use super::{BackendClient, Result};
use crate::{
    endpoints::{NoBody, endpoints},
    token::Jwks,
};

endpoints! {
    /// The key set: public, and not counted against any limit.
    GetJwks: Get "/v1/jwks" (()) NoBody => Bare Jwks, Public, Unlimited;
}

impl BackendClient {
    /// The keys that verify session tokens, for [`crate::token`].
    ///
    /// ```no_run
    #[doc = include_str!("examples/jwks.rs")]
    /// ```
    pub async fn jwks(&self) -> Result<Jwks> {
        self.act::<GetJwks>(&()).await
    }
}
