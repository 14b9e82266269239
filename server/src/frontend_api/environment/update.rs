//! `PATCH /v1/environment`: the same answer; clients with development keys ask this way.

use super::get::environment;
use crate::{
    error::Result,
    frontend_api::{Context, Handle},
};
use onehop::{
    endpoints::{NoBody, frontend::UpdateEnvironment},
    wire::Environment,
};

impl Handle for UpdateEnvironment {
    async fn handle(cx: &mut Context, (): (), _: NoBody) -> Result<Environment> {
        environment(&cx.app).await
    }
}
