//! `POST /v1/sessions`: a session without signing in, in a client of its own. For tests: not in production.

use crate::{
    backend_api::{Call, Context, Handle, users},
    config::LIFETIMES,
    domain::sessions,
    error::{Error, Result},
    keys::token_hash::sha256_hex,
    random,
    store::{clients, clients::ClientRow},
};
use onehop::{
    endpoints::backend::CreateSession,
    wire::{ClientId, ErrorCode, backend::Session},
};
use secrecy::ExposeSecret;

impl Handle for CreateSession {
    async fn handle(cx: &Context, call: Call<Self>) -> Result<Session> {
        if cx.app.config.instance.environment.is_production() {
            return Err(Error::api(ErrorCode::RequestInvalidForEnvironment)
                .text("In production people sign in. To sign somebody in from here, make a sign-in token."));
        }
        if call.body.active_organization_id.is_some_and(|id| !id.is_empty()) {
            return Err(Error::param(ErrorCode::ResourceNotFound, "active_organization_id"));
        }
        let cause = cx.cause();
        let mut conn = cx.write().await?;
        let user = users::get_row(cx, &mut conn, &call.body.user_id).await?;
        if user.banned {
            return Err(Error::api(ErrorCode::UserBanned));
        }
        let client = client(cx);
        clients::insert(&mut conn, cx.instance(), &client, cause.user_agent.as_deref()).await?;
        let row = sessions::begin(&cx.app, &mut conn, &cause, &client.id, &user.id, None).await?;
        clients::update_active_session(&mut conn, cx.instance(), &client.id, Some(&row.id), cx.now).await?;
        conn.commit().await?;
        Ok(sessions::to_backend(&row, cx.now))
    }
}

/// A client whose token nobody has.
fn client(cx: &Context) -> ClientRow {
    ClientRow {
        id: ClientId::from(random::id(&*cx.app.random, cx.now, ClientId::PREFIX)),
        token_hash: sha256_hex(random::token(&*cx.app.random).expose_secret()),
        last_active_session_id: None,
        sign_in_id: None,
        sign_up_id: None,
        last_strategy: None,
        expire_at: cx.now + LIFETIMES.end(),
        created_at: cx.now,
        updated_at: cx.now,
        previous_token_until: None,
        token_rotated_at: cx.now,
    }
}
