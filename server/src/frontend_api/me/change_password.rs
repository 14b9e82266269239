//! `POST /v1/me/change_password`: changes the password, or sets the first one.

use crate::{
    domain::{audit, email_addresses, lockout, notices, passwords, sessions, users},
    error::{Error, Result},
    frontend_api::{Context, Handle},
    mail::templates,
    store::users::UserRow,
};
use onehop::{
    endpoints::frontend::{ChangePassword, ChangePasswordBody},
    wire::{ErrorCode, SessionStatus, User},
};

impl Handle for ChangePassword {
    const IS_SENSITIVE: bool = true;

    async fn handle(cx: &mut Context, (): (), body: ChangePasswordBody) -> Result<User> {
        if !cx.app.config.sign_in.has_passwords() {
            return Err(Error::param(ErrorCode::FormParamUnknown, "new_password"));
        }
        let user = cx.user()?.clone();
        let mut conn = cx.app.read().await?;
        let own = email_addresses::own_names(&cx.app, &mut conn, &user).await?;
        drop(conn);
        passwords::check_new(
            &cx.app,
            &body.new_password,
            "new_password",
            &own.iter().map(String::as_str).collect::<Vec<_>>(),
        )?;
        prove_current(cx, &user, body.current_password.as_deref()).await?;
        if body.current_password.as_deref() == Some(body.new_password.as_str()) {
            return Err(Error::param(ErrorCode::FormNewPasswordMatchesCurrent, "new_password"));
        }
        let digest = passwords::hash(&cx.app, &body.new_password).await?;

        let cause = cx.cause();
        let mut conn = cx.app.write().await?;
        let mut row = users::get(&cx.app, &mut conn, &user.id).await?;
        if row.password_digest != user.password_digest {
            // Somebody else changed it since the current one was proven.
            return Err(Error::param(ErrorCode::FormPasswordIncorrect, "current_password"));
        }
        row.set_password(digest, cx.now);
        lockout::succeed(&cx.app, &mut conn, &cx.source(&user)).await?;
        cx.remember_device(&row);
        users::save(&cx.app, &mut conn, &cause, &mut row).await?;
        if body.sign_out_of_other_sessions.is_some_and(|wanted| wanted.0) {
            let current = cx.session()?.id.clone();
            sessions::finish_all_of_user(&cx.app, &mut conn, &cause, &user.id, Some(&current), SessionStatus::Revoked)
                .await?;
        }
        notices::tell(&cx.app, &mut conn, &cause, &row, templates::password_changed(notices::voice(&cx.app, &cause)))
            .await?;
        audit::record_of_user(&cx.app, &mut conn, &cause, &row.id, "user.password.changed").await?;
        cx.rotate_client_token(&mut conn).await?;
        cx.commit(conn).await?;
        super::view(cx).await
    }
}

/// A current password that is given must be right. Without one, the proof that every caller gave a moment ago stands.
pub async fn prove_current(cx: &Context, user: &UserRow, current: Option<&str>) -> Result<()> {
    let current = current.filter(|current| !current.is_empty() && user.password_digest.is_some());
    let Some(current) = current else { return Ok(()) };
    passwords::prove(&cx.app, &cx.cause(), user, &cx.source(user), current, "current_password").await?;
    Ok(())
}
