//! The waiting list, page by page.

use crate::wire::backend::WaitlistEntry;
use serde::{Deserialize, Serialize};

/// A part of the waiting list. Pages are found by a cursor: far in costs as little as the first.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct WaitlistPage {
    /// The entries of this page.
    pub data: Vec<WaitlistEntry>,
    /// How many there are on all pages.
    pub total_count: i64,
    /// Leads to the next page; absent on the last one.
    pub next: Option<String>,
}
