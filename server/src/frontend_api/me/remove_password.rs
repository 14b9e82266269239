//! `POST /v1/me/remove_password`: gives up the password, where it isn't mandatory and a code by mail is another way in.

use super::change_password::prove_current;
use crate::{
    domain::{audit, lockout, notices, users, ways_in},
    error::{Error, Result},
    frontend_api::{Context, Handle},
    mail::templates,
    store::email_addresses,
};
use onehop::{
    endpoints::frontend::{RemovePassword, RemovePasswordBody},
    wire::{ErrorCode, User},
};

impl Handle for RemovePassword {
    const IS_SENSITIVE: bool = true;

    async fn handle(cx: &mut Context, (): (), body: RemovePasswordBody) -> Result<User> {
        let user = cx.user()?.clone();
        if user.password_digest.is_none() {
            return Err(Error::api(ErrorCode::FormPasswordValidationFailed).text("This account has no password."));
        }
        prove_current(cx, &user, body.current_password.as_deref()).await?;
        if cx.app.config.user.is_password_required {
            return Err(Error::api(ErrorCode::FormPasswordValidationFailed).text("An account needs a password here."));
        }

        let cause = cx.cause();
        let mut conn = cx.app.write().await?;
        let mut row = users::get(&cx.app, &mut conn, &user.id).await?;
        let emails = email_addresses::list(&mut conn, &cx.app.instance.id, &user.id).await?;
        row.password_digest = None;
        if !ways_in::has_one(&cx.app, &row, emails.iter().any(|email| email.verified_at.is_some())) {
            return Err(Error::api(ErrorCode::IdentificationDeletionFailed)
                .text("The password is the last way into this account. Verify an email address first."));
        }
        lockout::succeed(&cx.app, &mut conn, &cx.source(&user)).await?;
        cx.remember_device(&row);
        users::save(&cx.app, &mut conn, &cause, &mut row).await?;
        notices::tell(&cx.app, &mut conn, &cause, &row, templates::password_changed(notices::voice(&cx.app, &cause)))
            .await?;
        audit::record_of_user(&cx.app, &mut conn, &cause, &row.id, "user.password.removed").await?;
        cx.commit(conn).await?;
        super::view(cx).await
    }
}
