//! `DELETE /v1/phone_numbers/{phone_number_id}`: was it the main one, the oldest proven one takes its place.

use crate::{
    backend_api::{Call, Context, Handle, users as of_user},
    domain::users,
    error::Result,
    store::phone_numbers,
};
use onehop::{endpoints::backend::DeleteUserPhoneNumber, wire::Deleted};

impl Handle for DeleteUserPhoneNumber {
    async fn handle(cx: &Context, call: Call<Self>) -> Result<Deleted> {
        let mut conn = cx.write().await?;
        let row = super::get_row(cx, &mut conn, &call.path).await?;
        let mut user = of_user::get_row(cx, &mut conn, &row.user_id).await?;
        phone_numbers::delete(&mut conn, cx.instance(), &row.id).await?;
        if user.primary_phone_number_id.as_deref() == Some(row.id.as_str()) {
            let rest = phone_numbers::list_of_users(&mut conn, cx.instance(), &[user.id.to_string()]).await?;
            let next = rest.iter().find(|phone| phone.verified_at.is_some());
            user.primary_phone_number_id = next.map(|phone| phone.id.to_string());
        }
        users::save(&cx.app, &mut conn, &cx.cause(), &mut user).await?;
        conn.commit().await?;
        Ok(Deleted::new("phone_number", &row.id))
    }
}
