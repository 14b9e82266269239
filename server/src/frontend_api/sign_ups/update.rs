//! `PATCH /v1/client/sign_ups/{sign_up_id}`: adds or changes fields. A code for another address is void.

use super::fields;
use crate::{
    domain::sign_ups,
    error::{Error, Result},
    frontend_api::{Context, Handle},
    store::{clients, sign_ups as store, verifications},
};
use onehop::{
    endpoints::frontend::{SignUpFields, UpdateSignUp},
    wire::{ErrorCode, SignUp, SignUpId, SignUpStatus},
};

impl Handle for UpdateSignUp {
    async fn handle(cx: &mut Context, id: SignUpId, body: SignUpFields) -> Result<SignUp> {
        let mut row = super::find(cx, &id).await?;
        if row.status() != SignUpStatus::MissingRequirements {
            return Err(Error::api(ErrorCode::AttemptStateInvalid));
        }
        let address = row.email_normalized.clone();
        fields::apply(cx, &mut row, body).await?;

        let cause = cx.cause();
        let mut conn = cx.app.write().await?;
        let instance = cx.app.instance.id.clone();
        sign_ups::admit(&cx.app, &mut conn, &row).await?;
        if !store::update(&mut conn, &instance, &row).await? {
            return Err(Error::api(ErrorCode::AttemptStateInvalid));
        }
        if row.email_normalized != address {
            verifications::delete(&mut conn, &instance, id.as_str()).await?;
        }
        clients::touch(&mut conn, &instance, &row.client_id, cx.now).await?;
        super::complete_if_ready(cx, &mut conn, &cause, &row).await?;
        cx.commit(conn).await?;
        super::view(cx, &id).await
    }
}
