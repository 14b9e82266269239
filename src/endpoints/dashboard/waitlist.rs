//! The waiting list, page by page. Entries are changed by the Backend API's own operations.

use crate::{
    endpoints::{NoBody, endpoints},
    wire::{Lenient, dashboard::WaitlistPage},
};
use serde::{Deserialize, Serialize};

/// Which entries, in which order, after which.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct WaitlistPageQuery {
    /// A part of the address.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub query: Option<String>,
    /// `pending`, `invited`, `rejected` or `completed`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub status: Option<String>,
    /// `created_at`, or `-created_at` for the newest first, which it is unless told.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub order_by: Option<String>,
    /// The `next` of the page before.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub after: Option<String>,
    /// At most so many: 1 to 100, 50 unless told.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub limit: Option<Lenient<i64>>,
}

endpoints! {
    /// Who waits.
    ListWaitlistPage: Get "/v1/dashboard/waitlist_entries" ((); WaitlistPageQuery) NoBody => Bare WaitlistPage, Operator, Unlimited;
}
