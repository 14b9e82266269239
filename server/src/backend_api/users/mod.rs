//! `/v1/users…`

mod ban;
mod count;
mod create;
mod delete;
mod elsewhere;
mod filter;
mod get;
mod list;
mod lock;
mod metadata;
mod password;
mod profile_image;
mod replace_identification;
mod second_factors;
mod update;

pub(crate) use filter::read as read_filter;

use super::{Context, Routes};
use crate::{
    domain::full_users,
    error::{Error, Result},
    store::{Conn, users, users::UserRow},
};
use onehop::{
    endpoints::backend as contract,
    wire::{ErrorCode, UserId, backend::User},
};

/// Mounts the family.
pub(super) fn routes(routes: Routes) -> Routes {
    routes
        .add::<contract::ListUsers>()
        .add::<contract::CountUsers>()
        .add::<contract::CreateUser>()
        .add::<contract::GetUser>()
        .add::<contract::UpdateUser>()
        .add::<contract::DeleteUser>()
        .add::<contract::BanUser>()
        .add::<contract::UnbanUser>()
        .add::<contract::BanUsers>()
        .add::<contract::UnbanUsers>()
        .add::<contract::LockUser>()
        .add::<contract::UnlockUser>()
        .add::<contract::UpdateUserMetadata>()
        .add::<contract::ReplaceUserMetadata>()
        .add::<contract::SetUserProfileImage>()
        .add::<contract::DeleteUserProfileImage>()
        .add::<contract::ListUserOauthAccessTokens>()
        .add::<contract::ListUserOrganizationMemberships>()
        .add::<contract::ListUserOrganizationInvitations>()
        .add::<contract::RemoveUserPassword>()
        .add::<contract::VerifyUserPassword>()
        .add::<contract::VerifyUserTotp>()
        .add::<contract::DisableUserMfa>()
        .add::<contract::DeleteUserBackupCodes>()
        .add::<contract::DeleteUserTotp>()
        .add::<contract::DeleteUserPasskey>()
        .add::<contract::DeleteUserWeb3Wallet>()
        .add::<contract::DeleteUserExternalAccount>()
        .add::<contract::SetUserPasswordCompromised>()
        .add::<contract::UnsetUserPasswordCompromised>()
        .add::<contract::ReplaceUserEmailAddress>()
        .add::<contract::ReplaceUserPhoneNumber>()
}

/// The user, or the error that nobody has this id.
pub(crate) async fn get_row(cx: &Context, conn: &mut Conn, id: &UserId) -> Result<UserRow> {
    let row = users::find(conn, cx.instance(), id).await?;
    row.ok_or_else(|| Error::api(ErrorCode::ResourceNotFound).text(format!("No user was found with id {id}.")))
}

/// The user as it is answered.
pub(super) async fn view(cx: &Context, conn: &mut Conn, row: &UserRow) -> Result<User> {
    full_users::view(&cx.app, conn, row, cx.now).await
}
