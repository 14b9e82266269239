//! `DELETE /v1/me/phone_numbers/{phone_number_id}`

use crate::{
    domain::{phone_numbers, users},
    error::Result,
    frontend_api::{Context, Handle},
};
use onehop::{
    endpoints::{NoBody, frontend::DeleteMyPhoneNumber},
    wire::{Deleted, IdentificationId},
};

impl Handle for DeleteMyPhoneNumber {
    const IS_SENSITIVE: bool = true;

    async fn handle(cx: &mut Context, id: IdentificationId, _: NoBody) -> Result<Deleted> {
        let mut conn = cx.app.write().await?;
        let mut user = users::get(&cx.app, &mut conn, &cx.user()?.id).await?;
        let row = super::row(cx, &mut conn, &id).await?;
        phone_numbers::remove(&cx.app, &mut conn, &cx.cause(), &mut user, &row).await?;
        cx.commit(conn).await?;
        Ok(Deleted::new("phone_number", &row.id))
    }
}
