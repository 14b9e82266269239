//! Phone numbers of users.

use super::{BackendClient, Result};
use crate::{
    endpoints::backend as contract,
    wire::{Deleted, IdentificationId, backend::PhoneNumber},
};

/// Calls about phone numbers.
///
/// ```no_run
#[doc = include_str!("examples/phone_numbers.rs")]
/// ```
#[derive(Clone, Copy, Debug)]
pub struct PhoneNumbers<'a>(pub(super) &'a BackendClient);

impl PhoneNumbers<'_> {
    /// Adds a number.
    pub async fn create(&self, body: &contract::CreatePhoneNumberBody) -> Result<PhoneNumber> {
        self.0.tell::<contract::CreateUserPhoneNumber>(&(), body).await
    }

    /// One number.
    pub async fn get(&self, id: &IdentificationId) -> Result<PhoneNumber> {
        self.0.act::<contract::GetUserPhoneNumber>(id).await
    }

    /// Changes one.
    pub async fn update(&self, id: &IdentificationId, body: &contract::UpdatePhoneNumberBody) -> Result<PhoneNumber> {
        self.0.tell::<contract::UpdateUserPhoneNumber>(id, body).await
    }

    /// Removes one.
    pub async fn delete(&self, id: &IdentificationId) -> Result<Deleted> {
        self.0.act::<contract::DeleteUserPhoneNumber>(id).await
    }
}
