//! `GET /v1/me/sessions/active`: the user's sessions on all devices, bare.

use crate::{
    domain::sessions::to_device,
    error::Result,
    frontend_api::{Context, Handle},
    store::sessions,
};
use onehop::{
    endpoints::{NoBody, frontend::ListMySessions},
    wire::Session,
};

impl Handle for ListMySessions {
    async fn handle(cx: &mut Context, (): (), _: NoBody) -> Result<Vec<Session>> {
        let mut conn = cx.app.read().await?;
        let live = sessions::list_live_of_user(&mut conn, &cx.app.instance.id, &cx.user()?.id, cx.now).await?;
        Ok(live.iter().map(|row| to_device(row, cx.now)).collect())
    }
}
