//! `/v1/me/phone_numbers`

mod delete;
mod get;
mod list;

use super::Context;
use crate::{
    error::{Error, Result},
    store::{Conn, phone_numbers, phone_numbers::PhoneNumberRow},
};
use onehop::wire::{ErrorCode, IdentificationId};

/// The caller's numbers.
async fn rows(cx: &Context, conn: &mut Conn) -> Result<Vec<PhoneNumberRow>> {
    Ok(phone_numbers::list(conn, &cx.app.instance.id, &cx.user()?.id).await?)
}

/// The caller's number with this id; others don't exist.
async fn row(cx: &Context, conn: &mut Conn, id: &IdentificationId) -> Result<PhoneNumberRow> {
    let found = rows(cx, conn).await?.into_iter().find(|row| row.id == *id);
    found.ok_or_else(|| Error::api(ErrorCode::ResourceNotFound))
}
