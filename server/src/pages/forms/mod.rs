//! `POST /forms/{path of the Frontend API}`: forms without scripts.
//!
//! A browser that runs no scripts can only post a form and follow a redirect. This bridge turns such a post into a call
//! of the API inside this process, with the visitor's cookies and address, so every check of the API holds, and turns
//! the answer into a 303. An error travels to the next page in a cookie that is read once.

mod answer;
mod submission;

use crate::{
    domain::redirects,
    error::{Error, Result},
    frontend_api::{origin, reply},
    http::Peer,
    picture,
    state::App,
    telemetry::{Parent, TraceId},
};
pub use answer::{see_other, sign_in_then};

use answer::Answer;
use axum::{
    Router,
    body::{Body, Bytes},
    extract::{DefaultBodyLimit, OriginalUri, State},
    response::{IntoResponse, Response},
    routing::post,
};
use http::{
    Extensions, HeaderMap, HeaderName, HeaderValue, Method, Request, Uri,
    header::{ACCEPT_LANGUAGE, CONTENT_TYPE, COOKIE, HOST, ORIGIN, USER_AGENT},
};
use onehop::{
    endpoints::{frontend::StartVerification, path_of},
    wire::{ErrorCode, SessionId},
};
use submission::{Refusal, Submission};
use tower::ServiceExt;

/// Where the bridge is.
const PREFIX: &str = "/forms";
/// How browsers send forms without files.
const FORM: &str = "application/x-www-form-urlencoded";
/// How browsers send forms with files.
const PARTS: &str = "multipart/form-data";
/// How the API takes a file.
const FILE: &str = "application/octet-stream";
/// The one form with a file.
const PICTURE: &str = "/forms/v1/me/profile_image";
/// The longest form without one.
const MAX_BYTES: usize = 64 * 1024;
/// What the API learns about the visitor.
const PASSED_ON: [HeaderName; 10] = [
    ACCEPT_LANGUAGE,
    COOKIE,
    HOST,
    ORIGIN,
    USER_AGENT,
    HeaderName::from_static("sec-fetch-mode"),
    HeaderName::from_static("sec-fetch-site"),
    HeaderName::from_static("x-forwarded-for"),
    HeaderName::from_static("x-forwarded-host"),
    HeaderName::from_static("x-forwarded-proto"),
];

#[derive(Clone)]
struct Bridge {
    state: App,
    api: Router,
}

/// The bridge's route.
pub fn router(state: App, api: Router) -> Router {
    Router::new()
        .route("/forms/v1/{*path}", post(submit).layer(DefaultBodyLimit::max(MAX_BYTES)))
        .route(PICTURE, post(submit).layer(DefaultBodyLimit::max(MAX_BYTES + picture::MAX_BYTES)))
        .with_state(Bridge { state, api })
}

async fn submit(
    State(bridge): State<Bridge>,
    OriginalUri(uri): OriginalUri,
    headers: HeaderMap,
    extensions: Extensions,
    body: Bytes,
) -> Response {
    let form = match read(&bridge, &headers, &extensions, body).await {
        Ok(form) => form,
        Err(error) => return reply::error(error, None, &reply::trace_id(&extensions)),
    };
    let call = |uri: Uri, body: Body, kind: &'static str| call(&form, uri, (kind, body), &headers, &extensions);
    let (kind, body) = match &form.file {
        Some(file) => (FILE, Body::from(file.clone())),
        None => (FORM, Body::from(form.body())),
    };
    let asked = call(address(&form, &uri), body, kind);
    let answer = Answer::read(bridge.api.clone().oneshot(asked).await.into_response()).await;
    if let Some(session) = answer.unproven_session(&form) {
        // The next page asks for the proof, so that it is begun here. Whether it could be, the page finds out.
        let mut begin = call(verification_of(&session), Body::from("level=second_factor"), FORM);
        *begin.method_mut() = Method::POST;
        drop(bridge.api.oneshot(begin).await);
    }
    answer.lead(&form, &bridge.state.config)
}

/// Where the proof of a session's user begins.
fn verification_of(session: &str) -> Uri {
    path_of::<StartVerification>(&SessionId::from(session)).parse().unwrap_or_else(|_| Uri::from_static("/"))
}

/// The form, if it comes from a page of ours and leads to one, or to a place that people may be sent to.
async fn read(bridge: &Bridge, headers: &HeaderMap, extensions: &Extensions, body: Bytes) -> Result<Submission> {
    origin::check(headers, extensions, &bridge.state).await?;
    let kind = headers.get(CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let form = match kind {
        kind if kind.starts_with(FORM) => Submission::parse(&body),
        kind if kind.starts_with(PARTS) => Submission::parse_parts(kind, body).await,
        _ => Err(Refusal::Body),
    };
    let form = form.map_err(|refusal| match refusal {
        Refusal::Target => Error::api(ErrorCode::RedirectUrlInvalid),
        Refusal::Method => Error::api(ErrorCode::MethodNotAllowed),
        Refusal::Body => Error::api(ErrorCode::RequestBodyInvalid).text("Send a form."),
    })?;
    if let Some(url) = form.elsewhere()
        && !redirects::is_allowed(&bridge.state, &mut bridge.state.read().await?, url).await?
    {
        return Err(Error::api(ErrorCode::RedirectUrlInvalid));
    }
    Ok(form)
}

/// The form as a call of the API.
fn call(
    form: &Submission,
    uri: Uri,
    (kind, body): (&'static str, Body),
    headers: &HeaderMap,
    extensions: &Extensions,
) -> Request<Body> {
    let mut call = Request::new(body);
    *call.method_mut() = form.method.clone();
    *call.uri_mut() = uri;
    for name in PASSED_ON {
        for value in headers.get_all(&name) {
            call.headers_mut().append(&name, value.clone());
        }
    }
    call.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static(kind));
    // Limits count by the visitor's address.
    if let Some(peer) = extensions.get::<Peer>() {
        call.extensions_mut().insert(*peer);
    }
    // One id in the log for the form and the call it stands for.
    if let Some(trace) = extensions.get::<TraceId>() {
        call.extensions_mut().insert(trace.clone());
    }
    if let Some(span) = extensions.get::<Parent>() {
        call.extensions_mut().insert(span.clone());
    }
    call
}

/// The path behind the prefix. What isn't a path of the API is answered by the API as such.
fn address(form: &Submission, uri: &Uri) -> Uri {
    let path = uri.path().strip_prefix(PREFIX).unwrap_or("/");
    let query = form.session.as_ref().map(|session| {
        form_urlencoded::Serializer::new(String::new()).append_pair("_clerk_session_id", session).finish()
    });
    let address = query.map_or_else(|| path.to_owned(), |query| format!("{path}?{query}"));
    address.parse().unwrap_or_else(|_| Uri::from_static("/"))
}
