//! The change feed.

use crate::{
    endpoints::{NoBody, endpoints},
    wire::{Lenient, backend::EventPage},
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

/// Where all users are as of a cursor of the feed. It answers lines of JSON, as [`SnapshotLine`] says.
///
/// [`SnapshotLine`]: crate::wire::backend::SnapshotLine
pub const SNAPSHOT_PATH: &str = "/v1/snapshot";

endpoints! {
    /// What changed, in order: every change exactly once, none left out.
    ListEvents: Get "/v1/events" ((); ListEventsQuery) NoBody => Bare EventPage, SecretKey, Backend;
}
