//! `POST /v1/users`: an account as its data says, without asking anybody.

use super::fields;
use crate::{
    backend_api::{Call, Context, Handle},
    domain::{accounts, accounts::NewAccount, identifiers},
    error::{Error, Result},
};
use onehop::{
    endpoints::backend::CreateUser,
    wire::{ErrorCode, backend::User},
};

/// Identifications of one kind.
const MAX_OF_KIND: usize = 20;

impl Handle for CreateUser {
    async fn handle(cx: &Context, call: Call<Self>) -> Result<User> {
        let body = call.body;
        for (list, param) in [
            (&body.email_address, "email_address"),
            (&body.phone_number, "phone_number"),
            (&body.web3_wallet, "web3_wallet"),
        ] {
            if list.0.len() > MAX_OF_KIND {
                return Err(Error::param(ErrorCode::FormParamArraySizeExceeded, param));
            }
        }
        let mut user = accounts::blank(&cx.app, cx.now);
        fields::names(&mut user, &body.fields)?;
        let emails = accounts::read_emails(&body.email_address.0, &body.email_address_identification_status.0)?;
        let phones = accounts::read_phones(&body.phone_number.0, &body.phone_number_identification_status.0)?;
        let wallets = body.web3_wallet.0.iter().map(|wallet| identifiers::wallet(wallet, "web3_wallet"));
        let wallets: Vec<String> = wallets.collect::<Result<_>>()?;
        let is_anonymous = emails.is_empty() && phones.is_empty() && wallets.is_empty() && user.username.is_none();
        if is_anonymous && body.skip_user_requirement.is_none_or(|skip| !skip.0) {
            return Err(Error::api(ErrorCode::FormDataMissing));
        }
        fields::settings(cx, &mut user, &body.fields)?;
        user.banned = body.banned.is_some_and(|banned| banned.0);
        if body.locked.is_some_and(|locked| locked.0) {
            user.locked_until = Some(cx.now + cx.app.config.limits.lockout);
        }
        let own: Vec<String> =
            emails.iter().map(|(email, _)| email.normalized.clone()).chain(user.username.clone()).collect();
        let own: Vec<&str> = own.iter().map(String::as_str).collect();
        let backup_codes = fields::secrets(cx, &mut user, &body.fields, &own).await?.backup_codes;

        let mut conn = cx.write().await?;
        let account = NewAccount { user, emails, phones, wallets, backup_codes };
        let row = accounts::create(&cx.app, &mut conn, &cx.cause(), account).await?;
        let user = super::view(cx, &mut conn, &row).await?;
        conn.commit().await?;
        Ok(user)
    }
}
