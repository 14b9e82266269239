//! What the instance offers, and the public keys of its tokens.

use crate::{
    endpoints::{NoBody, endpoints},
    token::Jwks,
    wire::Environment,
};

endpoints! {
    /// The instance's public settings.
    GetEnvironment: Get "/v1/environment" (()) NoBody => Bare Environment, Public, Unlimited;
    /// The same; development keys ask with PATCH.
    UpdateEnvironment: Patch "/v1/environment" (()) NoBody => Bare Environment, Public, Unlimited;
    /// The public keys of session tokens.
    GetPublicKeys: Get "/.well-known/jwks.json" (()) NoBody => Bare Jwks, Public, Unlimited;
}
