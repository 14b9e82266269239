//! `PATCH /v1/phone_numbers/{phone_number_id}`: proven or not, the main one or not, a second factor or not.

use crate::{
    backend_api::{Call, Context, Handle, users as of_user},
    domain::{accounts, full_users, users},
    error::{Error, Result},
    store::phone_numbers,
};
use onehop::{
    endpoints::backend::UpdateUserPhoneNumber,
    wire::{ErrorCode, Strategy, backend::PhoneNumber},
};

impl Handle for UpdateUserPhoneNumber {
    async fn handle(cx: &Context, call: Call<Self>) -> Result<PhoneNumber> {
        let body = call.body;
        let mut conn = cx.write().await?;
        let mut row = super::get_row(cx, &mut conn, &call.path).await?;
        let mut user = of_user::get_row(cx, &mut conn, &row.user_id).await?;
        match body.verified.map(|verified| verified.0) {
            Some(true) => {
                let claimed = phone_numbers::find_claimed(&mut conn, cx.instance(), &row.phone_number).await?;
                if claimed.is_some_and(|claimed| claimed.user_id != row.user_id) {
                    return Err(accounts::taken("phone_number"));
                }
                row.verified_at.get_or_insert(cx.now);
                row.verified_strategy.get_or_insert_with(|| Strategy::Admin.as_str().to_owned());
                row.reserved = false;
            }
            Some(false) => {
                row.verified_at = None;
                row.verified_strategy = None;
            }
            None => {}
        }
        if let Some(reserved) = body.reserved_for_second_factor {
            row.reserved_for_second_factor = reserved.0;
        }
        row.updated_at = cx.now;
        phone_numbers::update(&mut conn, cx.instance(), &row).await.map_err(accounts::conflict("phone_number"))?;
        let is_main = user.primary_phone_number_id.as_deref() == Some(row.id.as_str());
        match body.primary.map(|primary| primary.0) {
            Some(true) if !is_main && row.verified_at.is_none() => {
                return Err(Error::param(ErrorCode::FormParamValueInvalid, "primary")
                    .text("A phone number must be verified before it becomes the main one."));
            }
            Some(true) => user.primary_phone_number_id = Some(row.id.to_string()),
            Some(false) if is_main => user.primary_phone_number_id = None,
            _ => {}
        }
        users::save(&cx.app, &mut conn, &cx.cause(), &mut user).await?;
        conn.commit().await?;
        Ok(full_users::view_phone(&row))
    }
}
