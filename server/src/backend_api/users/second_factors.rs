//! Second factors: checking a code, taking them away.

use crate::{
    backend_api::{Call, Context, Handle},
    domain::{second_factor_tries, second_factors, users},
    error::{Error, Result},
    store::{backup_codes, users::UserRow},
};
use onehop::{
    endpoints::backend::{DeleteUserBackupCodes, DeleteUserTotp, DisableUserMfa, VerifyUserTotp},
    wire::{
        ErrorCode, Strategy, UserId,
        backend::{OfUser, VerifiedTotp},
    },
};

const TOTP_LENGTH: usize = 6;

/// `POST /v1/users/{user_id}/verify_totp`: six digits are a code of the authenticator app, anything else a backup code,
/// which is used up.
impl Handle for VerifyUserTotp {
    async fn handle(cx: &Context, call: Call<Self>) -> Result<VerifiedTotp> {
        let code = call.body.code.trim();
        let mut conn = cx.read().await?;
        let mut user = super::get_row(cx, &mut conn, &call.path).await?;
        drop(conn);
        if !user.has_second_factor() {
            return Err(Error::api(ErrorCode::TotpDisabled));
        }
        if code.is_empty() {
            return Err(Error::param(ErrorCode::TotpInvalidLength, "code"));
        }
        let wrong = || Error::param(ErrorCode::TotpIncorrectCode, "code");
        second_factor_tries::begin(&cx.app, user.id.as_str(), cx.now).await?;
        let is_totp = code.len() == TOTP_LENGTH && code.bytes().all(|byte| byte.is_ascii_digit());
        let strategy = if is_totp { Strategy::Totp } else { Strategy::BackupCode };
        let proof = second_factors::prove(&cx.app, &user, strategy, code, cx.now).await?;
        let Some(proof) = proof else {
            let is_short = !is_totp && !user.backup_code_enabled;
            return Err(if is_short { Error::param(ErrorCode::TotpInvalidLength, "code") } else { wrong() });
        };
        let mut conn = cx.write().await?;
        if !second_factors::spend(&cx.app, &mut conn, &mut user, proof, cx.now).await? {
            return Err(wrong());
        }
        second_factor_tries::succeed(&cx.app, &mut conn, user.id.as_str()).await?;
        conn.commit().await?;
        Ok(VerifiedTotp { verified: true, code_type: proof.strategy().as_str().to_owned() })
    }
}

/// `DELETE /v1/users/{user_id}/mfa`
impl Handle for DisableUserMfa {
    async fn handle(cx: &Context, call: Call<Self>) -> Result<OfUser> {
        take_away(cx, &call.path, true, true).await
    }
}

/// `DELETE /v1/users/{user_id}/totp`: without the app its backup codes are worth nothing.
impl Handle for DeleteUserTotp {
    async fn handle(cx: &Context, call: Call<Self>) -> Result<OfUser> {
        take_away(cx, &call.path, true, true).await
    }
}

/// `DELETE /v1/users/{user_id}/backup_code`
impl Handle for DeleteUserBackupCodes {
    async fn handle(cx: &Context, call: Call<Self>) -> Result<OfUser> {
        take_away(cx, &call.path, false, true).await
    }
}

async fn take_away(cx: &Context, id: &UserId, is_totp: bool, is_backup_code: bool) -> Result<OfUser> {
    let mut conn = cx.write().await?;
    let mut user: UserRow = super::get_row(cx, &mut conn, id).await?;
    let had = user.has_second_factor();
    if is_backup_code {
        backup_codes::put(&mut conn, cx.instance(), &user.id, &[]).await?;
        user.backup_code_enabled = false;
    }
    if is_totp {
        second_factors::remove_totp(&mut user, cx.now);
    }
    if had {
        second_factors::note_disabled(&mut user, cx.now);
        users::save(&cx.app, &mut conn, &cx.cause(), &mut user).await?;
    }
    conn.commit().await?;
    Ok(OfUser { user_id: user.id })
}
