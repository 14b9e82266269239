//! `/v1/dashboard/secret_keys`: the keys that backends call with.

mod create;
mod list;
mod revoke;

use crate::{backend_api::Routes, store::secret_keys::SecretKeyRow};
use onehop::{
    endpoints::dashboard as contract,
    wire::{
        SecretKeyId,
        dashboard::{SecretKey, SecretKeyTag},
    },
};

/// Mounts the family.
pub(super) fn routes(routes: Routes) -> Routes {
    routes.add::<contract::ListSecretKeys>().add::<contract::CreateSecretKey>().add::<contract::RevokeSecretKey>()
}

fn view(row: SecretKeyRow) -> SecretKey {
    SecretKey {
        object: SecretKeyTag,
        id: SecretKeyId::from(row.id),
        name: row.name,
        hint: row.hint,
        last_used_at: row.last_used_at,
        revoked_at: row.revoked_at,
        created_at: row.created_at,
    }
}
