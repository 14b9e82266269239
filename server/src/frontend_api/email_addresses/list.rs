//! `GET /v1/me/email_addresses`: all of them, bare.

use crate::{
    domain::users,
    error::Result,
    frontend_api::{Context, Handle},
    store::email_addresses,
};
use onehop::{
    endpoints::{NoBody, frontend::ListMyEmailAddresses},
    wire::EmailAddress,
};

impl Handle for ListMyEmailAddresses {
    async fn handle(cx: &mut Context, (): (), _: NoBody) -> Result<Vec<EmailAddress>> {
        let mut conn = cx.app.read().await?;
        let rows = email_addresses::list(&mut conn, &cx.app.instance.id, &cx.user()?.id).await?;
        let mut emails = Vec::with_capacity(rows.len());
        for row in &rows {
            emails.push(users::view_email(&cx.app, &mut conn, row, cx.now).await?);
        }
        Ok(emails)
    }
}
