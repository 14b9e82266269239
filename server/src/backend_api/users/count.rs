//! `GET /v1/users/count`

use crate::{
    backend_api::{Call, Context, Handle},
    error::Result,
    store::user_lists,
};
use onehop::{
    endpoints::backend::CountUsers,
    wire::backend::{TotalCount, TotalCountTag},
};

impl Handle for CountUsers {
    async fn handle(cx: &Context, call: Call<Self>) -> Result<TotalCount> {
        let filter = super::filter::read(&cx.app, call.query)?;
        let total_count = user_lists::count(&mut cx.read().await?, cx.instance(), &filter).await?;
        Ok(TotalCount { object: TotalCountTag, total_count })
    }
}
