//! `PATCH /v1/users/{user_id}`: absent stays, null clears. Metadata belongs here only before version 2026-05-12, where
//! it replaces the whole object.

use crate::{
    backend_api::{Call, Context, Handle},
    domain::{accounts, email_addresses as emails, session_claims, sessions, user_fields as fields, users},
    error::{Error, Result},
    store::{Conn, backup_codes, email_addresses, phone_numbers, users::UserRow, web3_wallets},
};
use onehop::{
    endpoints::backend::{UpdateUser, UserFields},
    wire::{
        ErrorCode, IdentificationId, SessionStatus,
        backend::{ApiVersion, User},
    },
};

impl Handle for UpdateUser {
    async fn handle(cx: &Context, call: Call<Self>) -> Result<User> {
        let body = call.body;
        refuse_metadata(cx, &body.fields)?;
        let mut conn = cx.read().await?;
        let mut user = super::get_row(cx, &mut conn, &call.path).await?;
        let own = emails::own_names(&cx.app, &mut conn, &user).await?;
        drop(conn);
        let own: Vec<&str> = own.iter().map(String::as_str).collect();
        // Before the transaction, which checks that nobody else changed the user.
        let secrets = fields::secrets(&cx.app, cx.now, &mut user, &body.fields, &own).await?;
        fields::names(&mut user, &body.fields)?;
        fields::settings(cx.now, &mut user, &body.fields)?;
        session_claims::check(&cx.app, &user)?;

        let mut conn = cx.write().await?;
        accounts::refuse_taken_names(&cx.app, &mut conn, &user).await?;
        primary_email(cx, &mut conn, &mut user, body.primary_email_address_id).await?;
        primary_phone(cx, &mut conn, &mut user, body.primary_phone_number_id).await?;
        primary_wallet(cx, &mut conn, &mut user, body.primary_web3_wallet_id).await?;
        if let Some(digests) = &secrets.backup_codes {
            backup_codes::put(&mut conn, cx.instance(), &user.id, digests).await?;
        }
        users::save(&cx.app, &mut conn, &cx.cause(), &mut user).await?;
        if secrets.is_password_new && body.sign_out_of_other_sessions.is_some_and(|wanted| wanted.0) {
            sessions::finish_all_of_user(&cx.app, &mut conn, &cx.cause(), &user.id, None, SessionStatus::Revoked)
                .await?;
        }
        let user = super::view(cx, &mut conn, &user).await?;
        conn.commit().await?;
        Ok(user)
    }
}

fn refuse_metadata(cx: &Context, given: &UserFields) -> Result<()> {
    if cx.version < ApiVersion::V2026_05_12 {
        return Ok(());
    }
    for (value, param) in [
        (&given.public_metadata, "public_metadata"),
        (&given.private_metadata, "private_metadata"),
        (&given.unsafe_metadata, "unsafe_metadata"),
    ] {
        if value.is_some() {
            return Err(Error::param(ErrorCode::FormParamUnknown, param)
                .text("Since version 2026-05-12 metadata is changed at /v1/users/{user_id}/metadata."));
        }
    }
    Ok(())
}

async fn primary_email(cx: &Context, conn: &mut Conn, user: &mut UserRow, id: Option<IdentificationId>) -> Result<()> {
    let Some(id) = id else { return Ok(()) };
    let row = email_addresses::find(conn, cx.instance(), &user.id, &id).await?;
    check_primary(row.map(|row| row.verified_at.is_some()), "primary_email_address_id")?;
    user.primary_email_address_id = Some(id.to_string());
    Ok(())
}

async fn primary_phone(cx: &Context, conn: &mut Conn, user: &mut UserRow, id: Option<IdentificationId>) -> Result<()> {
    let Some(id) = id else { return Ok(()) };
    let row = phone_numbers::find(conn, cx.instance(), &id).await?.filter(|row| row.user_id == user.id);
    check_primary(row.map(|row| row.verified_at.is_some()), "primary_phone_number_id")?;
    user.primary_phone_number_id = Some(id.to_string());
    Ok(())
}

async fn primary_wallet(cx: &Context, conn: &mut Conn, user: &mut UserRow, id: Option<IdentificationId>) -> Result<()> {
    let Some(id) = id else { return Ok(()) };
    let rows = web3_wallets::list(conn, cx.instance(), &user.id).await?;
    let row = rows.into_iter().find(|row| row.id == id);
    check_primary(row.map(|row| row.verified_at.is_some()), "primary_web3_wallet_id")?;
    user.primary_web3_wallet_id = Some(id.to_string());
    Ok(())
}

/// The main one must be the user's, and proven.
fn check_primary(is_verified: Option<bool>, param: &str) -> Result<()> {
    match is_verified {
        None => Err(Error::param(ErrorCode::ResourceNotFound, param).text("The user has none with this id.")),
        Some(false) => Err(Error::param(ErrorCode::FormParamValueInvalid, param).text("It must be verified first.")),
        Some(true) => Ok(()),
    }
}
