//! `POST /v1/testing_tokens`

use super::{Call, Context, Handle, Routes};
use crate::{domain::testing_tokens, error::Result};
use onehop::{
    endpoints::backend::{self as contract, CreateTestingToken},
    wire::backend::TestingToken,
};

/// Mounts the family.
pub(super) fn routes(routes: Routes) -> Routes {
    routes.add::<contract::CreateTestingToken>()
}

impl Handle for CreateTestingToken {
    async fn handle(cx: &Context, _: Call<Self>) -> Result<TestingToken> {
        Ok(testing_tokens::make(&cx.app, cx.now))
    }
}
