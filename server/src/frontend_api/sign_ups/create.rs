//! `POST /v1/client/sign_ups`: starts a sign-up in the place of the current one. Empty resets.

use super::fields;
use crate::{
    domain::sign_ups,
    error::Result,
    frontend_api::{Context, Handle},
    store::sessions,
};
use onehop::{
    endpoints::frontend::{CreateSignUp, SignUpFields},
    wire::{ClientId, SignUp},
};

impl Handle for CreateSignUp {
    async fn handle(cx: &mut Context, (): (), body: SignUpFields) -> Result<SignUp> {
        let mut row = sign_ups::blank(&cx.app, &ClientId::from(""), cx.now);
        fields::apply(cx, &mut row, body).await?;

        let cause = cx.cause();
        let mut conn = cx.app.write().await?;
        row.client_id = cx.ensure_client(&mut conn).await?.id;
        let live = sessions::list_live_in_client(&mut conn, &cx.app.instance.id, &row.client_id, cx.now).await?;
        crate::domain::sign_ins::admit_another(&cx.app, &live)?;
        sign_ups::admit(&cx.app, &mut conn, &row).await?;
        sign_ups::start(&cx.app, &mut conn, &row, cx.now).await?;
        super::complete_if_ready(cx, &mut conn, &cause, &row).await?;
        cx.commit(conn).await?;
        super::view(cx, &row.id).await
    }
}
