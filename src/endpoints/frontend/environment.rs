//! What the instance offers, and the public keys of its tokens.

use crate::{
    endpoints::{NoBody, endpoints},
    wire::Environment,
};

endpoints! {
    /// The instance's public settings.
    GetEnvironment: Get "/v1/environment" (()) NoBody => Bare Environment, Public, Unlimited;
    /// The same; development keys ask with PATCH.
    UpdateEnvironment: Patch "/v1/environment" (()) NoBody => Bare Environment, Public, Unlimited;
}
