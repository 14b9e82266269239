//! `GET /v1/dashboard/waitlist_entries`: one page of the waiting list.

use super::cursor;
use crate::{
    backend_api::{Call, Context, Handle, input},
    clock::Millis,
    domain::waitlist,
    error::Result,
    store::{
        waitlist_entries as store,
        waitlist_entries::{Filter, WaitlistEntryRow},
    },
};
use onehop::{
    endpoints::dashboard::ListWaitlistPage,
    wire::{WaitlistEntryId, backend::WaitlistStatus, dashboard::WaitlistPage},
};

const STATES: [(&str, WaitlistStatus); 4] = [
    ("pending", WaitlistStatus::Pending),
    ("invited", WaitlistStatus::Invited),
    ("rejected", WaitlistStatus::Rejected),
    ("completed", WaitlistStatus::Completed),
];
const ORDERS: [(&str, ()); 1] = [("created_at", ())];

impl Handle for ListWaitlistPage {
    async fn handle(cx: &Context, call: Call<Self>) -> Result<WaitlistPage> {
        let query = call.query;
        let limit = cursor::limit(query.limit)?;
        let filled = |text: Option<String>| text.filter(|text| !text.is_empty());
        let ((), is_descending) = input::order(filled(query.order_by).as_deref(), &ORDERS)?;
        let after = filled(query.after).map(|after| read(&after).ok_or_else(cursor::wrong)).transpose()?;
        let filter = Filter {
            status: input::status(filled(query.status).as_deref(), &STATES)?,
            text: input::part(filled(query.query), "query")?,
        };
        let mut conn = cx.read().await?;
        let part = (is_descending, limit + 1);
        let mut rows = store::list_after(&mut conn, cx.instance(), &filter, after.as_ref(), part).await?;
        let has_more = rows.len() > usize::try_from(limit).unwrap_or(usize::MAX);
        if has_more {
            rows.pop();
        }
        let next = rows.last().filter(|_| has_more).map(write);
        let total_count = store::count(&mut conn, cx.instance(), &filter).await?;
        Ok(WaitlistPage { data: waitlist::view_all(&cx.app, &mut conn, &rows, cx.now).await?, total_count, next })
    }
}

fn write(row: &WaitlistEntryRow) -> String {
    format!("{}.{}", row.created_at, row.id)
}

fn read(text: &str) -> Option<(Millis, WaitlistEntryId)> {
    let (time, id) = text.split_once('.')?;
    (!id.contains('\0')).then_some((time.parse().ok()?, WaitlistEntryId::from(id)))
}
