//! `/v1/waitlist_entries…`: who waits to be let in.

mod create;
mod delete;
mod invite;
mod list;
mod reject;

use super::{Context, Routes};
use crate::{
    domain::waitlist,
    error::Result,
    store::{Conn, waitlist_entries as store, waitlist_entries::WaitlistEntryRow},
};
use onehop::{endpoints::backend as contract, wire::WaitlistEntryId};

/// Mounts the family.
pub(super) fn routes(routes: Routes) -> Routes {
    routes
        .add::<contract::ListWaitlistEntries>()
        .add::<contract::CreateWaitlistEntry>()
        .add::<contract::CreateWaitlistEntries>()
        .add::<contract::DeleteWaitlistEntry>()
        .add::<contract::InviteWaitlistEntry>()
        .add::<contract::RejectWaitlistEntry>()
}

async fn get(cx: &Context, conn: &mut Conn, id: &WaitlistEntryId) -> Result<WaitlistEntryRow> {
    store::find(conn, cx.instance(), id).await?.ok_or_else(|| waitlist::not_found(id))
}
