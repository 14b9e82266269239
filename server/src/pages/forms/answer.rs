//! The API's answer as a redirect.

use super::submission::Submission;
use crate::config::{Config, Instance};
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
    object: String,
    #[serde(default)]
    status: Option<String>,
}

/// Where the visitor goes after `response`, with the cookies that it set.
pub async fn answer(form: &Submission, response: Response, config: &Config) -> Response {
    let (parts, body) = response.into_parts();
    let body = to_bytes(body, MAX_BYTES).await.unwrap_or_default();
    let mut flash = None;
    let target = match parts.status {
        status if status.is_success() => after_success(form, &body, &config.instance).to_owned(),
        StatusCode::UNAUTHORIZED => sign_in_then(&form.back),
        _ => {
            flash = Some(flash_cookie(&flash_of(form, &body), config.server.is_https()));
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

/// A form needn't say where its attempt ends: then it is where the instance says, which may be another site of its own.
fn after_success<'a>(form: &'a Submission, body: &[u8], instance: &'a Instance) -> &'a str {
    let outcome = serde_json::from_slice::<Outcome>(body).ok().map(|it| it.response);
    let Some(done) = outcome.filter(|it| it.status.as_deref() == Some("complete")) else { return &form.then };
    match (&form.done, done.object.as_str()) {
        (Some(done), _) => done,
        (None, "sign_in" | "sign_in_attempt") => &instance.after_sign_in_url,
        (None, "sign_up" | "sign_up_attempt") => &instance.after_sign_up_url,
        (None, _) => &form.then,
    }
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
    use crate::config::Config;

    fn form() -> Submission {
        Submission::parse(b"_form=f&_then=/then&_back=/back&_done=/done").unwrap()
    }

    fn instance() -> Instance {
        Config::development(std::path::Path::new("data")).instance
    }

    #[test]
    fn a_complete_attempt_goes_where_it_was_meant_to_end() {
        let instance = instance();
        let target = |body: &[u8]| after_success(&form(), body, &instance).to_owned();
        assert_eq!(target(br#"{"response":{"status":"complete"},"client":null}"#), "/done");
        assert_eq!(target(br#"{"response":{"status":"needs_first_factor"}}"#), "/then");
        assert_eq!(target(b""), "/then");
    }

    #[test]
    fn a_form_that_names_no_end_ends_where_the_instance_says() {
        let instance = Instance { after_sign_up_url: "https://app.example.com/welcome".into(), ..instance() };
        let form = Submission { done: None, ..form() };
        let target = |body: &[u8]| after_success(&form, body, &instance).to_owned();
        let sign_up = br#"{"response":{"object":"sign_up_attempt","status":"complete"}}"#;
        assert_eq!(target(sign_up), "https://app.example.com/welcome");
        assert_eq!(target(br#"{"response":{"object":"user","status":"complete"}}"#), "/then");
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
