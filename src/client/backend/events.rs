//! The change feed.

use super::{BackendClient, Result};
use crate::{endpoints::backend as contract, wire::backend::EventPage};

/// Calls about the change feed.
///
/// ```no_run
#[doc = include_str!("examples/events.rs")]
/// ```
#[derive(Clone, Copy, Debug)]
pub struct Events<'a>(pub(super) &'a BackendClient);

impl Events<'_> {
    /// What changed after a cursor.
    pub async fn list(&self, which: &contract::ListEventsQuery) -> Result<EventPage> {
        self.0.ask::<contract::ListEvents>(&(), which).await
    }
}
