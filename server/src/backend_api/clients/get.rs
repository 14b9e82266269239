//! `GET /v1/clients/{client_id}`

use crate::{
    backend_api::{Call, Context, Handle},
    error::{Error, Result},
    store::clients,
};
use onehop::{
    endpoints::backend::GetClientById,
    wire::{ErrorCode, backend::Client},
};

impl Handle for GetClientById {
    async fn handle(cx: &Context, call: Call<Self>) -> Result<Client> {
        let id = call.path;
        let mut conn = cx.read().await?;
        let row = clients::find(&mut conn, cx.instance(), &id).await?.filter(|row| row.expire_at > cx.now);
        let row = row.ok_or_else(|| {
            Error::api(ErrorCode::ResourceNotFound).text(format!("No client was found with id {id}."))
        })?;
        Ok(super::view_all(cx, &mut conn, &[row]).await?.remove(0))
    }
}
