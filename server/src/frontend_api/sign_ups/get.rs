//! `GET /v1/client/sign_ups/{sign_up_id}`

use crate::{
    error::Result,
    frontend_api::{Context, Handle},
};
use onehop::{
    endpoints::{NoBody, frontend::GetSignUp},
    wire::{SignUp, SignUpId},
};

impl Handle for GetSignUp {
    async fn handle(cx: &mut Context, id: SignUpId, _: NoBody) -> Result<SignUp> {
        super::view(cx, &id).await
    }
}
