//! What a user may have besides: organizations, accounts elsewhere, passkeys, wallets. What is not offered yet is empty,
//! or not found.

use crate::{
    backend_api::{Call, Context, Handle, input},
    domain::web3_wallets,
    error::{Error, Result},
};
use onehop::{
    endpoints::backend::{
        DeleteUserExternalAccount, DeleteUserPasskey, DeleteUserWeb3Wallet, ListUserOauthAccessTokens,
        ListUserOrganizationInvitations, ListUserOrganizationMemberships,
    },
    wire::{Deleted, ErrorCode, UserId, backend::Page},
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
        web3_wallets::remove(&cx.app, &mut conn, &cx.cause(), &mut row, &wallet).await?;
        conn.commit().await?;
        Ok(Deleted::new("web3_wallet", &wallet))
    }
}

async fn nothing(cx: &Context, user: &UserId) -> Result<Deleted> {
    super::get_row(cx, &mut cx.read().await?, user).await?;
    Err(Error::api(ErrorCode::ResourceNotFound))
}
