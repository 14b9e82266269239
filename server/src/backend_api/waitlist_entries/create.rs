//! `POST /v1/waitlist_entries` and `POST /v1/waitlist_entries/bulk`. Who is on the list already stays where they are.

use crate::{
    backend_api::{Call, Context, Handle},
    domain::{identifiers, waitlist},
    error::{Error, Result},
};
use onehop::{
    endpoints::backend::{CreateWaitlistEntries, CreateWaitlistEntry, WaitlistEntryBody},
    wire::{ErrorCode, backend::WaitlistEntry},
};

const MAX_AT_ONCE: usize = 50;

impl Handle for CreateWaitlistEntry {
    async fn handle(cx: &Context, call: Call<Self>) -> Result<WaitlistEntry> {
        let mut made = create(cx, vec![call.body]).await?;
        made.pop().ok_or_else(|| Error::internal("one entry was made"))
    }
}

impl Handle for CreateWaitlistEntries {
    async fn handle(cx: &Context, call: Call<Self>) -> Result<Vec<WaitlistEntry>> {
        match call.body.len() {
            0 => Err(Error::api(ErrorCode::BadRequest).text("Name somebody for the waiting list.")),
            1..=MAX_AT_ONCE => create(cx, call.body).await,
            _ => {
                Err(Error::api(ErrorCode::BulkSizeExceeded)
                    .text(format!("Name at most {MAX_AT_ONCE} people in one call.")))
            }
        }
    }
}

async fn create(cx: &Context, bodies: Vec<WaitlistEntryBody>) -> Result<Vec<WaitlistEntry>> {
    let mut new = Vec::with_capacity(bodies.len());
    for body in bodies {
        let email = identifiers::email(&body.email_address, "email_address")?;
        new.push((email, body.notify.is_none_or(|notify| notify.0)));
    }
    let mut seen: Vec<&str> = new.iter().map(|(email, _)| email.normalized.as_str()).collect();
    seen.sort_unstable();
    let mut repeated: Vec<String> =
        seen.windows(2).filter(|pair| pair[0] == pair[1]).map(|pair| pair[0].to_owned()).collect();
    repeated.dedup();
    if !repeated.is_empty() {
        return Err(Error::api(ErrorCode::DuplicateRecord).text("Name each address once.").email_addresses(repeated));
    }
    let mut conn = cx.write().await?;
    let mut rows = Vec::with_capacity(new.len());
    for (email, is_notified) in new {
        rows.push(waitlist::join(&cx.app, &mut conn, &cx.cause(), email, is_notified).await?);
    }
    let entries = waitlist::view_all(&cx.app, &mut conn, &rows, cx.now).await?;
    conn.commit().await?;
    Ok(entries)
}
