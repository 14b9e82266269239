//! `/v1/dashboard/operator/totp`: the operator's authenticator app. Everything that shows or changes its secret needs a
//! proof of the last minutes.

use crate::{
    backend_api::{Call, Context, Handle},
    domain::{
        audit,
        operators::{self, second_factor},
    },
    error::Result,
};
use onehop::{
    endpoints::dashboard::{ConfirmOperatorTotp, CreateOperatorTotp, DeleteOperatorTotp, GetOperatorTotp},
    wire::dashboard::OperatorTotp,
};
use serde_json::json;

impl Handle for GetOperatorTotp {
    async fn handle(cx: &Context, _: Call<Self>) -> Result<OperatorTotp> {
        let asking = cx.operator()?;
        let operator = operators::get(&cx.app, &mut cx.read().await?, &asking.id).await?;
        second_factor::view(&cx.app, &operator, asking.is_proven(cx.now))
    }
}

impl Handle for CreateOperatorTotp {
    async fn handle(cx: &Context, _: Call<Self>) -> Result<OperatorTotp> {
        let asking = cx.proven_operator()?;
        let mut conn = cx.write().await?;
        let mut operator = operators::get(&cx.app, &mut conn, &asking.id).await?;
        second_factor::draw(&cx.app, &mut conn, &mut operator, cx.now).await?;
        conn.commit().await?;
        second_factor::view(&cx.app, &operator, true)
    }
}

impl Handle for ConfirmOperatorTotp {
    async fn handle(cx: &Context, call: Call<Self>) -> Result<OperatorTotp> {
        let asking = cx.proven_operator()?;
        let code = super::filled(&call.body.code, "code", "Enter the code that the app shows.")?;
        let mut conn = cx.write().await?;
        let mut operator = operators::get(&cx.app, &mut conn, &asking.id).await?;
        second_factor::confirm(&cx.app, &mut conn, &mut operator, code, cx.now).await?;
        note(cx, &mut conn, asking.has_totp, true).await?;
        conn.commit().await?;
        second_factor::view(&cx.app, &operator, true)
    }
}

impl Handle for DeleteOperatorTotp {
    async fn handle(cx: &Context, _: Call<Self>) -> Result<OperatorTotp> {
        let asking = cx.proven_operator()?;
        let mut conn = cx.write().await?;
        let mut operator = operators::get(&cx.app, &mut conn, &asking.id).await?;
        second_factor::remove(&cx.app, &mut conn, &mut operator, cx.now).await?;
        note(cx, &mut conn, asking.has_totp, false).await?;
        conn.commit().await?;
        second_factor::view(&cx.app, &operator, true)
    }
}

async fn note(cx: &Context, conn: &mut crate::store::Conn, before: bool, after: bool) -> Result<()> {
    let state = |is_on: bool| Some(json!({"totp_enabled": is_on}));
    let id = cx.operator()?.id.to_string();
    audit::record(&cx.app, conn, &cx.cause(), &id, state(before), state(after)).await
}
