//! `GET /v1/client/sign_ins/{sign_in_id}`

use crate::{
    error::Result,
    frontend_api::{Context, Handle},
};
use onehop::{
    endpoints::{NoBody, frontend::GetSignIn},
    wire::{SignIn, SignInId},
};

impl Handle for GetSignIn {
    async fn handle(cx: &mut Context, id: SignInId, _: NoBody) -> Result<SignIn> {
        super::view(cx, &id).await
    }
}
