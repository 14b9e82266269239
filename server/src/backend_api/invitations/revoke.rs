//! `POST /v1/invitations/{invitation_id}/revoke`: its ticket is good for nothing from now on.

use crate::{
    backend_api::{Call, Context, Handle},
    domain::invitations,
    error::Result,
};
use onehop::{endpoints::backend::RevokeInvitation, wire::backend::Invitation};

impl Handle for RevokeInvitation {
    async fn handle(cx: &Context, call: Call<Self>) -> Result<Invitation> {
        let mut conn = cx.write().await?;
        let row = invitations::revoke(&cx.app, &mut conn, &cx.cause(), &call.path).await?;
        conn.commit().await?;
        Ok(invitations::view(&row, cx.now))
    }
}
