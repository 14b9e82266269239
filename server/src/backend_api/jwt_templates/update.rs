//! `PATCH /v1/jwt_templates/{template_id}`: name and claims are replaced, the rest where it is given.

use crate::{
    backend_api::{Call, Context, Handle},
    domain::jwt_templates,
    error::Result,
};
use onehop::{endpoints::backend::UpdateJwtTemplate, wire::backend::JwtTemplate};

impl Handle for UpdateJwtTemplate {
    async fn handle(cx: &Context, call: Call<Self>) -> Result<JwtTemplate> {
        let mut conn = cx.write().await?;
        let mut row = super::get_row(cx, &mut conn, &call.path).await?;
        jwt_templates::change(&cx.app, &mut conn, &mut row, call.body, cx.now).await?;
        conn.commit().await?;
        Ok(jwt_templates::view(&row))
    }
}
