//! `POST /v1/jwt_templates`

use crate::{
    backend_api::{Call, Context, Handle},
    domain::{audit, jwt_templates},
    error::Result,
};
use onehop::{endpoints::backend::CreateJwtTemplate, wire::backend::JwtTemplate};

impl Handle for CreateJwtTemplate {
    async fn handle(cx: &Context, call: Call<Self>) -> Result<JwtTemplate> {
        super::check_proof(cx, &call.body, false)?;
        let mut conn = cx.write().await?;
        let row = jwt_templates::create(&cx.app, &mut conn, call.body, cx.now).await?;
        let template = jwt_templates::view(&row);
        cx.record(&mut conn, &template.id, None, audit::public(&template)).await?;
        conn.commit().await?;
        Ok(template)
    }
}
