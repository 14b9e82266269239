//! `/v1/jwt_templates…`

mod create;
mod delete;
mod get;
mod list;
mod update;

use super::{Context, Routes};
use crate::{
    error::{Error, Result},
    store::{Conn, jwt_templates, jwt_templates::JwtTemplateRow},
};
use onehop::{
    endpoints::backend as contract,
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
