//! JSON Web Keys as published at `/.well-known/jwks.json`: the public half only.

use serde::{Deserialize, Serialize};

/// One public key.
#[derive(Clone, Debug, Serialize, Deserialize, PartialEq, Eq)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct Jwk {
    /// Family of the key: `RSA`.
    pub kty: String,
    /// Id of the key, repeated in the header of every token it signed.
    pub kid: String,
    /// RSA modulus, base64url. Empty for other families, so that a set with keys of the future still parses.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub n: String,
    /// RSA public exponent, base64url.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub e: String,
    /// The one algorithm the key is for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub alg: Option<String>,
    /// `sig` for a signing key.
    #[serde(default, rename = "use", skip_serializing_if = "Option::is_none")]
    pub usage: Option<String>,
}

/// A set of public keys.
#[derive(Clone, Debug, Default, Serialize, Deserialize, PartialEq, Eq)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct Jwks {
    /// The keys, in no order that means anything.
    pub keys: Vec<Jwk>,
}
