//! `POST /api/who_am_i`: what the server knows about its caller, from the session token alone.
//!
//! This is the pattern to copy for your own server functions:
//!
//! 1. **Ask for the caller first.** [`request_auth`] hands out the caller that the layer in front (`SessionLayer` for
//!    pages, `VerifyLayer` for server functions) verified against the public keys. No database is asked: a signature
//!    check takes about 25 µs, and the answer is there during SSR and for calls from the browser alike.
//! 2. **Refuse with a type.** A missing, an expired and a forged token are different things to the page: the first
//!    leads to sign-in, the second is mended by renewing the token, the third by nothing.
//! 3. **In the browser, renew before you call.** The token rides in a cookie that scripts cannot read. Awaiting
//!    `use_auth().get_token(..)` makes sure that it is fresh; the call itself needs no token by hand.
//! 4. **Name prefix and endpoint, take JSON by POST.** The path then survives a rebuild, and no other site's form or
//!    link can make the call.

use leptos::{
    prelude::*,
    server_fn::codec::{Json, JsonEncoding},
};
use onehop::{
    AuthError,
    wire::{SessionId, UserId},
};
use serde::{Deserialize, Serialize};
use std::fmt;

/// What the server knows about its caller.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Caller {
    /// The signed-in user.
    pub user_id: UserId,
    /// The session the token was made for.
    pub session_id: SessionId,
    /// When the token was issued, in seconds since the Unix epoch.
    pub issued_at: i64,
    /// When the token ends, in seconds since the Unix epoch.
    pub expires_at: i64,
    /// How many minutes ago the first factor was proven, where the token says it.
    pub factor_age_minutes: Option<i64>,
}

/// Why the server doesn't answer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum WhoAmIError {
    /// The caller isn't let in: no token, an expired one, or one that isn't ours.
    Refused(AuthError),
    /// The call itself failed: no connection, or an answer that can't be read.
    Call(ServerFnErrorErr),
}

impl fmt::Display for WhoAmIError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Refused(error) => error.fmt(f),
            Self::Call(_) => f.write_str("The server could not be asked. Try again in a moment."),
        }
    }
}

impl std::error::Error for WhoAmIError {}

/// How failures of the call itself, of which the function's body knows nothing, become our type.
impl FromServerFnError for WhoAmIError {
    type Encoder = JsonEncoding;

    fn from_server_fn_error(error: ServerFnErrorErr) -> Self {
        super::status::of_call(&error);
        Self::Call(error)
    }
}

/// Tells the caller who they are, as far as their session token says.
#[server(prefix = "/api", endpoint = "who_am_i", input = Json)]
pub async fn who_am_i() -> Result<Caller, WhoAmIError> {
    use super::status::refuse;

    // Before any await: afterwards the request's context may be gone.
    let caller = onehop::ssr::request_auth().map_err(refuse)?;
    Ok(Caller {
        user_id: caller.user_id,
        session_id: caller.session_id,
        issued_at: caller.claims.iat,
        expires_at: caller.claims.exp,
        factor_age_minutes: caller.claims.fva.map(|[first, _]| first),
    })
}
