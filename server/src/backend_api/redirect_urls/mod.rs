//! `/v1/redirect_urls…`: places beside our own that sign-in and sign-up may lead to.

mod create;
mod delete;
mod get;
mod list;

use super::Routes;
use crate::{error::Error, store::redirect_urls::RedirectUrlRow};
use onehop::{
    endpoints::backend as contract,
    wire::{
        ErrorCode, RedirectUrlId,
        backend::{RedirectUrl, RedirectUrlTag},
    },
};

/// Mounts the family.
pub(super) fn routes(routes: Routes) -> Routes {
    routes
        .add::<contract::ListRedirectUrls>()
        .add::<contract::CreateRedirectUrl>()
        .add::<contract::GetRedirectUrl>()
        .add::<contract::DeleteRedirectUrl>()
}

fn view(row: RedirectUrlRow) -> RedirectUrl {
    RedirectUrl {
        object: RedirectUrlTag,
        id: row.id,
        url: row.url,
        created_at: row.created_at,
        updated_at: row.updated_at,
    }
}

fn not_found(id: &RedirectUrlId) -> Error {
    Error::api(ErrorCode::ResourceNotFound).text(format!("No redirect URL was found with id {id}."))
}
