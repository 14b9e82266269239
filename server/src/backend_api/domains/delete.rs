//! `DELETE /v1/domains/{domain_id}`: satellites only.

use crate::{
    backend_api::{Call, Context, Handle},
    domain::{audit, settings},
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
        let not_found = || super::not_found(&call.path);
        let row = store::find(&mut conn, cx.instance(), &call.path).await?.ok_or_else(not_found)?;
        if !store::delete(&mut conn, cx.instance(), &call.path).await? {
            return Err(not_found());
        }
        let settings = settings::find(&cx.app, &mut conn).await?;
        cx.record(&mut conn, &call.path, audit::public(&super::satellite(cx, &settings, row)), None).await?;
        conn.commit().await?;
        Ok(Deleted::new("domain", &call.path))
    }
}
