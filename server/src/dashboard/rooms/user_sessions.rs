//! `POST /v1/dashboard/users/{user_id}/sessions/revoke`: ends all sessions of a user.

use crate::{
    backend_api::{Call, Context, Handle, users::get_row},
    domain::sessions,
    error::{Error, Result},
    store::sessions as store,
};
use onehop::{
    endpoints::dashboard::RevokeUserSessions,
    wire::{ErrorCode, SessionStatus, dashboard::RevokedSessions},
};
use serde_json::json;

/// What is typed so that nobody is signed out by a slip of the hand.
const CONFIRM: &str = "revoke";

impl Handle for RevokeUserSessions {
    async fn handle(cx: &Context, call: Call<Self>) -> Result<RevokedSessions> {
        if !call.body.confirm.trim().eq_ignore_ascii_case(CONFIRM) {
            return Err(Error::param(ErrorCode::FormParamValueInvalid, "confirm")
                .text(format!("Type {CONFIRM} to end all sessions of this user.")));
        }
        let mut conn = cx.write().await?;
        let user = get_row(cx, &mut conn, &call.path).await?;
        let live = store::list_live_of_user(&mut conn, cx.instance(), &user.id, cx.now).await?;
        let cause = cx.cause();
        for row in &live {
            sessions::finish(&cx.app, &mut conn, &cause, row, SessionStatus::Revoked).await?;
        }
        let ids: Vec<&str> = live.iter().map(|row| row.id.as_str()).collect();
        let (before, after) = (json!({ "live_sessions": ids }), json!({ "live_sessions": [] }));
        cx.record(&mut conn, &user.id, Some(before), Some(after)).await?;
        conn.commit().await?;
        Ok(RevokedSessions { revoked: i64::try_from(live.len()).unwrap_or(i64::MAX) })
    }
}
