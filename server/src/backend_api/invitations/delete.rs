//! `DELETE /v1/invitations/{invitation_id}`: forgets it, and with it its ticket.

use crate::{
    backend_api::{Call, Context, Handle},
    domain::invitations,
    error::Result,
    store::invitations as store,
};
use onehop::{endpoints::backend::DeleteInvitation, wire::Deleted};

impl Handle for DeleteInvitation {
    async fn handle(cx: &Context, call: Call<Self>) -> Result<Deleted> {
        let mut conn = cx.write().await?;
        if !store::delete(&mut conn, cx.instance(), &call.path).await? {
            return Err(invitations::not_found(&call.path));
        }
        conn.commit().await?;
        Ok(Deleted::new("invitation", &call.path))
    }
}
