//! `POST /v1/clients/verify`: the client that a token of it names, be it the one in its cookie or one of a session of
//! its.

use crate::{
    backend_api::{Call, Context, Handle},
    error::{Error, Result},
    keys::token_hash::sha256_hex,
    store::{Conn, clients, clients::ClientRow, sessions},
    tokens,
};
use onehop::{
    endpoints::backend::VerifyClient,
    wire::{ErrorCode, backend::Client},
};

impl Handle for VerifyClient {
    async fn handle(cx: &Context, call: Call<Self>) -> Result<Client> {
        let token = call.body.token;
        let mut conn = cx.read().await?;
        // Session tokens have two dots, clients' tokens none.
        let row = if token.contains('.') {
            of_session(cx, &mut conn, &token).await?
        } else {
            let found = clients::find_by_token(&mut conn, cx.instance(), &sha256_hex(&token), cx.now).await?;
            found.ok_or_else(unverifiable)?
        };
        Ok(super::view_all(cx, &mut conn, &[row]).await?.remove(0))
    }
}

async fn of_session(cx: &Context, conn: &mut Conn, token: &str) -> Result<ClientRow> {
    let gone = || Error::api(ErrorCode::ResourceNotFound).text("This client is gone.");
    let id = tokens::session_of(&cx.app, token, cx.now).ok_or_else(unverifiable)?;
    let session = sessions::find(conn, cx.instance(), &id).await?.ok_or_else(gone)?;
    if !session.status_at(cx.now).is_signed_in() {
        return Err(Error::api(ErrorCode::AuthenticationInvalid).text("This session is over."));
    }
    clients::find(conn, cx.instance(), &session.client_id).await?.ok_or_else(gone)
}

fn unverifiable() -> Error {
    Error::api(ErrorCode::InvalidSessionToken).text("This is not a token of a client of this instance.")
}
