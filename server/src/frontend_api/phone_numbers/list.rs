//! `GET /v1/me/phone_numbers`: all of them, bare.

use crate::{
    domain::full_users,
    error::Result,
    frontend_api::{Context, Handle},
};
use onehop::{
    endpoints::{NoBody, frontend::ListMyPhoneNumbers},
    wire::backend::PhoneNumber,
};

impl Handle for ListMyPhoneNumbers {
    async fn handle(cx: &mut Context, (): (), _: NoBody) -> Result<Vec<PhoneNumber>> {
        let mut conn = cx.app.read().await?;
        Ok(super::rows(cx, &mut conn).await?.iter().map(full_users::view_phone).collect())
    }
}
