//! `/v1/phone_numbers…`

mod create;
mod delete;
mod get;
mod update;

use super::{Context, Routes};
use crate::{
    error::{Error, Result},
    store::{Conn, phone_numbers, phone_numbers::PhoneNumberRow},
};
use onehop::{
    endpoints::backend as contract,
    wire::{ErrorCode, IdentificationId},
};

/// Mounts the family.
pub(super) fn routes(routes: Routes) -> Routes {
    routes
        .add::<contract::CreateUserPhoneNumber>()
        .add::<contract::GetUserPhoneNumber>()
        .add::<contract::UpdateUserPhoneNumber>()
        .add::<contract::DeleteUserPhoneNumber>()
}

/// The number, or the error that there is none with this id.
async fn get_row(cx: &Context, conn: &mut Conn, id: &IdentificationId) -> Result<PhoneNumberRow> {
    let row = phone_numbers::find(conn, cx.instance(), id).await?;
    row.ok_or_else(|| Error::api(ErrorCode::ResourceNotFound).text(format!("No phone number was found with id {id}.")))
}
