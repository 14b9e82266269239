//! `GET /v1/client`: null while there is none; never an error for a visitor.

use crate::{
    error::Result,
    frontend_api::{Context, Handle},
};
use onehop::{
    endpoints::{NoBody, frontend::GetClient},
    wire::Client,
};

impl Handle for GetClient {
    async fn handle(cx: &mut Context, (): (), _: NoBody) -> Result<Option<Client>> {
        super::current(cx).await
    }

    fn token(_: &Context, client: &Option<Client>) -> Option<String> {
        let active = client.as_ref()?.active_session()?;
        active.last_active_token.as_ref().map(|token| token.jwt.clone())
    }
}
