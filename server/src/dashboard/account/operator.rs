//! `GET /v1/dashboard/operator` and `POST …/password`: who is asking, and their password.

use crate::{
    backend_api::{Call, Context, Handle},
    domain::{audit, operators, passwords},
    error::{Error, Result},
    store::{operator_sessions, operators as store},
};
use onehop::{
    endpoints::dashboard::{ChangeOperatorPassword, GetOperator},
    wire::{ErrorCode, dashboard::Operator},
};

impl Handle for GetOperator {
    async fn handle(cx: &Context, _: Call<Self>) -> Result<Operator> {
        Ok(cx.operator()?.view())
    }
}

impl Handle for ChangeOperatorPassword {
    async fn handle(cx: &Context, call: Call<Self>) -> Result<Operator> {
        let (app, body) = (&cx.app, call.body);
        let asking = cx.operator()?;
        super::filled(&body.current_password, "current_password", "Enter your present password.")?;
        operators::check_password(app, &body.new_password, "new_password", &asking.email_address)?;
        let from = super::from(cx);
        operators::begin_try(app, &from, &asking.email_address, cx.now).await?;
        let operator = operators::get(app, &mut cx.read().await?, &asking.id).await?;
        if !operators::is_password(app, Some(&operator), &body.current_password).await? {
            return Err(Error::param(ErrorCode::FormPasswordIncorrect, "current_password")
                .text("This password is not right. Try again."));
        }
        let digest = passwords::hash(app, &body.new_password).await?;

        let mut conn = cx.write().await?;
        operators::succeed(app, &mut conn, &from, &asking.email_address).await?;
        store::update_password(&mut conn, cx.instance(), &asking.id, &digest, cx.now).await?;
        operator_sessions::delete_others(&mut conn, cx.instance(), &asking.id, asking.session_id.as_str()).await?;
        operator_sessions::update_proven(&mut conn, cx.instance(), &asking.session_id, cx.now).await?;
        audit::record(app, &mut conn, &cx.cause(), asking.id.as_str(), None, None).await?;
        conn.commit().await?;
        Ok(Operator { proven_at: cx.now, ..asking.view() })
    }
}
