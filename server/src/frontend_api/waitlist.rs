//! `POST /v1/waitlist`: asks to be let in, where sign-up is by the waiting list. Who has a place already gets the same
//! answer, and whether somebody has an account is not told.

use crate::{
    config::SignUpMode,
    domain::{identifiers, settings, waitlist},
    error::{Error, Result},
    frontend_api::{Context, Handle, limits},
};
use onehop::{
    endpoints::frontend::{JoinWaitlist, JoinWaitlistBody},
    wire::{ErrorCode, WaitlistPlace, WaitlistPlaceTag},
};

impl Handle for JoinWaitlist {
    async fn handle(cx: &mut Context, (): (), body: JoinWaitlistBody) -> Result<WaitlistPlace> {
        let settings = settings::find(&cx.app, &mut cx.app.read().await?).await?;
        if settings.sign_up_mode(&cx.app) != SignUpMode::Waitlist {
            return Err(Error::api(ErrorCode::WaitlistNotAcceptingEntries));
        }
        let email = identifiers::email(&body.email_address, "email_address")?;
        let recipient = (format!("mail:{}", email.normalized), cx.app.config.limits.prepare_recipient);
        limits::spend(cx, &[recipient]).await?;
        let cause = cx.cause();
        let mut conn = cx.app.write().await?;
        let row = waitlist::join(&cx.app, &mut conn, &cause, email, true).await?;
        cx.commit(conn).await?;
        Ok(WaitlistPlace {
            object: WaitlistPlaceTag,
            id: row.id,
            created_at: row.created_at,
            updated_at: row.updated_at,
        })
    }
}
