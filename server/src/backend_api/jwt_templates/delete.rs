//! `DELETE /v1/jwt_templates/{template_id}`

use crate::{
    backend_api::{Call, Context, Handle},
    domain::{audit, jwt_templates as domain},
    error::{Error, Result},
    store::jwt_templates,
};
use onehop::{
    endpoints::backend::DeleteJwtTemplate,
    wire::{Deleted, ErrorCode},
};

impl Handle for DeleteJwtTemplate {
    async fn handle(cx: &Context, call: Call<Self>) -> Result<Deleted> {
        let mut conn = cx.write().await?;
        let row = super::get_row(cx, &mut conn, &call.path).await?;
        if !jwt_templates::delete(&mut conn, cx.instance(), &row.id).await? {
            return Err(Error::api(ErrorCode::ResourceNotFound));
        }
        cx.record(&mut conn, &row.id, audit::public(&domain::view(&row)), None).await?;
        conn.commit().await?;
        Ok(Deleted::new("jwt_template", &row.id))
    }
}
