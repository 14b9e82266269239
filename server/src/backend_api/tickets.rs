//! `/v1/sign_in_tokens…` and `/v1/actor_tokens…`: tickets that sign somebody in, as themselves or as another user.

use super::{Call, Context, Handle, Routes, users};
use crate::{
    domain::{
        audit,
        sign_in_tickets::{self as tickets, Made, Wanted, lifetime},
    },
    error::{Error, Result},
    store::users as user_store,
};
use onehop::{
    endpoints::backend::{self as contract, CreateActorToken, CreateSignInToken, RevokeActorToken, RevokeSignInToken},
    wire::{
        ActorTokenId, ErrorCode, SignInTokenId,
        backend::{ActorToken, SignInToken},
    },
};

/// Seconds: 30 days.
const SIGN_IN_TOKEN: i64 = 2_592_000;
const ACTOR_TOKEN: i64 = 3_600;
const ACTOR_SESSION: i64 = 1_800;

/// Mounts both families.
pub(super) fn routes(routes: Routes) -> Routes {
    routes
        .add::<contract::CreateSignInToken>()
        .add::<contract::RevokeSignInToken>()
        .add::<contract::CreateActorToken>()
        .add::<contract::RevokeActorToken>()
}

impl Handle for CreateSignInToken {
    async fn handle(cx: &Context, call: Call<Self>) -> Result<SignInToken> {
        let body = call.body;
        let seconds = body.expires_in_seconds.map(|seconds| seconds.0);
        let lifetime = lifetime(seconds, SIGN_IN_TOKEN, "expires_in_seconds")?;
        if body.org_id.is_some_and(|id| !id.is_empty()) {
            return Err(Error::param(ErrorCode::ResourceNotFound, "org_id"));
        }
        let mut conn = cx.write().await?;
        let user = users::get_row(cx, &mut conn, &body.user_id).await?;
        let wanted = Wanted { prefix: SignInTokenId::PREFIX, user: user.id, lifetime, actor: None };
        let Made { row, token, url } = tickets::make(&cx.app, &mut conn, wanted, cx.now).await?;
        cx.record(&mut conn, &row.user_id, None, audit::public(&tickets::view_sign_in_token(&row, None))).await?;
        conn.commit().await?;
        Ok(tickets::view_sign_in_token(&row, Some((&token, &url))))
    }
}

impl Handle for RevokeSignInToken {
    async fn handle(cx: &Context, call: Call<Self>) -> Result<SignInToken> {
        let mut conn = cx.write().await?;
        let row = tickets::revoke(&cx.app, &mut conn, SignInTokenId::PREFIX, call.path.as_str(), cx.now).await?;
        let row = row.ok_or_else(|| Error::api(ErrorCode::SignInTokenCannotBeRevoked))?;
        let ticket = tickets::view_sign_in_token(&row, None);
        cx.record(&mut conn, &row.user_id, None, audit::public(&ticket)).await?;
        conn.commit().await?;
        Ok(ticket)
    }
}

impl Handle for CreateActorToken {
    async fn handle(cx: &Context, call: Call<Self>) -> Result<ActorToken> {
        let body = call.body;
        let seconds = body.expires_in_seconds.map(|seconds| seconds.0);
        let ticket = lifetime(seconds, ACTOR_TOKEN, "expires_in_seconds")?;
        let seconds = body.session_max_duration_in_seconds.map(|seconds| seconds.0);
        let session = lifetime(seconds, ACTOR_SESSION, "session_max_duration_in_seconds")?;
        let actor = tickets::actor(body.actor)?;
        let mut conn = cx.write().await?;
        let user = user_store::find(&mut conn, cx.instance(), &body.user_id).await?;
        let user = user.ok_or_else(|| Error::param(ErrorCode::FormResourceNotFound, "user_id"))?;
        let wanted =
            Wanted { prefix: ActorTokenId::PREFIX, user: user.id, lifetime: ticket, actor: Some((actor, session)) };
        let Made { row, token, url } = tickets::make(&cx.app, &mut conn, wanted, cx.now).await?;
        cx.record(&mut conn, &row.user_id, None, audit::public(&tickets::view_actor_token(&row, None))).await?;
        conn.commit().await?;
        Ok(tickets::view_actor_token(&row, Some((&token, &url))))
    }
}

impl Handle for RevokeActorToken {
    async fn handle(cx: &Context, call: Call<Self>) -> Result<ActorToken> {
        let mut conn = cx.write().await?;
        let row = tickets::revoke(&cx.app, &mut conn, ActorTokenId::PREFIX, call.path.as_str(), cx.now).await?;
        let row = row.ok_or_else(|| Error::api(ErrorCode::ActorTokenCannotBeRevoked))?;
        let ticket = tickets::view_actor_token(&row, None);
        cx.record(&mut conn, &row.user_id, None, audit::public(&ticket)).await?;
        conn.commit().await?;
        Ok(ticket)
    }
}
