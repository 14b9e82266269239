//! Users, page by page however many there are, and several at once.

use crate::{
    endpoints::{NoBody, backend::UserFilter, endpoints},
    wire::{
        Lenient, UserId,
        dashboard::{ActivityPage, ChangedMatching, ChangedUsers, RevokedSessions, UserDays, UserPage},
    },
};
use serde::{Deserialize, Serialize};

/// Which users, in which order, after which.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct UserPageQuery {
    /// Which.
    #[serde(flatten)]
    pub filter: UserFilter,
    /// `created_at`, `updated_at`, `last_sign_in_at`, `last_active_at`, `first_name`, `last_name` or `username`, `-`
    /// before it for descending: `-created_at` unless told. Who has none comes last.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub order_by: Option<String>,
    /// The `next` of the page before.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub after: Option<String>,
    /// At most so many: 1 to 100, 50 unless told.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub limit: Option<Lenient<i64>>,
}

/// What becomes of several users.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum BulkAction {
    /// Their sessions end and they are let in no more.
    Ban,
    /// They are let in again.
    Unban,
    /// They are gone for good.
    Delete,
}

impl BulkAction {
    /// The name on the wire.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Ban => "ban",
            Self::Unban => "unban",
            Self::Delete => "delete",
        }
    }
}

/// Several users, and what becomes of them.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct BulkBody {
    /// What.
    pub action: BulkAction,
    /// Whom: at most 100.
    #[serde(default)]
    pub user_ids: Vec<UserId>,
    /// To delete, the word `delete`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub confirm: Option<String>,
}

/// All users of a filter, and what becomes of them.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct MatchingBody {
    /// What.
    pub action: BulkAction,
    /// Whom: the query of the list, such as `query=ada&banned=false`. Users who are made later are not meant.
    #[serde(default)]
    pub filter: String,
    /// The `next` of the call before.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub after: Option<String>,
    /// To delete, the word `delete`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub confirm: Option<String>,
}

/// The end of all sessions of a user.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct RevokeSessionsBody {
    /// The word `revoke`.
    #[serde(default)]
    pub confirm: String,
}

endpoints! {
    /// Users.
    ListUserPage: Get "/v1/dashboard/users" ((); UserPageQuery) NoBody => Bare UserPage, Operator, Unlimited;
    /// Changes several: all of them or, when one is unknown, none.
    ChangeUsers: Post "/v1/dashboard/users/bulk" (()) BulkBody => Bare ChangedUsers, Operator, Unlimited;
    /// Changes all users of a filter, 500 in one call, in batches of their own: what is done is done.
    ChangeMatchingUsers: Post "/v1/dashboard/users/bulk/matching" (()) MatchingBody => Bare ChangedMatching, Operator, Unlimited;
    /// All users of a filter as a file of comma-separated values, which is the answer's text: without `after` and `limit`.
    ExportUsers: Get "/v1/dashboard/users/export" ((); UserPageQuery) NoBody => Bare String, Operator, Unlimited;
    /// What happened to a user lately.
    ListUserActivity: Get "/v1/dashboard/users/{user_id}/activity" (UserId) NoBody => Bare ActivityPage, Operator, Unlimited;
    /// On which days of the last year something happened to a user.
    GetUserDays: Get "/v1/dashboard/users/{user_id}/days" (UserId) NoBody => Bare UserDays, Operator, Unlimited;
    /// Ends all sessions of a user.
    RevokeUserSessions: Post "/v1/dashboard/users/{user_id}/sessions/revoke" (UserId) RevokeSessionsBody => Bare RevokedSessions, Operator, Unlimited;
}
