//! Browsers and other devices.

use super::{BackendClient, Result};
use crate::{
    endpoints::backend as contract,
    wire::{
        ClientId,
        backend::{Client, Page},
    },
};

/// Calls about clients.
///
/// ```no_run
#[doc = include_str!("examples/clients.rs")]
/// ```
#[derive(Clone, Copy, Debug)]
pub struct Clients<'a>(pub(super) &'a BackendClient);

impl Clients<'_> {
    /// Clients.
    pub async fn list(&self, which: &contract::ListQuery) -> Result<Page<Client>> {
        self.0.ask::<contract::ListClients>(&(), which).await
    }

    /// Whose client token this is.
    pub async fn verify(&self, token: &str) -> Result<Client> {
        self.0.tell::<contract::VerifyClient>(&(), &contract::TokenBody { token: token.to_owned() }).await
    }

    /// One client.
    pub async fn get(&self, id: &ClientId) -> Result<Client> {
        self.0.act::<contract::GetClientById>(id).await
    }
}
