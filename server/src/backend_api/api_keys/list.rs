//! `GET /v1/api_keys`: the keys of one user, newest first.

use crate::{
    backend_api::{Call, Context, Handle, input},
    domain::api_keys,
    error::{Error, Result},
    store::{api_keys as store, api_keys::Filter},
};
use onehop::{
    endpoints::backend::ListApiKeys,
    wire::{
        ErrorCode,
        backend::{ApiKey, Page},
    },
};

/// Lower than elsewhere: the contract says so.
const MAX_LIMIT: i64 = 100;

impl Handle for ListApiKeys {
    async fn handle(cx: &Context, call: Call<Self>) -> Result<Page<ApiKey>> {
        let query = call.query;
        let (limit, offset) = input::paging(&query.paging)?;
        if limit > MAX_LIMIT {
            return Err(Error::param(ErrorCode::FormParamValueInvalid, "limit")
                .text(format!("Give a number from 1 to {MAX_LIMIT}."))
                .bad_request());
        }
        let filter = Filter {
            subject: api_keys::user_id(&query.subject, "subject")?,
            kind: api_keys::kind(query.kind.as_deref())?,
            usable_at: query.include_invalid.is_none_or(|wanted| !wanted.0).then_some(cx.now),
            name_part: input::part(query.query, "query")?,
        };
        let mut conn = cx.read().await?;
        let total_count = store::count(&mut conn, cx.instance(), &filter).await?;
        let rows = store::list(&mut conn, cx.instance(), &filter, limit, offset).await?;
        Ok(Page { data: rows.iter().map(|row| api_keys::view(row, cx.now)).collect(), total_count })
    }
}
