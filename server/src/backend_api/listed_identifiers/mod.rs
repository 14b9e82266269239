//! `/v1/allowlist_identifiers…` and `/v1/blocklist_identifiers…`: the same in two lists.

mod create;
mod delete;
mod list;

use super::{Context, Routes};
use crate::{domain::listed, store::listed_identifiers::ListedIdentifierRow};
use onehop::{
    endpoints::backend as contract,
    wire::backend::{AllowlistIdentifier, AllowlistIdentifierTag, BlocklistIdentifier, BlocklistIdentifierTag},
};

/// Mounts both families.
pub(super) fn routes(routes: Routes) -> Routes {
    routes
        .add::<contract::ListAllowlistIdentifiers>()
        .add::<contract::CreateAllowlistIdentifier>()
        .add::<contract::DeleteAllowlistIdentifier>()
        .add::<contract::ListBlocklistIdentifiers>()
        .add::<contract::CreateBlocklistIdentifier>()
        .add::<contract::DeleteBlocklistIdentifier>()
}

fn allowed(cx: &Context, row: ListedIdentifierRow) -> AllowlistIdentifier {
    AllowlistIdentifier {
        object: AllowlistIdentifierTag,
        id: row.id.into(),
        invitation_id: row.invitation_id.map(Into::into),
        identifier: row.identifier,
        identifier_type: listed::kind_of(&row.identifier_type),
        instance_id: cx.instance().clone(),
        created_at: row.created_at,
        updated_at: row.updated_at,
    }
}

fn blocked(cx: &Context, row: ListedIdentifierRow) -> BlocklistIdentifier {
    BlocklistIdentifier {
        object: BlocklistIdentifierTag,
        id: row.id.into(),
        identifier: row.identifier,
        identifier_type: listed::kind_of(&row.identifier_type),
        instance_id: cx.instance().clone(),
        created_at: row.created_at,
        updated_at: row.updated_at,
    }
}
