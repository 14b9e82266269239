//! `GET /v1/client`: null while there is none; never an error for a visitor.

use crate::{
    error::Result,
    frontend_api::{Context, Handle, reply},
};
use onehop::{
    endpoints::{NoBody, frontend::GetClient},
    wire::Client,
};

impl Handle for GetClient {
    async fn handle(cx: &mut Context, (): (), _: NoBody) -> Result<Option<Client>> {
        cx.renew_client_token().await;
        super::current(cx).await
    }

    fn token(_: &Context, client: &Option<Client>) -> Option<String> {
        reply::token_of_active(client.as_ref()?)
    }
}
