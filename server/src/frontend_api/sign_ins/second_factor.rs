//! `POST /v1/client/sign_ins/{sign_in_id}/prepare_second_factor` and `…/attempt_second_factor`: no account has a second
//! factor yet, so no attempt is ever at this step.

use crate::{
    error::{Error, Result},
    frontend_api::{Context, Handle},
};
use onehop::{
    endpoints::frontend::{AttemptFactor, AttemptSecondFactor, PrepareFactor, PrepareSecondFactor},
    wire::{ErrorCode, SignIn, SignInId, SignInStatus},
};

impl Handle for PrepareSecondFactor {
    async fn handle(cx: &mut Context, id: SignInId, _: PrepareFactor) -> Result<SignIn> {
        refuse(cx, &id).await
    }
}

impl Handle for AttemptSecondFactor {
    async fn handle(cx: &mut Context, id: SignInId, _: AttemptFactor) -> Result<SignIn> {
        refuse(cx, &id).await
    }
}

async fn refuse(cx: &Context, id: &SignInId) -> Result<SignIn> {
    let row = super::find(cx, id).await?;
    Err(match row.status() {
        SignInStatus::NeedsSecondFactor => Error::param(ErrorCode::StrategyForUserInvalid, "strategy"),
        _ => Error::api(ErrorCode::AttemptStateInvalid),
    })
}
