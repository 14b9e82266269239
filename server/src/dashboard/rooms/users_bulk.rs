//! `POST /v1/dashboard/users/bulk`: bans, unbans or deletes several users at once.

use crate::{
    backend_api::{Call, Context, Handle, users::get_row},
    domain::{Cause, sessions, users},
    error::{Error, Result},
    store::{Conn, users::UserRow},
};
use onehop::{
    endpoints::dashboard::{BulkAction, BulkBody, ChangeUsers},
    wire::{ErrorCode, SessionStatus, dashboard::ChangedUsers},
};

const MAX_USERS: usize = 100;
/// What is typed so that nobody is deleted by a slip of the hand.
const CONFIRM: &str = "delete";

impl Handle for ChangeUsers {
    async fn handle(cx: &Context, call: Call<Self>) -> Result<ChangedUsers> {
        let body = checked(call.body)?;
        let mut cause = cx.cause();
        if let Some(actor) = &mut cause.actor {
            actor.action = format!("user.{}", body.action.as_str());
        }
        let mut conn = cx.write().await?;
        let mut changed = 0;
        for id in &body.user_ids {
            let row = get_row(cx, &mut conn, id).await?;
            if change(cx, &mut conn, &cause, row, body.action).await? {
                changed += 1;
            }
        }
        conn.commit().await?;
        Ok(ChangedUsers { changed })
    }
}

/// Each user once.
fn checked(mut body: BulkBody) -> Result<BulkBody> {
    body.user_ids.sort_unstable();
    body.user_ids.dedup();
    match body.user_ids.len() {
        0 => return Err(Error::param(ErrorCode::FormParamMissing, "user_ids").text("Select at least one user.")),
        1..=MAX_USERS => {}
        _ => {
            return Err(Error::param(ErrorCode::BulkSizeExceeded, "user_ids")
                .text(format!("Select at most {MAX_USERS} users.")));
        }
    }
    check_confirm(body.action, body.confirm.as_deref())?;
    Ok(body)
}

/// Who deletes says so.
pub(super) fn check_confirm(action: BulkAction, typed: Option<&str>) -> Result<()> {
    let is_confirmed = typed.is_some_and(|word| word.trim().eq_ignore_ascii_case(CONFIRM));
    if action == BulkAction::Delete && !is_confirmed {
        return Err(Error::param(ErrorCode::FormParamValueInvalid, "confirm")
            .text(format!("Type {CONFIRM} to delete these users for good.")));
    }
    Ok(())
}

/// Says whether there was something to change.
pub(super) async fn change(
    cx: &Context,
    conn: &mut Conn,
    cause: &Cause,
    mut row: UserRow,
    action: BulkAction,
) -> Result<bool> {
    let is_banned = match action {
        BulkAction::Delete => {
            users::delete(&cx.app, conn, cause, &row).await?;
            return Ok(true);
        }
        BulkAction::Ban => true,
        BulkAction::Unban => false,
    };
    if row.banned == is_banned {
        return Ok(false);
    }
    row.banned = is_banned;
    users::save(&cx.app, conn, cause, &mut row).await?;
    if is_banned {
        sessions::finish_all_of_user(&cx.app, conn, cause, &row.id, None, SessionStatus::Revoked).await?;
    }
    Ok(true)
}
