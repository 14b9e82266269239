//! `GET /v1/phone_numbers/{phone_number_id}`

use crate::{
    backend_api::{Call, Context, Handle},
    domain::full_users,
    error::Result,
};
use onehop::{endpoints::backend::GetUserPhoneNumber, wire::backend::PhoneNumber};

impl Handle for GetUserPhoneNumber {
    async fn handle(cx: &Context, call: Call<Self>) -> Result<PhoneNumber> {
        let row = super::get_row(cx, &mut cx.read().await?, &call.path).await?;
        Ok(full_users::view_phone(&row))
    }
}
