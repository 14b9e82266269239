//! `DELETE /v1/phone_numbers/{phone_number_id}`: was it the main one, the oldest proven one takes its place.

use crate::{
    backend_api::{Call, Context, Handle, users as of_user},
    domain::phone_numbers,
    error::Result,
};
use onehop::{endpoints::backend::DeleteUserPhoneNumber, wire::Deleted};

impl Handle for DeleteUserPhoneNumber {
    async fn handle(cx: &Context, call: Call<Self>) -> Result<Deleted> {
        let mut conn = cx.write().await?;
        let row = super::get_row(cx, &mut conn, &call.path).await?;
        let mut user = of_user::get_row(cx, &mut conn, &row.user_id).await?;
        phone_numbers::remove(&cx.app, &mut conn, &cx.cause(), &mut user, &row).await?;
        conn.commit().await?;
        Ok(Deleted::new("phone_number", &row.id))
    }
}
