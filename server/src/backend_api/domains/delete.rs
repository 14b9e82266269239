//! `DELETE /v1/domains/{domain_id}`: satellites only.

use crate::{
    backend_api::{Call, Context, Handle},
    error::{Error, Result},
    store::domains as store,
};
use onehop::{
    endpoints::backend::DeleteDomain,
    wire::{Deleted, ErrorCode},
};

impl Handle for DeleteDomain {
    async fn handle(cx: &Context, call: Call<Self>) -> Result<Deleted> {
        if call.path == super::primary_id(cx) {
            return Err(Error::api(ErrorCode::OperationNotAllowedOnPrimaryDomain));
        }
        let mut conn = cx.write().await?;
        if !store::delete(&mut conn, cx.instance(), &call.path).await? {
            return Err(super::not_found(&call.path));
        }
        conn.commit().await?;
        Ok(Deleted::new("domain", &call.path))
    }
}
