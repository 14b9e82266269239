//! `POST /v1/allowlist_identifiers` and `POST /v1/blocklist_identifiers`. Who is told that they may sign up gets an
//! invitation.

use crate::{
    backend_api::{Call, Context, Handle},
    domain::{
        audit, identifiers, invitations,
        invitations::NewInvitation,
        listed::{Entry, kind_name},
    },
    error::{Error, Result},
    random,
    store::{
        Conn, StoreError, listed_identifiers as store,
        listed_identifiers::{List, ListedIdentifierRow},
    },
};
use onehop::{
    endpoints::backend::{CreateAllowlistIdentifier, CreateBlocklistIdentifier},
    wire::{
        AllowlistIdentifierId, BlocklistIdentifierId, ErrorCode, InvitationId,
        backend::{AllowlistIdentifier, BlocklistIdentifier},
    },
};

impl Handle for CreateAllowlistIdentifier {
    async fn handle(cx: &Context, call: Call<Self>) -> Result<AllowlistIdentifier> {
        let entry = Entry::parse(&call.body.identifier)?;
        let is_notified = call.body.notify.is_some_and(|notify| notify.0);
        if is_notified && !entry.is_one_address() {
            return Err(Error::param(ErrorCode::FormConditionalParamDisallowed, "notify")
                .text("An invitation can be sent to one email address only."));
        }
        let mut conn = cx.write().await?;
        let invitation = if is_notified { Some(invite(cx, &mut conn, &call.body.identifier).await?) } else { None };
        let id = random::id(&*cx.app.random, cx.now, AllowlistIdentifierId::PREFIX);
        let row = insert(cx, &mut conn, List::Allow, id, entry, invitation).await?;
        let entry = super::allowed(cx, row);
        cx.record(&mut conn, &entry.id, None, audit::public(&entry)).await?;
        conn.commit().await?;
        Ok(entry)
    }
}

impl Handle for CreateBlocklistIdentifier {
    async fn handle(cx: &Context, call: Call<Self>) -> Result<BlocklistIdentifier> {
        let entry = Entry::parse(&call.body.identifier)?;
        let mut conn = cx.write().await?;
        let id = random::id(&*cx.app.random, cx.now, BlocklistIdentifierId::PREFIX);
        let row = insert(cx, &mut conn, List::Block, id, entry, None).await?;
        let entry = super::blocked(cx, row);
        cx.record(&mut conn, &entry.id, None, audit::public(&entry)).await?;
        conn.commit().await?;
        Ok(entry)
    }
}

async fn invite(cx: &Context, conn: &mut Conn, address: &str) -> Result<InvitationId> {
    let new = NewInvitation::plain(identifiers::email(address, "identifier")?);
    let made = invitations::create(&cx.app, conn, &cx.cause(), vec![new]).await?;
    made.into_iter().next().map(|made| made.id).ok_or_else(|| Error::internal("one invitation was made"))
}

async fn insert(
    cx: &Context,
    conn: &mut Conn,
    list: List,
    id: String,
    entry: Entry,
    invitation: Option<InvitationId>,
) -> Result<ListedIdentifierRow> {
    let row = ListedIdentifierRow {
        id,
        dotless: identifiers::dotless(&entry.identifier),
        identifier_type: kind_name(entry.kind).to_owned(),
        identifier: entry.identifier,
        invitation_id: invitation.map(|id| id.to_string()),
        created_at: cx.now,
        updated_at: cx.now,
    };
    let conflict = |error| match error {
        StoreError::Conflict => Error::param(ErrorCode::DuplicateRecord, "identifier")
            .text(format!("The identifier {} is on the list already.", row.identifier)),
        error => error.into(),
    };
    store::insert(conn, cx.instance(), list, &row).await.map_err(conflict)?;
    Ok(row)
}
