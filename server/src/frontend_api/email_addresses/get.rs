//! `GET /v1/me/email_addresses/{email_address_id}`

use crate::{
    error::Result,
    frontend_api::{Context, Handle},
};
use onehop::{
    endpoints::{NoBody, frontend::GetEmailAddress},
    wire::{EmailAddress, IdentificationId},
};

impl Handle for GetEmailAddress {
    async fn handle(cx: &mut Context, id: IdentificationId, _: NoBody) -> Result<EmailAddress> {
        super::view(cx, &id).await
    }
}
