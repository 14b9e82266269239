//! The waiting list.

use super::{BackendClient, Result};
use crate::{
    endpoints::backend as contract,
    wire::{
        Deleted, WaitlistEntryId,
        backend::{Page, WaitlistEntry},
    },
};

/// Calls about the waiting list.
///
/// ```no_run
#[doc = include_str!("examples/waitlist.rs")]
/// ```
#[derive(Clone, Copy, Debug)]
pub struct Waitlist<'a>(pub(super) &'a BackendClient);

impl Waitlist<'_> {
    /// Who waits.
    pub async fn list(&self, which: &contract::ListWaitlistQuery) -> Result<Page<WaitlistEntry>> {
        self.0.ask::<contract::ListWaitlistEntries>(&(), which).await
    }

    /// Adds somebody.
    pub async fn create(&self, body: &contract::WaitlistEntryBody) -> Result<WaitlistEntry> {
        self.0.tell::<contract::CreateWaitlistEntry>(&(), body).await
    }

    /// Adds up to fifty people.
    pub async fn create_all(&self, bodies: &[contract::WaitlistEntryBody]) -> Result<Vec<WaitlistEntry>> {
        self.0.tell::<contract::CreateWaitlistEntries>(&(), &bodies.to_vec()).await
    }

    /// Invites somebody.
    pub async fn invite(
        &self,
        id: &WaitlistEntryId,
        body: &contract::InviteWaitlistEntryBody,
    ) -> Result<WaitlistEntry> {
        self.0.tell::<contract::InviteWaitlistEntry>(id, body).await
    }

    /// Turns somebody down.
    pub async fn reject(&self, id: &WaitlistEntryId) -> Result<WaitlistEntry> {
        self.0.act::<contract::RejectWaitlistEntry>(id).await
    }

    /// Forgets somebody who was not invited yet.
    pub async fn delete(&self, id: &WaitlistEntryId) -> Result<Deleted> {
        self.0.act::<contract::DeleteWaitlistEntry>(id).await
    }
}
