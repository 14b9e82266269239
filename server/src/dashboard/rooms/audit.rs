//! `GET /v1/dashboard/audit_entries` and `…/{audit_entry_id}`: who changed what.

use super::cursor;
use crate::{
    backend_api::{Call, Context, Handle},
    domain::audit,
    error::{Error, Result},
    store::{audit_entries as store, audit_entries::Filter},
};
use onehop::{
    endpoints::dashboard::{AuditQuery, GetAuditEntry, ListAuditEntries},
    wire::{
        ErrorCode,
        dashboard::{AuditDetail, AuditPage},
    },
};

impl Handle for ListAuditEntries {
    async fn handle(cx: &Context, call: Call<Self>) -> Result<AuditPage> {
        let limit = cursor::limit(call.query.limit)?;
        let after = call.query.after.clone().filter(|after| !after.is_empty());
        let after = after.map(|after| audit::parse_cursor(&after).ok_or_else(cursor::wrong)).transpose()?;
        let filter = filter(call.query);
        let mut conn = cx.read().await?;
        let mut rows = store::list(&mut conn, cx.instance(), &filter, after.as_ref(), limit + 1).await?;
        let has_more = rows.len() > usize::try_from(limit).unwrap_or(usize::MAX);
        if has_more {
            rows.pop();
        }
        let next = rows.last().filter(|_| has_more).map(audit::cursor);
        Ok(AuditPage { data: rows.iter().map(audit::view).collect(), next })
    }
}

impl Handle for GetAuditEntry {
    async fn handle(cx: &Context, call: Call<Self>) -> Result<AuditDetail> {
        let detail = audit::detail(&cx.app, &mut cx.read().await?, &call.path).await?;
        detail.ok_or_else(|| {
            Error::api(ErrorCode::ResourceNotFound).text(format!("No entry was found with id {}.", call.path))
        })
    }
}

/// `user.*` is a family; anything else an action.
fn filter(query: AuditQuery) -> Filter {
    let filled = |text: Option<String>| text.map(|text| text.trim().to_owned()).filter(|text| !text.is_empty());
    let action = filled(query.action);
    let family = action.as_deref().and_then(|action| action.strip_suffix(".*")).map(str::to_owned);
    Filter {
        action: action.filter(|_| family.is_none()),
        family,
        actor_id: filled(query.actor_id),
        target_id: filled(query.target_id),
        from: query.created_at_after.map(|time| time.0),
        until: query.created_at_before.map(|time| time.0),
    }
}
