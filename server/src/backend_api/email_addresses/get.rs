//! `GET /v1/email_addresses/{email_address_id}`

use crate::{
    backend_api::{Call, Context, Handle},
    domain::full_users,
    error::Result,
};
use onehop::{endpoints::backend::GetUserEmailAddress, wire::backend::EmailAddress};

impl Handle for GetUserEmailAddress {
    async fn handle(cx: &Context, call: Call<Self>) -> Result<EmailAddress> {
        let mut conn = cx.read().await?;
        let row = super::get_row(cx, &mut conn, &call.path).await?;
        full_users::view_email(&cx.app, &mut conn, &row, cx.now).await
    }
}
