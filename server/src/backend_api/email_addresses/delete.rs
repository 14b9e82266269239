//! `DELETE /v1/email_addresses/{email_address_id}`: was it the main one, the oldest proven one takes its place.

use crate::{
    backend_api::{Call, Context, Handle, users as of_user},
    domain::users,
    error::Result,
    store::{email_addresses, verifications},
};
use onehop::{endpoints::backend::DeleteUserEmailAddress, wire::Deleted};

impl Handle for DeleteUserEmailAddress {
    async fn handle(cx: &Context, call: Call<Self>) -> Result<Deleted> {
        let mut conn = cx.write().await?;
        let row = super::get_row(cx, &mut conn, &call.path).await?;
        let mut user = of_user::get_row(cx, &mut conn, &row.user_id).await?;
        verifications::delete(&mut conn, cx.instance(), row.id.as_str()).await?;
        email_addresses::delete(&mut conn, cx.instance(), &user.id, &row.id).await?;
        if user.primary_email_address_id.as_deref() == Some(row.id.as_str()) {
            let rest = email_addresses::list(&mut conn, cx.instance(), &user.id).await?;
            let next = rest.iter().find(|email| email.verified_at.is_some());
            user.primary_email_address_id = next.map(|email| email.id.to_string());
        }
        users::save(&cx.app, &mut conn, &cx.cause(), &mut user).await?;
        conn.commit().await?;
        Ok(Deleted::new("email_address", &row.id))
    }
}
