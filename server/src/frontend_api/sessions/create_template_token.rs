//! `POST /v1/client/sessions/{session_id}/tokens/{template}`: a token for a third party, bare. Writes nothing.

use crate::{
    domain::jwt_templates,
    error::Result,
    frontend_api::{Context, Handle},
};
use onehop::{
    endpoints::{NoBody, frontend::CreateTemplateToken},
    wire::{SessionId, Token},
};

impl Handle for CreateTemplateToken {
    async fn handle(cx: &mut Context, (id, template): (SessionId, String), _: NoBody) -> Result<Token> {
        let session = super::find_live(cx, &id).await?;
        let mut conn = cx.app.read().await?;
        let page = cx.facts.origin.as_deref();
        jwt_templates::mint(&cx.app, &mut conn, &session, &template, (page, None), cx.now).await
    }
}
