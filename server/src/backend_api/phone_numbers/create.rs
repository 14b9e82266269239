//! `POST /v1/phone_numbers`: unproven unless it says so. A user's first number is the main one.

use crate::{
    backend_api::{Call, Context, Handle, users as of_user},
    domain::{accounts, accounts::Standing, full_users, identifiers, users},
    error::Result,
};
use onehop::{endpoints::backend::CreateUserPhoneNumber, wire::backend::PhoneNumber};

impl Handle for CreateUserPhoneNumber {
    async fn handle(cx: &Context, call: Call<Self>) -> Result<PhoneNumber> {
        let body = call.body;
        let number = identifiers::phone(&body.phone_number, "phone_number")?;
        let is_verified = body.verified.is_some_and(|verified| verified.0);
        let standing = if is_verified { Standing::Verified } else { Standing::Unverified };
        let mut conn = cx.write().await?;
        let mut user = of_user::get_row(cx, &mut conn, &body.user_id).await?;
        let mut row = accounts::phone_row(&cx.app, &user, number, standing, cx.now);
        row.reserved_for_second_factor = body.reserved_for_second_factor.is_some_and(|reserved| reserved.0);
        accounts::add_phone(&cx.app, &mut conn, &row).await?;
        if user.primary_phone_number_id.is_none() || body.primary.is_some_and(|primary| primary.0) {
            user.primary_phone_number_id = Some(row.id.to_string());
        }
        users::save(&cx.app, &mut conn, &cx.cause(), &mut user).await?;
        conn.commit().await?;
        Ok(full_users::view_phone(&row))
    }
}
