//! Claims of a session token, version 2: what a page or an API learns about its caller without asking anybody.

use serde::{Deserialize, Serialize};

/// The claims of a session token. Custom claims travel beside these and are read one at a time from the verified
/// token, because collecting unknown members into a map would cost every verification for the few who use them.
#[derive(Clone, Debug, Serialize, Deserialize, PartialEq, Eq)]
pub struct SessionClaims {
    /// Who issued the token: scheme and host of the Frontend API.
    pub iss: String,
    /// The user's id.
    pub sub: String,
    /// The session's id.
    pub sid: String,
    /// When it was issued, in seconds since the Unix epoch.
    pub iat: i64,
    /// From when on it is valid, in seconds; a little before `iat`, for clocks that run late.
    pub nbf: i64,
    /// When it ends, in seconds.
    pub exp: i64,
    /// Version of these claims: 2. The first version didn't say so.
    #[serde(skip_serializing_if = "is_first_version")]
    pub v: u8,
    /// Origin of the page that asked for the token.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub azp: Option<String>,
    /// Age in minutes of the first and the second factor; -1 says there was none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fva: Option<[i64; 2]>,
    /// `active`, or `pending` while the user has a task left to do.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sts: Option<String>,
    /// Id of the token itself.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub jti: Option<String>,
    /// Who acts in the user's place, when an operator impersonates them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub act: Option<serde_json::Value>,
    /// The active organization.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub o: Option<OrganizationClaim>,
    /// Features, `scope:feature`, separated by commas.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fea: Option<String>,
    /// Plans, `scope:plan`, separated by commas.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pla: Option<String>,
}

/// The version of claims that is issued and accepted.
pub const CLAIMS_VERSION: u8 = 2;
/// The version before: only for backends that ask in an old version of the contract. Without `v`, `jti` and `sts`.
pub const FIRST_CLAIMS_VERSION: u8 = 1;

fn is_first_version(version: &u8) -> bool {
    *version == FIRST_CLAIMS_VERSION
}

/// The active organization inside [`SessionClaims`].
#[derive(Clone, Debug, Serialize, Deserialize, PartialEq, Eq)]
pub struct OrganizationClaim {
    /// The organization's id.
    pub id: String,
    /// Its slug.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub slg: Option<String>,
    /// The user's role in it, without the prefix `org:`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rol: Option<String>,
    /// Last segments of the permission keys, separated by commas.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub per: Option<String>,
    /// For each feature a decimal number whose bits pick from `per`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fpm: Option<String>,
}

impl SessionClaims {
    /// Whether the user still has a task to do before the session counts as signed in.
    pub fn is_pending(&self) -> bool {
        self.sts.as_deref() == Some("pending")
    }
}
