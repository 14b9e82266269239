//! What a user may have besides: organizations, accounts elsewhere, passkeys, wallets. What is not offered yet is empty,
//! or not found.

use crate::{
    backend_api::{Call, Context, Handle, input},
    domain::users,
    error::{Error, Result},
    store::web3_wallets,
};
use onehop::{
    endpoints::backend::{
        DeleteUserExternalAccount, DeleteUserPasskey, DeleteUserProfileImage, DeleteUserWeb3Wallet,
        ListUserOauthAccessTokens, ListUserOrganizationInvitations, ListUserOrganizationMemberships,
    },
    wire::{
        Deleted, ErrorCode, UserId,
        backend::{Page, User},
    },
};
use serde_json::Value;

/// States of an invitation to an organization.
const STATES: [&str; 4] = ["pending", "accepted", "revoked", "expired"];

impl Handle for ListUserOrganizationMemberships {
    async fn handle(cx: &Context, call: Call<Self>) -> Result<Page<Value>> {
        input::paging(&call.query.paging)?;
        super::get_row(cx, &mut cx.read().await?, &call.path).await?;
        Ok(Page::empty())
    }
}

impl Handle for ListUserOrganizationInvitations {
    async fn handle(cx: &Context, call: Call<Self>) -> Result<Page<Value>> {
        input::paging(&call.query.paging)?;
        if call.query.status.0.iter().any(|status| !STATES.contains(&status.as_str())) {
            let text = format!("Write one of: {}.", STATES.join(", "));
            return Err(Error::param(ErrorCode::FormParamValueInvalid, "status").text(text));
        }
        super::get_row(cx, &mut cx.read().await?, &call.path).await?;
        Ok(Page::empty())
    }
}

impl Handle for ListUserOauthAccessTokens {
    async fn handle(cx: &Context, call: Call<Self>) -> Result<Page<Value>> {
        let (user, _) = call.path;
        super::get_row(cx, &mut cx.read().await?, &user).await?;
        Err(Error::api(ErrorCode::OauthTokenProviderNotEnabled))
    }
}

impl Handle for DeleteUserPasskey {
    async fn handle(cx: &Context, call: Call<Self>) -> Result<Deleted> {
        nothing(cx, &call.path.0).await
    }
}

impl Handle for DeleteUserExternalAccount {
    async fn handle(cx: &Context, call: Call<Self>) -> Result<Deleted> {
        nothing(cx, &call.path.0).await
    }
}

impl Handle for DeleteUserWeb3Wallet {
    async fn handle(cx: &Context, call: Call<Self>) -> Result<Deleted> {
        let (user, wallet) = call.path;
        let mut conn = cx.write().await?;
        let mut row = super::get_row(cx, &mut conn, &user).await?;
        if !web3_wallets::delete(&mut conn, cx.instance(), &user, &wallet).await? {
            return Err(Error::api(ErrorCode::ResourceNotFound));
        }
        if row.primary_web3_wallet_id.as_deref() == Some(wallet.as_str()) {
            let rest = web3_wallets::list_of_users(&mut conn, cx.instance(), &[user.to_string()]).await?;
            row.primary_web3_wallet_id = rest.first().map(|wallet| wallet.id.to_string());
        }
        users::save(&cx.app, &mut conn, &cx.cause(), &mut row).await?;
        conn.commit().await?;
        Ok(Deleted::new("web3_wallet", &wallet))
    }
}

/// A user without a picture of their own stays as they are.
impl Handle for DeleteUserProfileImage {
    async fn handle(cx: &Context, call: Call<Self>) -> Result<User> {
        let mut conn = cx.read().await?;
        let row = super::get_row(cx, &mut conn, &call.path).await?;
        super::view(cx, &mut conn, &row).await
    }
}

async fn nothing(cx: &Context, user: &UserId) -> Result<Deleted> {
    super::get_row(cx, &mut cx.read().await?, user).await?;
    Err(Error::api(ErrorCode::ResourceNotFound))
}
