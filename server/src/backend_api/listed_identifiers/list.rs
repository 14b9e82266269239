//! `GET /v1/allowlist_identifiers` and `GET /v1/blocklist_identifiers`, newest first.

use crate::{
    backend_api::{Call, Context, Handle, input},
    error::Result,
    store::{
        listed_identifiers as store,
        listed_identifiers::{List, ListedIdentifierRow},
    },
};
use onehop::{
    endpoints::backend::{ListAllowlistIdentifiers, ListBlocklistIdentifiers},
    wire::backend::{AllowlistIdentifier, BlocklistIdentifier, Page, Paging},
};

impl Handle for ListAllowlistIdentifiers {
    async fn handle(cx: &Context, call: Call<Self>) -> Result<Page<AllowlistIdentifier>> {
        page(cx, List::Allow, &call.query.paging, super::allowed).await
    }
}

impl Handle for ListBlocklistIdentifiers {
    async fn handle(cx: &Context, call: Call<Self>) -> Result<Page<BlocklistIdentifier>> {
        page(cx, List::Block, &call.query.paging, super::blocked).await
    }
}

async fn page<T>(
    cx: &Context,
    list: List,
    paging: &Paging,
    view: fn(&Context, ListedIdentifierRow) -> T,
) -> Result<Page<T>> {
    let (limit, offset) = input::paging(paging)?;
    let mut conn = cx.read().await?;
    let rows = store::list(&mut conn, cx.instance(), list, limit, offset).await?;
    let total_count = store::count(&mut conn, cx.instance(), list).await?;
    Ok(Page { data: rows.into_iter().map(|row| view(cx, row)).collect(), total_count })
}
