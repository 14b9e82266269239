//! The change feed.

use crate::{
    endpoints::{NoBody, endpoints},
    wire::{
        Lenient,
        backend::{EventPage, SnapshotLine},
    },
};
use serde::{Deserialize, Serialize};

/// Which part of the feed.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct ListEventsQuery {
    /// The `next_cursor` of the call before. Absent or `0`: from the beginning; `latest`: what happens from now on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub after: Option<String>,
    /// Only these, by comma: `user.created,session.*`. Unless told, all.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub types: Option<String>,
    /// At most so many: 1 to 500, 100 unless told.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub limit: Option<Lenient<i64>>,
    /// Where there is nothing, wait so many seconds for something: 0 to 30, 0 unless told.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub wait: Option<Lenient<i64>>,
}

endpoints! {
    /// What changed, in order: every change exactly once, none left out.
    ListEvents: Get "/v1/events" ((); ListEventsQuery) NoBody => Bare EventPage, SecretKey, Backend;
    /// All users as of a cursor of the feed: where to begin, and what to come back to when a cursor has run out.
    GetSnapshot: Get "/v1/snapshot" (()) NoBody => Lines SnapshotLine, SecretKey, Backend;
}
