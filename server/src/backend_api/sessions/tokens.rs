//! `POST /v1/sessions/{session_id}/tokens` and `…/tokens/{template_name}`: tokens of no origin, for who holds the
//! secret key.

use crate::{
    backend_api::{Call, Context, Handle},
    domain::jwt_templates,
    error::Result,
    store::users,
    tokens,
};
use onehop::{
    endpoints::backend::{MintSessionToken, MintTemplateToken},
    wire::Token,
};

impl Handle for MintSessionToken {
    async fn handle(cx: &Context, call: Call<Self>) -> Result<Token> {
        let seconds = jwt_templates::lifetime(call.body.expires_in_seconds.map(|seconds| seconds.0))?;
        let mut conn = cx.read().await?;
        let row = super::get_live(cx, &mut conn, &call.path).await?;
        let user = users::get(&mut conn, cx.instance(), &row.user_id).await?;
        drop(conn);
        tokens::mint_for_backend(&cx.app, (&row, &user), cx.version, seconds, cx.now).await
    }
}

impl Handle for MintTemplateToken {
    async fn handle(cx: &Context, call: Call<Self>) -> Result<Token> {
        let seconds = jwt_templates::lifetime(call.body.expires_in_seconds.map(|seconds| seconds.0))?;
        let (id, template) = call.path;
        let mut conn = cx.read().await?;
        let row = super::get_live(cx, &mut conn, &id).await?;
        jwt_templates::mint(&cx.app, &mut conn, &row, &template, (None, seconds), cx.now).await
    }
}
