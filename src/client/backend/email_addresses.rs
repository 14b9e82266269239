//! E-mail addresses of users.

use super::{BackendClient, Result};
use crate::{
    endpoints::backend as contract,
    wire::{
        Deleted, IdentificationId,
        backend::{CodeVerification, EmailAddress},
    },
};

/// Calls about e-mail addresses.
///
/// ```no_run
#[doc = include_str!("examples/email_addresses.rs")]
/// ```
#[derive(Clone, Copy, Debug)]
pub struct EmailAddresses<'a>(pub(super) &'a BackendClient);

impl EmailAddresses<'_> {
    /// Adds an address.
    pub async fn create(&self, body: &contract::CreateEmailAddressBody) -> Result<EmailAddress> {
        self.0.tell::<contract::CreateUserEmailAddress>(&(), body).await
    }

    /// One address.
    pub async fn get(&self, id: &IdentificationId) -> Result<EmailAddress> {
        self.0.act::<contract::GetUserEmailAddress>(id).await
    }

    /// Changes one.
    pub async fn update(&self, id: &IdentificationId, body: &contract::UpdateEmailAddressBody) -> Result<EmailAddress> {
        self.0.tell::<contract::UpdateUserEmailAddress>(id, body).await
    }

    /// Removes one.
    pub async fn delete(&self, id: &IdentificationId) -> Result<Deleted> {
        self.0.act::<contract::DeleteUserEmailAddress>(id).await
    }

    /// Mails a code to it.
    pub async fn prepare_verification(&self, id: &IdentificationId) -> Result<CodeVerification> {
        self.0.act::<contract::PrepareUserEmailAddress>(id).await
    }

    /// Tries a code.
    pub async fn attempt_verification(
        &self,
        id: &IdentificationId,
        body: &contract::TryCodeBody,
    ) -> Result<CodeVerification> {
        self.0.tell::<contract::AttemptUserEmailAddress>(id, body).await
    }
}
