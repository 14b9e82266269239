//! `GET /v1/sessions`: those of a client or of a user, newest first.

use crate::{
    backend_api::{Call, Context, Handle, input},
    domain::sessions,
    error::{Error, Result},
    store::{sessions as store, sessions::Filter},
};
use onehop::{
    endpoints::backend::ListSessions,
    wire::{
        ErrorCode, SessionStatus,
        backend::{Page, Session},
    },
};

impl Handle for ListSessions {
    async fn handle(cx: &Context, call: Call<Self>) -> Result<Page<Session>> {
        let query = call.query;
        let (limit, offset) = input::paging(&query.paging)?;
        let status = query.status.filter(|name| !name.is_empty()).map(|name| status(&name)).transpose()?;
        let client = query.client_id.filter(|id| !id.as_str().is_empty());
        let user = query.user_id.filter(|id| !id.as_str().is_empty());
        if client.is_none() && user.is_none() {
            return Err(Error::param(ErrorCode::FormParamMissing, "user_id").text("Give a client_id or a user_id."));
        }
        let filter = Filter { client, user, status };
        let mut conn = cx.read().await?;
        let total_count = store::count(&mut conn, cx.instance(), &filter, cx.now).await?;
        let rows = store::list(&mut conn, cx.instance(), &filter, cx.now, limit, offset).await?;
        Ok(Page { data: rows.iter().map(|row| sessions::to_backend(row, cx.now)).collect(), total_count })
    }
}

fn status(name: &str) -> Result<SessionStatus> {
    serde_json::from_value(name.into()).map_err(|_| {
        Error::param(ErrorCode::FormParamValueInvalid, "status")
            .text("Choose active, pending, ended, removed, replaced, revoked, expired or abandoned.")
    })
}
