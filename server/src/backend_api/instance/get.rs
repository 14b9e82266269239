//! `GET /v1/instance`

use crate::{
    backend_api::{Call, Context, Handle},
    domain::settings,
    error::Result,
};
use onehop::{
    endpoints::backend::GetInstance,
    wire::backend::{Instance, InstanceTag},
};

impl Handle for GetInstance {
    async fn handle(cx: &Context, _: Call<Self>) -> Result<Instance> {
        let settings = settings::find(&cx.app, &mut cx.read().await?).await?;
        Ok(Instance {
            object: InstanceTag,
            id: cx.instance().clone(),
            environment_type: cx.app.config.instance.environment.as_str().to_owned(),
            allowed_origins: settings.allowed_origins,
            workspace_id: None,
        })
    }
}
