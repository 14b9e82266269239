//! `DELETE /v1/invitations/{invitation_id}`: forgets it, and with it its ticket.

use crate::{
    backend_api::{Call, Context, Handle},
    domain::{audit, invitations},
    error::Result,
    store::invitations as store,
};
use onehop::{endpoints::backend::DeleteInvitation, wire::Deleted};

impl Handle for DeleteInvitation {
    async fn handle(cx: &Context, call: Call<Self>) -> Result<Deleted> {
        let mut conn = cx.write().await?;
        let not_found = || invitations::not_found(&call.path);
        let row = store::find(&mut conn, cx.instance(), &call.path).await?.ok_or_else(not_found)?;
        if !store::delete(&mut conn, cx.instance(), &call.path).await? {
            return Err(not_found());
        }
        let before = audit::public(&invitations::view(&row, cx.now));
        cx.record(&mut conn, &call.path, before, None).await?;
        conn.commit().await?;
        Ok(Deleted::new("invitation", &call.path))
    }
}
