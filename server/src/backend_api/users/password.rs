//! Passwords: checking one, removing it, having it changed at the next sign-in.

use crate::{
    backend_api::{Call, Context, Handle},
    domain::{sessions, users},
    error::{Error, Result},
    password::Outcome,
    store::{Conn, users::UserRow},
};
use onehop::{
    endpoints::backend::{
        RemoveUserPassword, SetUserPasswordCompromised, UnsetUserPasswordCompromised, VerifyUserPassword,
    },
    wire::{
        ErrorCode, SessionStatus,
        backend::{User, Verified},
    },
};
use secrecy::SecretString;

/// `POST /v1/users/{user_id}/verify_password`
impl Handle for VerifyUserPassword {
    async fn handle(cx: &Context, call: Call<Self>) -> Result<Verified> {
        let mut conn = cx.read().await?;
        let user = super::get_row(cx, &mut conn, &call.path).await?;
        drop(conn);
        let digest = user.password_digest.ok_or_else(|| Error::api(ErrorCode::NoPasswordSet))?;
        match cx.app.passwords.verify(SecretString::from(call.body.password), Some(digest)).await? {
            Outcome::Right { .. } => Ok(Verified { verified: true }),
            Outcome::Wrong => Err(Error::param(ErrorCode::IncorrectPassword, "password")),
        }
    }
}

/// `POST /v1/users/{user_id}/remove_password`: a user without one stays as they are.
impl Handle for RemoveUserPassword {
    async fn handle(cx: &Context, call: Call<Self>) -> Result<User> {
        let mut conn = cx.write().await?;
        let mut user = super::get_row(cx, &mut conn, &call.path).await?;
        if user.password_digest.take().is_some() {
            user.password_last_updated_at = Some(cx.now);
            user.password_compromised_at = None;
            users::save(&cx.app, &mut conn, &cx.cause(), &mut user).await?;
        }
        if call.body.sign_out_of_other_sessions.is_some_and(|wanted| wanted.0) {
            sign_out(cx, &mut conn, &user).await?;
        }
        answer(cx, conn, &user).await
    }
}

/// `POST /v1/users/{user_id}/password/set_compromised`: the next sign-in with it asks for a new one.
impl Handle for SetUserPasswordCompromised {
    async fn handle(cx: &Context, call: Call<Self>) -> Result<User> {
        let mut conn = cx.write().await?;
        let mut user = super::get_row(cx, &mut conn, &call.path).await?;
        if user.password_digest.is_none() {
            return Err(Error::api(ErrorCode::NoPasswordSet));
        }
        if user.password_compromised_at.is_none() {
            user.password_compromised_at = Some(cx.now);
            users::save(&cx.app, &mut conn, &cx.cause(), &mut user).await?;
        }
        if call.body.revoke_all_sessions.is_some_and(|wanted| wanted.0) {
            sign_out(cx, &mut conn, &user).await?;
        }
        answer(cx, conn, &user).await
    }
}

/// `POST /v1/users/{user_id}/password/unset_compromised`
impl Handle for UnsetUserPasswordCompromised {
    async fn handle(cx: &Context, call: Call<Self>) -> Result<User> {
        let mut conn = cx.write().await?;
        let mut user = super::get_row(cx, &mut conn, &call.path).await?;
        if user.password_compromised_at.take().is_some() {
            users::save(&cx.app, &mut conn, &cx.cause(), &mut user).await?;
        }
        answer(cx, conn, &user).await
    }
}

async fn sign_out(cx: &Context, conn: &mut Conn, user: &UserRow) -> Result<()> {
    sessions::finish_all_of_user(&cx.app, conn, &cx.cause(), &user.id, None, SessionStatus::Revoked).await
}

async fn answer(cx: &Context, mut conn: Conn, user: &UserRow) -> Result<User> {
    let view = super::view(cx, &mut conn, user).await?;
    conn.commit().await?;
    Ok(view)
}
