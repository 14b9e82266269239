//! `PATCH /v1/email_addresses/{email_address_id}`: proven or not, the main one or not.

use super::tell;
use crate::{
    backend_api::{Call, Context, Handle, users as of_user},
    domain::{accounts, full_users, users},
    error::{Error, Result},
    store::{email_addresses, verifications},
};
use onehop::{
    endpoints::backend::UpdateUserEmailAddress,
    wire::{ErrorCode, Strategy, backend::EmailAddress},
};

impl Handle for UpdateUserEmailAddress {
    async fn handle(cx: &Context, call: Call<Self>) -> Result<EmailAddress> {
        let body = call.body;
        let mut conn = cx.write().await?;
        let mut row = super::get_row(cx, &mut conn, &call.path).await?;
        let mut user = of_user::get_row(cx, &mut conn, &row.user_id).await?;
        if let Some(verified) = body.verified {
            if verified.0 {
                let claimed = email_addresses::find_claimed(&mut conn, cx.instance(), &row.email_normalized).await?;
                if claimed.is_some_and(|claimed| claimed.user_id != row.user_id) {
                    return Err(accounts::taken("email_address"));
                }
                row.verified_at.get_or_insert(cx.now);
                row.verified_strategy.get_or_insert_with(|| Strategy::Admin.as_str().to_owned());
                row.reserved = false;
                verifications::delete(&mut conn, cx.instance(), row.id.as_str()).await?;
            } else {
                row.verified_at = None;
                row.verified_strategy = None;
            }
            row.updated_at = cx.now;
            let conflict = accounts::conflict("email_address");
            email_addresses::update(&mut conn, cx.instance(), &row).await.map_err(conflict)?;
        }
        let is_main = user.primary_email_address_id.as_deref() == Some(row.id.as_str());
        match body.primary.map(|primary| primary.0) {
            Some(true) if !is_main => {
                if row.verified_at.is_none() {
                    return Err(Error::param(ErrorCode::FormParamValueInvalid, "primary")
                        .text("An email address must be verified before it becomes the main one."));
                }
                tell(cx, &mut conn, &user, &row.email_address, body.notify_primary_email_address_changed).await?;
                user.primary_email_address_id = Some(row.id.to_string());
            }
            Some(false) if is_main => user.primary_email_address_id = None,
            _ => {}
        }
        users::save(&cx.app, &mut conn, &cx.cause(), &mut user).await?;
        let view = full_users::view_email(&cx.app, &mut conn, &row, cx.now).await?;
        conn.commit().await?;
        Ok(view)
    }
}
