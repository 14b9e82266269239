//! `POST /v1/email_addresses`: unproven unless it says so. A user's first address is the main one.

use super::tell;
use crate::{
    backend_api::{Call, Context, Handle, users as of_user},
    domain::{accounts, accounts::Standing, full_users, identifiers, users},
    error::Result,
};
use onehop::{endpoints::backend::CreateUserEmailAddress, wire::backend::EmailAddress};

impl Handle for CreateUserEmailAddress {
    async fn handle(cx: &Context, call: Call<Self>) -> Result<EmailAddress> {
        let body = call.body;
        let email = identifiers::email(&body.email_address, "email_address")?;
        let is_verified = body.verified.is_some_and(|verified| verified.0);
        let standing = if is_verified { Standing::Verified } else { Standing::Unverified };
        let mut conn = cx.write().await?;
        let mut user = of_user::get_row(cx, &mut conn, &body.user_id).await?;
        let row = accounts::email_row(&cx.app, &user, email, standing, cx.now);
        accounts::add_email(&cx.app, &mut conn, &row).await?;
        if user.primary_email_address_id.is_none() || body.primary.is_some_and(|primary| primary.0) {
            tell(cx, &mut conn, &user, &row.email_address, body.notify_primary_email_address_changed).await?;
            user.primary_email_address_id = Some(row.id.to_string());
        }
        users::save(&cx.app, &mut conn, &cx.cause(), &mut user).await?;
        let view = full_users::view_email(&cx.app, &mut conn, &row, cx.now).await?;
        conn.commit().await?;
        Ok(view)
    }
}
