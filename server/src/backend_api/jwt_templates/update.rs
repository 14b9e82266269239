//! `PATCH /v1/jwt_templates/{template_id}`: name and claims are replaced, the rest where it is given.

use crate::{
    backend_api::{Call, Context, Handle},
    domain::{audit, jwt_templates},
    error::Result,
};
use onehop::{endpoints::backend::UpdateJwtTemplate, wire::backend::JwtTemplate};

impl Handle for UpdateJwtTemplate {
    async fn handle(cx: &Context, call: Call<Self>) -> Result<JwtTemplate> {
        let mut conn = cx.write().await?;
        let mut row = super::get_row(cx, &mut conn, &call.path).await?;
        super::check_proof(cx, &call.body, row.sealed_signing_key.is_some())?;
        let kept_key = row.sealed_signing_key.clone();
        let before = audit::public(&jwt_templates::view(&row));
        jwt_templates::change(&cx.app, &mut conn, &mut row, call.body, cx.now).await?;
        let template = jwt_templates::view(&row);
        let mut after = audit::public(&template);
        if let Some(after) = &mut after
            && row.sealed_signing_key.is_some()
            && row.sealed_signing_key != kept_key
        {
            // The key is told to nobody; that it is another one is.
            after["signing_key_replaced"] = true.into();
        }
        cx.record(&mut conn, &template.id, before, after).await?;
        conn.commit().await?;
        Ok(template)
    }
}
