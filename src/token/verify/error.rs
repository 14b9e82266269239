//! Why a token was refused. No variant carries any part of the token, so an error may be logged as it is.

use std::fmt;

/// Why a token was refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum TokenError {
    /// There is no token.
    Missing,
    /// It is no token: wrong shape, wrong encoding, too long, or a header that cannot be read.
    Malformed,
    /// The header names another algorithm than the key is for.
    Algorithm,
    /// The header names no key of ours.
    UnknownKey,
    /// The signature is not the key's.
    Signature,
    /// The token has ended.
    Expired,
    /// The token starts, or was issued, in the future.
    NotYetValid,
    /// A claim or header member is missing or has a value that is not accepted; it is named.
    Claims(&'static str),
    /// The token was issued for a page that is not authorized here.
    AuthorizedParty,
}

impl fmt::Display for TokenError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Missing => f.write_str("there is no session token"),
            Self::Malformed => f.write_str("the session token is malformed"),
            Self::Algorithm => f.write_str("the session token's algorithm is not its key's"),
            Self::UnknownKey => f.write_str("the session token names an unknown key"),
            Self::Signature => f.write_str("the session token's signature does not match"),
            Self::Expired => f.write_str("the session token has expired"),
            Self::NotYetValid => f.write_str("the session token is not valid yet"),
            Self::Claims(what) => {
                write!(f, "the session token's `{what}` is missing or not accepted")
            }
            Self::AuthorizedParty => f.write_str("the session token was issued for another page"),
        }
    }
}

impl std::error::Error for TokenError {}
