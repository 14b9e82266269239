//! `DELETE /v1/allowlist_identifiers/{identifier_id}` and `DELETE /v1/blocklist_identifiers/{identifier_id}`. An
//! invitation that was sent with an entry and not used yet is taken back with it.

use crate::{
    backend_api::{Call, Context, Handle},
    domain::audit,
    error::{Error, Result},
    store::{invitations, listed_identifiers as store, listed_identifiers::List},
};
use onehop::{
    endpoints::backend::{DeleteAllowlistIdentifier, DeleteBlocklistIdentifier},
    wire::{Deleted, ErrorCode, InvitationId},
};

impl Handle for DeleteAllowlistIdentifier {
    async fn handle(cx: &Context, call: Call<Self>) -> Result<Deleted> {
        delete(cx, List::Allow, call.path.as_str()).await?;
        Ok(Deleted::new("allowlist_identifier", &call.path))
    }
}

impl Handle for DeleteBlocklistIdentifier {
    async fn handle(cx: &Context, call: Call<Self>) -> Result<Deleted> {
        delete(cx, List::Block, call.path.as_str()).await?;
        Ok(Deleted::new("blocklist_identifier", &call.path))
    }
}

async fn delete(cx: &Context, list: List, id: &str) -> Result<()> {
    let not_found = || Error::api(ErrorCode::ResourceNotFound).text(format!("No identifier was found with id {id}."));
    let mut conn = cx.write().await?;
    let row = store::find(&mut conn, cx.instance(), list, id).await?.ok_or_else(not_found)?;
    if let Some(invitation) = row.invitation_id.clone().map(InvitationId::from) {
        invitations::revoke(&mut conn, cx.instance(), &invitation, cx.now).await?;
    }
    if !store::delete(&mut conn, cx.instance(), list, id).await? {
        return Err(not_found());
    }
    let before = match list {
        List::Allow => audit::public(&super::allowed(cx, row)),
        List::Block => audit::public(&super::blocked(cx, row)),
    };
    cx.record(&mut conn, id, before, None).await?;
    Ok(conn.commit().await?)
}
