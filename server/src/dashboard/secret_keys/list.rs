//! `GET /v1/dashboard/secret_keys`

use crate::{
    backend_api::{Call, Context, Handle},
    error::Result,
    store::secret_keys,
};
use onehop::{
    endpoints::dashboard::ListSecretKeys,
    wire::{backend::Page, dashboard::SecretKey},
};

/// More are not shown: revoked ones stay in the log.
const LIMIT: i64 = 200;

impl Handle for ListSecretKeys {
    async fn handle(cx: &Context, _: Call<Self>) -> Result<Page<SecretKey>> {
        cx.operator()?;
        let rows = secret_keys::list(&mut cx.read().await?, cx.instance(), LIMIT).await?;
        let data: Vec<SecretKey> = rows.into_iter().map(super::view).collect();
        Ok(Page { total_count: i64::try_from(data.len()).unwrap_or_default(), data })
    }
}
