//! `GET /v1/sessions/{session_id}`

use crate::{
    backend_api::{Call, Context, Handle},
    domain::sessions,
    error::Result,
};
use onehop::{endpoints::backend::GetSessionById, wire::backend::Session};

impl Handle for GetSessionById {
    async fn handle(cx: &Context, call: Call<Self>) -> Result<Session> {
        let mut conn = cx.read().await?;
        let row = super::get_row(cx, &mut conn, &call.path).await?;
        Ok(sessions::to_backend(&row, cx.now))
    }
}
