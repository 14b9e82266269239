//! `POST /v1/me/sessions/{session_id}/revoke`: signs another device out.

use crate::{
    domain::sessions,
    error::{Error, Result},
    frontend_api::{Context, Handle},
    store::sessions as store,
};
use onehop::{
    endpoints::{NoBody, frontend::RevokeMySession},
    wire::{ErrorCode, Session, SessionId, SessionStatus},
};

impl Handle for RevokeMySession {
    const IS_SENSITIVE: bool = true;

    async fn handle(cx: &mut Context, id: SessionId, _: NoBody) -> Result<Session> {
        let not_found = || Error::api(ErrorCode::ResourceNotFound);
        let (instance, user) = (cx.app.instance.id.clone(), cx.user_id()?);
        let mut conn = cx.app.write().await?;
        let row = store::find_of_user(&mut conn, &instance, &user, &id).await?.ok_or_else(not_found)?;
        sessions::finish(&cx.app, &mut conn, &cx.cause(), &row, SessionStatus::Revoked).await?;
        if id == cx.session()?.id {
            cx.rotate_client_token(&mut conn).await?;
        }
        let row = store::find_of_user(&mut conn, &instance, &user, &id).await?.ok_or_else(not_found)?;
        cx.commit(conn).await?;
        Ok(sessions::to_device(&row, cx.now))
    }
}
