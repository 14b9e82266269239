//! `POST /v1/dashboard/secret_keys`: a new key. Its value is in this answer and nowhere else.

use crate::{
    backend_api::{Call, Context, Handle},
    domain::{audit, instance},
    error::{Error, Result},
    store::secret_keys,
};
use onehop::{
    endpoints::dashboard::CreateSecretKey,
    wire::{ErrorCode, dashboard::CreatedSecretKey},
};
use secrecy::ExposeSecret;

const MAX_NAME: usize = 100;
/// Nobody can tell more of them apart.
const MAX_LIVE: i64 = 100;

impl Handle for CreateSecretKey {
    async fn handle(cx: &Context, call: Call<Self>) -> Result<CreatedSecretKey> {
        cx.proven_operator()?;
        let name = call.body.name.trim();
        if name.is_empty() {
            return Err(Error::param(ErrorCode::FormParamNil, "name").text("Say what the key is for."));
        }
        if name.chars().count() > MAX_NAME {
            return Err(Error::param(ErrorCode::FormParamMaxLengthExceeded, "name"));
        }
        let mut conn = cx.write().await?;
        if secret_keys::count_live(&mut conn, cx.instance()).await? >= MAX_LIVE {
            return Err(Error::api(ErrorCode::QuotaExceeded).text("Revoke a key before making another one."));
        }
        let made =
            instance::add_secret_key(&mut conn, &cx.app.config, cx.instance(), name, &*cx.app.random, cx.now).await?;
        let row = secret_keys::find_live(&mut conn, cx.instance(), &made.hash).await?;
        let key = super::view(row.ok_or_else(|| Error::internal("a key that was just written is gone"))?);
        audit::record(&cx.app, &mut conn, &cx.cause(), key.id.as_str(), None, audit::public(&key)).await?;
        conn.commit().await?;
        Ok(CreatedSecretKey { key, secret: made.value.expose_secret().to_owned() })
    }
}
