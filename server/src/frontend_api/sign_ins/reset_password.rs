//! `POST /v1/client/sign_ins/{sign_in_id}/reset_password`: the new password after the reset code. Ends the user's other
//! sessions unless told not to, and says so by mail.

use crate::{
    domain::{audit, email_addresses, notices, passwords, sessions, sign_ins},
    error::Result,
    frontend_api::{Context, Handle},
    mail::templates,
    store::users,
};
use onehop::{
    endpoints::frontend::{ResetPassword, ResetPasswordBody},
    wire::{SessionStatus, SignIn, SignInId, SignInStatus, Strategy},
};

impl Handle for ResetPassword {
    async fn handle(cx: &mut Context, id: SignInId, body: ResetPasswordBody) -> Result<SignIn> {
        let row = super::find(cx, &id).await?;
        let mut conn = cx.app.read().await?;
        let user = sign_ins::account_at(&cx.app, &mut conn, &row, SignInStatus::NeedsNewPassword).await?;
        let source = cx.source(&user);
        sign_ins::admit(&cx.app, &mut conn, cx.client(), &user, &source, cx.now).await?;
        let own = email_addresses::own_names(&cx.app, &mut conn, &user).await?;
        drop(conn);
        passwords::check_new(&cx.app, &body.password, "password", &own.iter().map(String::as_str).collect::<Vec<_>>())?;
        let digest = passwords::hash(&cx.app, &body.password).await?;

        let cause = cx.cause();
        let mut conn = cx.app.write().await?;
        let mut user = users::get(&mut conn, &cx.app.instance.id, &user.id).await?;
        user.set_password(digest, cx.now);
        if body.sign_out_of_other_sessions.is_none_or(|wanted| wanted.0) {
            sessions::finish_all_of_user(&cx.app, &mut conn, &cause, &user.id, None, SessionStatus::Revoked).await?;
        }
        notices::tell(&cx.app, &mut conn, &cause, &user, templates::password_changed(notices::voice(&cx.app, &cause)))
            .await?;
        audit::record_of_user(&cx.app, &mut conn, &cause, &user.id, "user.password.reset").await?;
        super::complete(cx, &mut conn, &row, user, &source, Strategy::ResetPasswordEmailCode).await?;
        cx.commit(conn).await?;
        super::view(cx, &id).await
    }
}
