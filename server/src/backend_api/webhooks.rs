//! `/v1/webhooks/svix…`: webhooks as a whole. Compatible with backends that switch them on and ask where to set them up;
//! what they are given is the dashboard's own room, whose door asks for an operator.

use super::{Call, Context, Handle, Routes};
use crate::{
    domain::{audit, settings},
    error::{Error, Result},
    store::webhook_endpoints,
};
use http::StatusCode;
use onehop::{
    endpoints::backend::{self as contract, CreateSvixApp, DeleteSvixApp, GenerateSvixAuthUrl},
    wire::{ErrorCode, backend::SvixUrl},
};
use serde_json::json;

const ROOM: &str = "/dashboard/webhooks";

/// Mounts the family.
pub(super) fn routes(routes: Routes) -> Routes {
    routes.add::<contract::CreateSvixApp>().add::<contract::DeleteSvixApp>().add::<contract::GenerateSvixAuthUrl>()
}

impl Handle for CreateSvixApp {
    const REFUSALS: &'static [StatusCode] = &[StatusCode::BAD_REQUEST];

    async fn handle(cx: &Context, _: Call<Self>) -> Result<SvixUrl> {
        let mut conn = cx.write().await?;
        settings::change(&cx.app, &mut conn, &cx.cause(), |settings| match settings.are_webhooks_on {
            true => Err(Error::api(ErrorCode::DuplicateRecord).text("Webhooks are switched on already.")),
            false => {
                settings.are_webhooks_on = true;
                Ok(())
            }
        })
        .await?;
        conn.commit().await?;
        Ok(room(cx))
    }
}

impl Handle for DeleteSvixApp {
    const REFUSALS: &'static [StatusCode] = &[StatusCode::BAD_REQUEST];

    async fn handle(cx: &Context, _: Call<Self>) -> Result<()> {
        let mut conn = cx.write().await?;
        settings::change(&cx.app, &mut conn, &cx.cause(), |settings| {
            settings.are_webhooks_on.then(|| settings.are_webhooks_on = false).ok_or_else(missing)
        })
        .await?;
        for endpoint in webhook_endpoints::list(&mut conn, cx.instance()).await? {
            webhook_endpoints::delete(&mut conn, cx.instance(), &endpoint.id).await?;
            cx.record(&mut conn, &endpoint.id, audit::public(&json!({"url": endpoint.url})), None).await?;
        }
        Ok(conn.commit().await?)
    }
}

impl Handle for GenerateSvixAuthUrl {
    const REFUSALS: &'static [StatusCode] = &[StatusCode::BAD_REQUEST];

    async fn handle(cx: &Context, _: Call<Self>) -> Result<SvixUrl> {
        let is_on = settings::find(&cx.app, &mut cx.read().await?).await?.are_webhooks_on;
        if is_on { Ok(room(cx)) } else { Err(missing()) }
    }
}

fn room(cx: &Context) -> SvixUrl {
    SvixUrl { svix_url: cx.app.config.absolute(ROOM) }
}

fn missing() -> Error {
    Error::api(ErrorCode::SvixAppMissing)
}
