//! `POST /v1/me/email_addresses`: adds an address, unproven.

use crate::{
    domain::{email_addresses, users},
    error::Result,
    frontend_api::{Context, Handle},
};
use onehop::{
    endpoints::frontend::{CreateEmailAddress, NewEmailAddress},
    wire::EmailAddress,
};

impl Handle for CreateEmailAddress {
    const IS_SENSITIVE: bool = true;

    async fn handle(cx: &mut Context, (): (), body: NewEmailAddress) -> Result<EmailAddress> {
        let mut conn = cx.app.write().await?;
        let mut user = users::get(&cx.app, &mut conn, &cx.user()?.id).await?;
        let row = email_addresses::add(&cx.app, &mut conn, &cx.cause(), &mut user, &body.email_address).await?;
        cx.commit(conn).await?;
        super::view(cx, &row.id).await
    }
}
