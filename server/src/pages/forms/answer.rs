//! The API's answer as a redirect.

use super::submission::Submission;
use axum::{body::to_bytes, response::Response};
use http::{
    HeaderMap, HeaderValue, StatusCode,
    header::{CACHE_CONTROL, LOCATION, SET_COOKIE},
};
use onehop::{
    signals::Flash,
    ssr::flash_cookie,
    wire::{ApiError, ErrorBody, ErrorCode},
};
use serde::Deserialize;

/// The longest answer of the API that is read.
const MAX_BYTES: usize = 1 << 20;

/// The part of an answer that decides where to go.
#[derive(Deserialize)]
struct Outcome {
    response: Progress,
}

#[derive(Deserialize)]
struct Progress {
    #[serde(default)]
    status: Option<String>,
}

/// Where the visitor goes after `response`, with the cookies that it set.
pub async fn answer(form: &Submission, response: Response) -> Response {
    let (parts, body) = response.into_parts();
    let body = to_bytes(body, MAX_BYTES).await.unwrap_or_default();
    let mut flash = None;
    let target = match parts.status {
        status if status.is_success() => after_success(form, &body),
        StatusCode::UNAUTHORIZED => sign_in_then(&form.back),
        _ => {
            flash = Some(flash_cookie(&flash_of(form, &body)));
            form.back.clone()
        }
    };
    let mut response = see_other(&target);
    keep_cookies(&parts.headers, response.headers_mut());
    if let Some(cookie) = flash {
        response.headers_mut().append(SET_COOKIE, cookie);
    }
    response
}

/// A redirect after which the browser asks with GET.
pub fn see_other(target: &str) -> Response {
    let mut response = Response::default();
    *response.status_mut() = StatusCode::SEE_OTHER;
    let location = HeaderValue::from_str(target).unwrap_or(HeaderValue::from_static("/"));
    response.headers_mut().insert(LOCATION, location);
    response.headers_mut().insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response
}

/// The sign-in page, and afterwards `target`.
pub fn sign_in_then(target: &str) -> String {
    let query = form_urlencoded::Serializer::new(String::new()).append_pair("redirect_url", target).finish();
    format!("/sign-in?{query}")
}

fn after_success(form: &Submission, body: &[u8]) -> String {
    let outcome = serde_json::from_slice::<Outcome>(body).ok();
    let is_complete = outcome.and_then(|it| it.response.status).is_some_and(|status| status == "complete");
    form.done.clone().filter(|_| is_complete).unwrap_or_else(|| form.then.clone())
}

fn flash_of(form: &Submission, body: &[u8]) -> Flash {
    let errors = serde_json::from_slice::<ErrorBody>(body).map(|body| body.errors).unwrap_or_default();
    let errors = if errors.is_empty() { vec![unexpected()] } else { errors };
    Flash { form: form.form.clone(), errors, values: form.values_to_show_again() }
}

/// For an answer that isn't in the API's words, such as that of a limit in front of it.
fn unexpected() -> ApiError {
    ApiError {
        code: ErrorCode::Unexpected,
        message: "Something went wrong".to_owned(),
        long_message: Some("Something went wrong. Please try again in a moment.".to_owned()),
        meta: Default::default(),
    }
}

fn keep_cookies(from: &HeaderMap, to: &mut HeaderMap) {
    for cookie in from.get_all(SET_COOKIE) {
        to.append(SET_COOKIE, cookie.clone());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn form() -> Submission {
        Submission::parse(b"_form=f&_then=/then&_back=/back&_done=/done").unwrap()
    }

    #[test]
    fn a_complete_attempt_goes_where_it_was_meant_to_end() {
        assert_eq!(after_success(&form(), br#"{"response":{"status":"complete"},"client":null}"#), "/done");
        assert_eq!(after_success(&form(), br#"{"response":{"status":"needs_first_factor"}}"#), "/then");
        assert_eq!(after_success(&form(), b""), "/then");
    }

    #[test]
    fn the_way_back_survives_as_one_value_of_the_query() {
        assert_eq!(sign_in_then("/user?panel=a&b=c"), "/sign-in?redirect_url=%2Fuser%3Fpanel%3Da%26b%3Dc");
    }

    #[test]
    fn an_answer_without_errors_still_says_that_something_went_wrong() {
        assert_eq!(flash_of(&form(), b"<html>").errors, [unexpected()]);
    }
}
