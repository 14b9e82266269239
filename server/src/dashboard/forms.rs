//! `POST /dashboard/forms/v1/…`: a form of the dashboard as a call of its API.
//!
//! One way for both kinds of pages. A browser by itself posts the form and is led on by a 303; what was wrong, or is to be
//! shown once, travels in a sealed cookie. A living page sends the same fields as JSON pairs and gets the API's own answer.

mod fields;

use super::{flash, gate::Gate};
use crate::{
    error::{Error, Result},
    frontend_api::reply,
};
use app::{dashboard::Flash, redirect::same_site_path};
use axum::{
    body::{Body, to_bytes},
    extract::{Request, State},
    response::Response,
};
use fields::Form;
use http::{
    HeaderMap, HeaderValue, StatusCode,
    header::{CONTENT_LENGTH, CONTENT_TYPE, LOCATION, SET_COOKIE},
};
use onehop::{
    endpoints::dashboard::AUDIT_ENTRY_HEADER,
    wire::{ApiError, ErrorBody, ErrorCode},
};

const FORM: &str = "application/x-www-form-urlencoded";
const JSON: &str = "application/json";
/// The longest answer that is read.
const MAX_ANSWER: usize = 1 << 20;

/// Answers a form.
pub async fn submit(State(gate): State<Gate>, request: Request) -> Response {
    let trace = reply::trace_id(request.extensions());
    let is_plain = kind(request.headers()) == FORM;
    let (call, form) = match read(&gate, request).await {
        Ok(read) => read,
        Err(error) => return reply::error(error, None, &trace),
    };
    let answer = match call {
        Ok(call) => gate.forward(call).await,
        Err(error) => reply::error(error, None, &trace),
    };
    if is_plain { lead_on(&gate, &form, answer).await } else { answer }
}

/// The form, and the call that it stands for.
async fn read(gate: &Gate, mut request: Request) -> Result<(Result<Request>, Form)> {
    gate.admit(&mut request).await?;
    let (mut parts, body) = request.into_parts();
    let limit = gate.app.config.server.max_body_bytes;
    let bytes = to_bytes(body, limit).await.map_err(|_| Error::api(ErrorCode::RequestBodyTooLarge))?;
    let form = match kind(&parts.headers) {
        FORM => Form::from_pairs(form_urlencoded::parse(&bytes).into_owned().collect()),
        JSON => serde_json::from_slice(&bytes).ok().and_then(Form::from_pairs),
        _ => return Err(Error::api(ErrorCode::UnsupportedContentType)),
    };
    let form = form.ok_or_else(|| Error::api(ErrorCode::RequestBodyInvalid))?;
    if [&form.then, &form.back].into_iter().any(|target| same_site_path(target).is_none()) {
        return Err(Error::api(ErrorCode::RedirectUrlInvalid));
    }
    parts.method = form.method.clone();
    parts.headers.insert(CONTENT_TYPE, HeaderValue::from_static(JSON));
    parts.headers.remove(CONTENT_LENGTH);
    let call = form.body().map(|body| Request::from_parts(parts, Body::from(body.to_string())));
    Ok((call, form))
}

fn kind(headers: &HeaderMap) -> &str {
    let kind = headers.get(CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    kind.split(';').next().unwrap_or_default().trim()
}

/// The API's answer as a redirect.
async fn lead_on(gate: &Gate, form: &Form, answer: Response) -> Response {
    let (parts, body) = answer.into_parts();
    let body = to_bytes(Body::new(body), MAX_ANSWER).await.unwrap_or_default();
    let text = std::str::from_utf8(&body).unwrap_or_default();
    let mut left = None;
    let target = if parts.status.is_success() {
        let answer = form.shows_answer.then(|| text.to_owned());
        if form.said.is_some() || answer.is_some() {
            let entry = parts.headers.get(AUDIT_ENTRY_HEADER).and_then(|id| id.to_str().ok()).map(str::to_owned);
            left = Some(Flash { form: form.name.clone(), said: form.said.clone(), entry, answer, ..Flash::default() });
        }
        form.then.clone()
    } else {
        let errors = errors(text);
        match (parts.status, errors.first().map(|error| error.code)) {
            (StatusCode::UNAUTHORIZED, _) => with_then("/dashboard/sign-in", &form.back),
            (_, Some(ErrorCode::SessionReverificationRequired)) => with_then("/dashboard/prove", &form.back),
            _ => {
                left =
                    Some(Flash { form: form.name.clone(), errors, values: form.to_show_again(), ..Flash::default() });
                form.back.clone()
            }
        }
    };
    let mut response = Response::default();
    *response.status_mut() = StatusCode::SEE_OTHER;
    let location = HeaderValue::from_str(&target).unwrap_or(HeaderValue::from_static("/dashboard"));
    response.headers_mut().insert(LOCATION, location);
    for cookie in parts.headers.get_all(SET_COOKIE) {
        response.headers_mut().append(SET_COOKIE, cookie.clone());
    }
    if let Some(flash) = left {
        response.headers_mut().append(SET_COOKIE, flash::leave(&gate.app, &flash));
    }
    response
}

/// A page that leads on to another one.
pub(super) fn with_then(page: &str, then: &str) -> String {
    let query = form_urlencoded::Serializer::new(String::new()).append_pair("then", then).finish();
    format!("{page}?{query}")
}

fn errors(text: &str) -> Vec<ApiError> {
    let errors = serde_json::from_str::<ErrorBody>(text).map(|body| body.errors).unwrap_or_default();
    if errors.is_empty() {
        let (message, long) = ("Something went wrong", "Something went wrong. Please try again in a moment.");
        let error = ApiError {
            code: ErrorCode::Unexpected,
            message: message.to_owned(),
            long_message: Some(long.to_owned()),
            meta: Default::default(),
        };
        return vec![error];
    }
    errors
}
