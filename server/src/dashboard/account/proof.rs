//! `POST /v1/dashboard/session/proof`: the password or a code, for what needs a proof of the last minutes.

use crate::{
    backend_api::{Call, Context, Handle},
    domain::operators::{self, second_factor},
    error::{Error, Result},
    store::operator_sessions,
};
use onehop::{
    endpoints::dashboard::ProveOperator,
    wire::{ErrorCode, dashboard::Operator},
};

impl Handle for ProveOperator {
    async fn handle(cx: &Context, call: Call<Self>) -> Result<Operator> {
        let (app, body) = (&cx.app, call.body);
        let asking = cx.operator()?;
        let operator = operators::get(app, &mut cx.read().await?, &asking.id).await?;
        let given = |text: Option<String>| text.filter(|text| !text.trim().is_empty());
        let mut conn = match (given(body.code).filter(|_| asking.has_totp), given(body.password)) {
            (Some(code), _) => {
                second_factor::begin_try(app, &operator, cx.now).await?;
                let mut conn = cx.write().await?;
                second_factor::spend(app, &mut conn, &operator, &code, cx.now).await?;
                conn
            }
            (None, Some(password)) => {
                let from = super::from(cx);
                operators::begin_try(app, &from, &operator.email_address, cx.now).await?;
                if !operators::is_password(app, Some(&operator), &password).await? {
                    return Err(Error::param(ErrorCode::FormPasswordIncorrect, "password")
                        .text("This password is not right. Try again."));
                }
                let mut conn = cx.write().await?;
                operators::succeed(app, &mut conn, &from, &operator.email_address).await?;
                conn
            }
            (None, None) => {
                let param = if asking.has_totp { "code" } else { "password" };
                return Err(Error::param(ErrorCode::FormParamNil, param));
            }
        };
        operator_sessions::update_proven(&mut conn, cx.instance(), &asking.session_id, cx.now).await?;
        conn.commit().await?;
        Ok(Operator { proven_at: cx.now, ..asking.view() })
    }
}
