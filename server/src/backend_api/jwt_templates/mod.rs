//! `/v1/jwt_templates…`

mod create;
mod delete;
mod get;
mod list;
mod update;

use super::{Caller, Context, Routes};
use crate::{
    error::{Error, Result},
    store::{Conn, jwt_templates, jwt_templates::JwtTemplateRow},
};
use onehop::{
    endpoints::{backend as contract, backend::JwtTemplateBody},
    wire::{ErrorCode, JwtTemplateId},
};

/// Mounts the family.
pub(super) fn routes(routes: Routes) -> Routes {
    routes
        .add::<contract::ListJwtTemplates>()
        .add::<contract::CreateJwtTemplate>()
        .add::<contract::GetJwtTemplate>()
        .add::<contract::UpdateJwtTemplate>()
        .add::<contract::DeleteJwtTemplate>()
}

/// The template, or the error that none has this id.
async fn get_row(cx: &Context, conn: &mut Conn, id: &JwtTemplateId) -> Result<JwtTemplateRow> {
    let row = jwt_templates::find(conn, cx.instance(), id).await?;
    row.ok_or_else(|| Error::api(ErrorCode::ResourceNotFound).text(format!("No template was found with id {id}.")))
}

/// A key of its own is set or given up by an operator only who proved a moment ago who they are.
fn check_proof(cx: &Context, body: &JwtTemplateBody, has_own_key: bool) -> Result<()> {
    let is_changed = body.signing_key.as_ref().is_some_and(|key| !key.is_empty())
        || body.custom_signing_key.is_some_and(|wanted| wanted.0 != has_own_key);
    if is_changed && matches!(cx.caller, Caller::Operator(_)) {
        cx.proven_operator()?;
    }
    Ok(())
}
