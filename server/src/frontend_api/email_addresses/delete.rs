//! `DELETE /v1/me/email_addresses/{email_address_id}`: removes it, unless it is the last way in. The main address is
//! told, so that nobody loses one unnoticed.

use crate::{
    domain::{email_addresses, notices, users},
    error::Result,
    frontend_api::{Context, Handle},
    mail::templates,
};
use onehop::{
    endpoints::{NoBody, frontend::DeleteEmailAddress},
    wire::{Deleted, IdentificationId},
};

impl Handle for DeleteEmailAddress {
    const IS_SENSITIVE: bool = true;

    async fn handle(cx: &mut Context, id: IdentificationId, _: NoBody) -> Result<Deleted> {
        let cause = cx.cause();
        let mut conn = cx.app.write().await?;
        let mut user = users::get(&cx.app, &mut conn, &cx.user()?.id).await?;
        let row = email_addresses::get(&cx.app, &mut conn, &user.id, &id).await?;
        email_addresses::remove(&cx.app, &mut conn, &cause, &mut user, &row).await?;
        if row.verified_at.is_some() {
            let content = templates::email_removed(notices::voice(&cx.app, &cause), &row.email_address);
            notices::tell(&cx.app, &mut conn, &cause, &user, content).await?;
        }
        cx.commit(conn).await?;
        Ok(Deleted::new("email_address", id))
    }
}
