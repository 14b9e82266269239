//! Users as lists of the dashboard show them, and what became of one.

use super::DayCount;
use crate::wire::{Millis, backend::User};
use serde::{Deserialize, Serialize};

/// A part of the list of users. Pages are found by a cursor: far in costs as little as the first.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct UserPage {
    /// The users of this page.
    pub data: Vec<User>,
    /// How many there are on all pages.
    pub total_count: i64,
    /// Leads to the next page; absent on the last one.
    pub next: Option<String>,
}

/// Something that happened to a user, or that a user did.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct Activity {
    /// Position in the feed.
    pub sequence: i64,
    /// Such as `user.updated` or `session.created`.
    pub kind: String,
    /// The user or the session.
    pub resource_id: String,
    /// What of it is different from before, by name.
    pub changes: Vec<String>,
    /// Address that caused it.
    pub client_ip: Option<String>,
    /// Browser that caused it.
    pub user_agent: Option<String>,
    /// When.
    pub created_at: Millis,
}

/// What happened lately, the newest first.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct ActivityPage {
    /// What happened.
    pub data: Vec<Activity>,
}

/// Several users were changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct ChangedUsers {
    /// How many.
    pub changed: i64,
}

/// A part of all users of a filter was changed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct ChangedMatching {
    /// How many.
    pub changed: i64,
    /// How many were as wanted already.
    pub unchanged: i64,
    /// Leads on to those that are left; absent when all are done.
    pub next: Option<String>,
}

/// All sessions of a user were ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct RevokedSessions {
    /// How many there were.
    pub revoked: i64,
}

/// How much happened to a user on each day of the last year, as far as anything did.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct UserDays {
    /// The first day that is looked at: a Monday (UTC).
    pub first: Millis,
    /// The last one: today.
    pub last: Millis,
    /// Days on which something happened, in order: sign-ins, changes, the last use of each session.
    pub days: Vec<DayCount>,
}
