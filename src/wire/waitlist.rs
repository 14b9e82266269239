//! A place on the waiting list, as whoever asked for it sees it.

use super::{Millis, WaitlistEntryId, object_tag};
use serde::{Deserialize, Serialize};

object_tag!(pub WaitlistPlaceTag = "waitlist_entry");

/// A place on the waiting list.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct WaitlistPlace {
    /// Always `waitlist_entry`.
    pub object: WaitlistPlaceTag,
    /// `wle_…`
    pub id: WaitlistEntryId,
    /// Created.
    pub created_at: Millis,
    /// Changed.
    pub updated_at: Millis,
}
