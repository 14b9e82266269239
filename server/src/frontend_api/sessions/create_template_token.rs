//! `POST /v1/client/sessions/{session_id}/tokens/{template}`: a token for a third party, bare. Writes nothing.

use crate::{
    domain::jwt_templates,
    error::Result,
    frontend_api::{Context, Handle, context::Wanted},
};
use onehop::{
    endpoints::{NoBody, frontend::CreateTemplateToken},
    wire::{SessionId, Token},
};

impl Handle for CreateTemplateToken {
    async fn handle(cx: &mut Context, (_, template): (SessionId, String), _: NoBody) -> Result<Token> {
        let (session, _) = super::admit(cx.wanted(), cx.now)?;
        let mut conn = cx.app.read().await?;
        let page = cx.facts.origin.as_deref();
        jwt_templates::mint(&cx.app, &mut conn, session, &template, (page, None), cx.now).await
    }

    fn wanted((id, _): &(SessionId, String)) -> Wanted<'_> {
        Wanted::Session(id)
    }
}
