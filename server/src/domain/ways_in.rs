//! Whether somebody could sign in again: what names accounts and what proves whose they are is the configuration's.

use crate::{config::Identifier, state::App, store::users::UserRow};

/// Has this account, as it is to be, something that names it and something that proves whose it is?
pub fn has_one(app: &App, user: &UserRow, has_verified_email: bool) -> bool {
    let config = &app.config.sign_in;
    let is_named = (config.is_by(Identifier::EmailAddress) && has_verified_email)
        || (config.is_by(Identifier::Username) && user.username.is_some());
    let is_proven =
        (config.has_passwords() && user.password_digest.is_some()) || (config.has_email_codes() && has_verified_email);
    is_named && is_proven
}
