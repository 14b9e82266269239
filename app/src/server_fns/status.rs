//! How a refused call shows in the answer of a server function.

use super::WhoAmIError;
use axum::http::{StatusCode, request::Parts};
use leptos::prelude::*;
use leptos_axum::ResponseOptions;
use onehop::AuthError;

/// Answers with 401 beside the typed error, so that proxies, logs and other clients see a refusal and not a breakdown
/// of the server. While a page is rendered the status is the page's own and stays as it is.
pub fn refuse(error: AuthError) -> WhoAmIError {
    answer_with(StatusCode::UNAUTHORIZED);
    WhoAmIError::Refused(error)
}

/// Answers with 400 to a body that is not what the function takes: the caller's mistake, and no breakdown either.
pub fn of_call(error: &ServerFnErrorErr) {
    if let ServerFnErrorErr::Args(_) | ServerFnErrorErr::MissingArg(_) | ServerFnErrorErr::Deserialization(_) = error {
        answer_with(StatusCode::BAD_REQUEST);
    }
}

fn answer_with(status: StatusCode) {
    let is_call = use_context::<Parts>().is_some_and(|request| request.uri.path().starts_with("/api/"));
    if let (true, Some(response)) = (is_call, use_context::<ResponseOptions>()) {
        response.set_status(status);
    }
}
