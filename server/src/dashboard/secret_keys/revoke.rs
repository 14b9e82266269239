//! `POST /v1/dashboard/secret_keys/{secret_key_id}/revoke`: in force with the next request. A key stays revoked.

use crate::{
    backend_api::{Call, Context, Handle},
    domain::audit,
    error::{Error, Result},
    store::secret_keys,
};
use onehop::{
    endpoints::dashboard::RevokeSecretKey,
    wire::{ErrorCode, dashboard::SecretKey},
};

impl Handle for RevokeSecretKey {
    async fn handle(cx: &Context, call: Call<Self>) -> Result<SecretKey> {
        cx.proven_operator()?;
        let id = call.path.as_str();
        let mut conn = cx.write().await?;
        let before = secret_keys::find(&mut conn, cx.instance(), id).await?;
        let before = super::view(before.ok_or_else(|| Error::api(ErrorCode::ResourceNotFound))?);
        if !secret_keys::revoke(&mut conn, cx.instance(), id, cx.now).await? {
            return Ok(before);
        }
        let after = SecretKey { revoked_at: Some(cx.now), ..before.clone() };
        audit::record(&cx.app, &mut conn, &cx.cause(), id, audit::public(&before), audit::public(&after)).await?;
        conn.commit().await?;
        Ok(after)
    }
}
