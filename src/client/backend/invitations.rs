//! Invitations to sign up.

use super::{BackendClient, Result};
use crate::{
    endpoints::backend as contract,
    wire::{
        Deleted, InvitationId,
        backend::{Invitation, Page},
    },
};

/// Calls about invitations.
///
/// ```no_run
#[doc = include_str!("examples/invitations.rs")]
/// ```
#[derive(Clone, Copy, Debug)]
pub struct Invitations<'a>(pub(super) &'a BackendClient);

impl Invitations<'_> {
    /// Invitations.
    pub async fn list(&self, which: &contract::ListInvitationsQuery) -> Result<Page<Invitation>> {
        self.0.ask::<contract::ListInvitations>(&(), which).await
    }

    /// Invites somebody.
    pub async fn create(&self, body: &contract::InvitationBody) -> Result<Invitation> {
        self.0.tell::<contract::CreateInvitation>(&(), body).await
    }

    /// Invites several people: all of them or none.
    pub async fn create_all(&self, bodies: &[contract::InvitationBody]) -> Result<Vec<Invitation>> {
        self.0.tell::<contract::CreateInvitations>(&(), &bodies.to_vec()).await
    }

    /// Takes one back.
    pub async fn revoke(&self, id: &InvitationId) -> Result<Invitation> {
        self.0.act::<contract::RevokeInvitation>(id).await
    }

    /// Forgets one.
    pub async fn delete(&self, id: &InvitationId) -> Result<Deleted> {
        self.0.act::<contract::DeleteInvitation>(id).await
    }
}
