//! The overview: how many, and how it went lately.

use crate::wire::Millis;
use serde::{Deserialize, Serialize};

/// A day's number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct DayCount {
    /// The day's beginning (UTC).
    pub day: Millis,
    /// How many.
    pub count: i64,
}

/// Counts, and two series of the last thirty days, the oldest day first, today last.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct Overview {
    /// Users there are.
    pub users: i64,
    /// Users there were made on each day, whether they still exist or not.
    pub sign_ups: Vec<DayCount>,
    /// Users seen on each day.
    pub active_users: Vec<DayCount>,
    /// Invitations that wait for an answer.
    pub pending_invitations: i64,
    /// People on the waiting list.
    pub waiting: i64,
    /// When this was true.
    pub at: Millis,
}
