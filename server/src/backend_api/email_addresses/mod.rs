//! `/v1/email_addresses…`

mod create;
mod delete;
mod get;
mod update;
mod verification;

use super::{Context, Routes};
use crate::{
    domain::notices,
    error::{Error, Result},
    mail::templates,
    store::{Conn, email_addresses, email_addresses::EmailAddressRow, users::UserRow},
};
use onehop::{
    endpoints::backend as contract,
    wire::{ErrorCode, IdentificationId, Lenient},
};

/// Mounts the family.
pub(super) fn routes(routes: Routes) -> Routes {
    routes
        .add::<contract::CreateUserEmailAddress>()
        .add::<contract::GetUserEmailAddress>()
        .add::<contract::UpdateUserEmailAddress>()
        .add::<contract::DeleteUserEmailAddress>()
        .add::<contract::PrepareUserEmailAddress>()
        .add::<contract::AttemptUserEmailAddress>()
}

/// The address, or the error that there is none with this id.
async fn get_row(cx: &Context, conn: &mut Conn, id: &IdentificationId) -> Result<EmailAddressRow> {
    let row = email_addresses::find_by_id(conn, cx.instance(), id).await?;
    row.ok_or_else(|| Error::api(ErrorCode::ResourceNotFound).text(format!("No email address was found with id {id}.")))
}

/// Tells the user, at the main address so far, that another one takes its place.
async fn tell(
    cx: &Context,
    conn: &mut Conn,
    user: &UserRow,
    address: &str,
    is_wanted: Option<Lenient<bool>>,
) -> Result<()> {
    if is_wanted.is_some_and(|wanted| wanted.0) {
        let content = templates::primary_email_changed(notices::voice(&cx.app, &cx.cause()), address);
        notices::tell(&cx.app, conn, &cx.cause(), user, content).await?;
    }
    Ok(())
}
