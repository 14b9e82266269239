//! `POST /v1/invitations` and `POST /v1/invitations/bulk`: all of them or none.

use super::fields;
use crate::{
    backend_api::{Call, Context, Handle},
    domain::invitations,
    error::{Error, Result},
};
use onehop::{
    endpoints::backend::{CreateInvitation, CreateInvitations, InvitationBody},
    wire::{ErrorCode, backend::Invitation},
};

const MAX_AT_ONCE: usize = 10;

impl Handle for CreateInvitation {
    async fn handle(cx: &Context, call: Call<Self>) -> Result<Invitation> {
        let mut made = create(cx, vec![call.body], false).await?;
        made.pop().ok_or_else(|| Error::internal("one invitation was made"))
    }
}

impl Handle for CreateInvitations {
    async fn handle(cx: &Context, call: Call<Self>) -> Result<Vec<Invitation>> {
        match call.body.len() {
            0 => Err(Error::api(ErrorCode::BadRequest).text("Name somebody to invite.")),
            1..=MAX_AT_ONCE => create(cx, call.body, true).await,
            _ => Err(Error::api(ErrorCode::BulkSizeExceeded)
                .text(format!("Invite at most {MAX_AT_ONCE} people in one call."))),
        }
    }
}

async fn create(cx: &Context, bodies: Vec<InvitationBody>, is_bulk: bool) -> Result<Vec<Invitation>> {
    let mut conn = cx.write().await?;
    let mut new = Vec::with_capacity(bodies.len());
    for body in bodies {
        new.push(fields::read(cx, &mut conn, body, is_bulk).await?);
    }
    let made = invitations::create(&cx.app, &mut conn, &cx.cause(), new).await?;
    conn.commit().await?;
    Ok(made)
}
