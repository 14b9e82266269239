//! Templates of tokens for third parties.

use super::{BackendClient, Result};
use crate::{
    endpoints::backend as contract,
    wire::{
        Deleted, JwtTemplateId,
        backend::{JwtTemplate, Page},
    },
};

/// Calls about templates.
///
/// ```no_run
#[doc = include_str!("examples/jwt_templates.rs")]
/// ```
#[derive(Clone, Copy, Debug)]
pub struct JwtTemplates<'a>(pub(super) &'a BackendClient);

impl JwtTemplates<'_> {
    /// All of them.
    pub async fn list(&self, which: &contract::ListQuery) -> Result<Page<JwtTemplate>> {
        self.0.ask::<contract::ListJwtTemplates>(&(), which).await
    }

    /// Adds one.
    pub async fn create(&self, body: &contract::JwtTemplateBody) -> Result<JwtTemplate> {
        self.0.tell::<contract::CreateJwtTemplate>(&(), body).await
    }

    /// One of them.
    pub async fn get(&self, id: &JwtTemplateId) -> Result<JwtTemplate> {
        self.0.act::<contract::GetJwtTemplate>(id).await
    }

    /// Changes one.
    pub async fn update(&self, id: &JwtTemplateId, body: &contract::JwtTemplateBody) -> Result<JwtTemplate> {
        self.0.tell::<contract::UpdateJwtTemplate>(id, body).await
    }

    /// Removes one.
    pub async fn delete(&self, id: &JwtTemplateId) -> Result<Deleted> {
        self.0.act::<contract::DeleteJwtTemplate>(id).await
    }
}
