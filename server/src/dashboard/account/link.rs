//! `GET` and `POST /v1/dashboard/link`: a link that sets a password. Whoever uses it is signed in, as far as their second
//! factor lets them.

use crate::{
    backend_api::{Call, Context, Handle},
    dashboard::cookie,
    domain::{
        audit, identifiers,
        operators::{self, links, sessions},
        passwords,
    },
    error::{Error, Result},
    store::{operator_sessions, operators as store},
};
use onehop::{
    endpoints::dashboard::{GetOperatorLink, SetUpOperator},
    wire::{
        ErrorCode,
        dashboard::{OperatorLink, OperatorLinkTag, OperatorSignIn, OperatorSignInStatus},
    },
};
use secrecy::ExposeSecret;

impl Handle for GetOperatorLink {
    async fn handle(cx: &Context, call: Call<Self>) -> Result<OperatorLink> {
        let (_, operator) = links::get(&cx.app, &mut cx.read().await?, &call.query.token, cx.now).await?;
        Ok(OperatorLink { object: OperatorLinkTag, email_address: operator.map(|row| row.email_address) })
    }
}

impl Handle for SetUpOperator {
    async fn handle(cx: &Context, call: Call<Self>) -> Result<OperatorSignIn> {
        let (app, body) = (&cx.app, call.body);
        let (_, known) = links::get(app, &mut cx.read().await?, &body.token, cx.now).await?;
        let email = match known {
            Some(row) => row.email_address,
            None => identifiers::email(&body.email_address.unwrap_or_default(), "email_address")?.address,
        };
        operators::check_password(app, &body.password, "password", &email)?;
        let digest = passwords::hash(app, &body.password).await?;

        let mut conn = cx.write().await?;
        // Looked at again: while the password was hashed, somebody else may have used it.
        let (link, known) = links::get(app, &mut conn, &body.token, cx.now).await?;
        links::spend(app, &mut conn, &link).await?;
        let operator = match known {
            Some(row) if row.email_address == email => row,
            Some(_) => return Err(Error::api(ErrorCode::ResourceNotFound)),
            None => operators::find_or_add(app, &mut conn, &email, cx.now).await?,
        };
        store::update_password(&mut conn, cx.instance(), &operator.id, &digest, cx.now).await?;
        operator_sessions::delete_others(&mut conn, cx.instance(), &operator.id, "").await?;
        let is_complete = operator.sealed_totp_secret.is_none();
        let token = sessions::begin(app, &mut conn, &operator, is_complete, super::place(cx), cx.now).await?;
        let cause = cx.cause_of(Some(operators::actor(&operator, "operator.set_up")));
        audit::record(app, &mut conn, &cause, operator.id.as_str(), None, None).await?;
        conn.commit().await?;
        cx.set_cookie(cookie::with_token(app, token.expose_secret()));
        Ok(OperatorSignIn::new(match is_complete {
            true => OperatorSignInStatus::Complete,
            false => OperatorSignInStatus::NeedsSecondFactor,
        }))
    }
}
