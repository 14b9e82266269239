//! Replies: the success envelope with the client as it stands after the call, and the error envelope, which carries
//! the client too, so that a browser's state is right whatever came of the call.

use super::{Context, cookies};
use crate::{
    domain::client_view,
    error::{Error, Result},
    store::{sessions, sessions::SessionRow},
    telemetry::TraceId,
};
use axum::{
    Json,
    response::{IntoResponse, Response},
};
use http::{Extensions, HeaderValue, StatusCode, header};
use onehop::{
    endpoints::Shape,
    wire::{ApiError, Client, ErrorBody, ErrorBodyMeta, ErrorCode, Session, SessionId},
};
use serde::Serialize;

#[derive(Serialize)]
struct Enveloped<T> {
    response: T,
    client: Option<Client>,
}

/// The reply to a call that succeeded.
pub async fn success<T: Serialize>(cx: &mut Context, shape: Shape, out: T, token: Option<String>) -> Result<Response> {
    let (client, live) = match shape {
        Shape::Enveloped => view(cx).await?,
        _ if cx.changes.is_sign_in_changed => (None, live(cx).await?),
        _ => (None, Vec::new()),
    };
    let token = token.or_else(|| client.as_ref().and_then(token_of_active));
    let mut response = match shape {
        Shape::Bare | Shape::Listed | Shape::Lines | Shape::Empty => json(&out)?,
        Shape::Enveloped | Shape::EnvelopedRead => json(&Enveloped { response: out, client })?,
    };
    cookies::write(cx, &live, token.as_deref(), response.headers_mut());
    no_store(&mut response);
    Ok(response)
}

/// The reply to a call that failed, with the client where the caller has one. Who has waited for a database that is away
/// does not wait for it once more.
pub async fn failure(cx: &mut Context, error: Error, trace: &TraceId) -> Response {
    let is_ours = match &error {
        Error::Internal(_) => true,
        Error::Api(failure) => failure.status == StatusCode::SERVICE_UNAVAILABLE,
    };
    let (client, live) = if is_ours { (None, Vec::new()) } else { view(cx).await.unwrap_or_default() };
    let mut response = self::error(error, client, trace);
    if !is_ours {
        cookies::write(cx, &live, None, response.headers_mut());
    }
    response
}

/// The error envelope. What is our fault is logged here, once, and not told.
pub fn error(error: Error, client: Option<Client>, trace: &TraceId) -> Response {
    let failure = match error {
        Error::Api(failure) => failure,
        Error::Internal(source) => {
            tracing::error!(trace_id = trace.as_str(), error = %source, "request failed: {source}");
            match Error::api(ErrorCode::InternalError) {
                Error::Api(failure) => failure,
                Error::Internal(_) => return StatusCode::INTERNAL_SERVER_ERROR.into_response(),
            }
        }
    };
    let session_id = failure.errors.first().and_then(|error: &ApiError| error.meta.session_id.clone());
    let meta = (client.is_some() || session_id.is_some()).then_some(ErrorBodyMeta { client, session_id });
    let body = ErrorBody { errors: failure.errors, meta, clerk_trace_id: Some(trace.as_str().to_owned()) };
    let mut response = (failure.status, Json(body)).into_response();
    if let Some(seconds) = failure.retry_after {
        response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(seconds));
    }
    no_store(&mut response);
    response
}

/// The id under which the log knows this request.
pub fn trace_id(extensions: &Extensions) -> TraceId {
    extensions.get::<TraceId>().cloned().unwrap_or_else(|| TraceId::new(&crate::random::SystemRandom))
}

async fn live(cx: &Context) -> Result<Vec<SessionRow>> {
    let Some(client) = cx.client() else { return Ok(Vec::new()) };
    let mut conn = cx.app.read().await?;
    Ok(sessions::list_live_in_client(&mut conn, &cx.app.instance.id, &client.id, cx.now).await?)
}

/// The client as it stands now, and its signed-in sessions.
async fn view(cx: &mut Context) -> Result<(Option<Client>, Vec<SessionRow>)> {
    cx.reload_client().await?;
    current(cx).await
}

/// The client as this request knows it, and its signed-in sessions.
pub async fn current(cx: &Context) -> Result<(Option<Client>, Vec<SessionRow>)> {
    let live = live(cx).await?;
    let Some(client) = cx.client() else { return Ok((None, live)) };
    let mut conn = cx.app.read().await?;
    let client = client_view::build(&cx.app, &mut conn, client, &live, cx.facts.origin.as_deref(), cx.now).await?;
    Ok((Some(client), live))
}

/// The session token that came with the client: its current session's.
pub fn token_of_active(client: &Client) -> Option<String> {
    let active: &Session = client.active_session()?;
    active.last_active_token.as_ref().map(|token| token.jwt.clone())
}

/// Is this the client's current session?
pub fn is_active(cx: &Context, id: &SessionId) -> bool {
    cx.client().and_then(|client| client.last_active_session_id.as_deref()).is_none_or(|active| active == id.as_str())
}

/// Most replies fit without the text growing.
fn json(body: &impl Serialize) -> Result<Response> {
    let mut text = Vec::with_capacity(2_048);
    serde_json::to_writer(&mut text, body).map_err(|error| Error::Internal(Box::new(error)))?;
    Ok(([(header::CONTENT_TYPE, HeaderValue::from_static("application/json"))], text).into_response())
}

fn no_store(response: &mut Response) {
    response.headers_mut().entry(header::CACHE_CONTROL).or_insert(HeaderValue::from_static("no-store"));
}
