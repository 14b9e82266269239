//! `GET /v1/me/phone_numbers/{phone_number_id}`

use crate::{
    domain::full_users,
    error::Result,
    frontend_api::{Context, Handle},
};
use onehop::{
    endpoints::{NoBody, frontend::GetMyPhoneNumber},
    wire::{IdentificationId, backend::PhoneNumber},
};

impl Handle for GetMyPhoneNumber {
    async fn handle(cx: &mut Context, id: IdentificationId, _: NoBody) -> Result<PhoneNumber> {
        let mut conn = cx.app.read().await?;
        Ok(full_users::view_phone(&super::row(cx, &mut conn, &id).await?))
    }
}
