//! `GET /v1/jwt_templates/{template_id}`

use crate::{
    backend_api::{Call, Context, Handle},
    domain::jwt_templates,
    error::Result,
};
use onehop::{endpoints::backend::GetJwtTemplate, wire::backend::JwtTemplate};

impl Handle for GetJwtTemplate {
    async fn handle(cx: &Context, call: Call<Self>) -> Result<JwtTemplate> {
        let mut conn = cx.read().await?;
        let row = super::get_row(cx, &mut conn, &call.path).await?;
        Ok(jwt_templates::view(&row))
    }
}
