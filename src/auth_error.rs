//! Why a request isn't let in, in a form that server functions can send to the browser.

use serde::{Deserialize, Serialize};

/// Why there is no signed-in user behind a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum AuthError {
    /// No session token came with the request, or its session still has a task to do: not signed in.
    Missing,
    /// The session token has ended: renew it and try again.
    Expired,
    /// The session token isn't one of ours.
    Invalid,
    /// No layer looked at the request: `SessionLayer` or `VerifyLayer` is missing on this route. A mistake of the
    /// app, not of the caller.
    Unconfigured,
}

impl std::fmt::Display for AuthError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Missing => "Sign in to continue.",
            Self::Expired => "The session token has expired.",
            Self::Invalid => "The session token is not valid.",
            Self::Unconfigured => "No session layer or verify layer runs on this route.",
        })
    }
}

impl std::error::Error for AuthError {}
