//! The API's answer as a redirect.

use super::submission::Submission;
use crate::config::{Config, Instance};
use axum::{
    body::{Bytes, to_bytes},
    response::Response,
};
use http::{
    HeaderMap, HeaderValue, StatusCode,
    header::{CACHE_CONTROL, LOCATION, SET_COOKIE},
};
use onehop::{
    signals::{Flash, KeptForm, Told},
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
    #[serde(default)]
    secret: Option<String>,
    #[serde(default)]
    uri: Option<String>,
    #[serde(default)]
    backup_codes: Option<Vec<String>>,
    #[serde(default)]
    codes: Option<Vec<String>>,
}

impl Progress {
    fn is_complete(&self) -> bool {
        self.status.as_deref() == Some("complete")
    }

    /// What the next page must show, because nobody tells it again.
    fn told(self) -> Option<Told> {
        match self.object.as_str() {
            "totp" => Some(Told { secret: self.secret, uri: self.uri, backup_codes: self.backup_codes }),
            "backup_code" => Some(Told { backup_codes: self.codes, ..Told::default() }),
            _ => None,
        }
    }
}

/// What the API answered to a form.
pub struct Answer {
    status: StatusCode,
    headers: HeaderMap,
    body: Bytes,
}

impl Answer {
    /// Reads it.
    pub async fn read(response: Response) -> Self {
        let (parts, body) = response.into_parts();
        let body = to_bytes(body, MAX_BYTES).await.unwrap_or_default();
        Self { status: parts.status, headers: parts.headers, body }
    }

    /// The session whose user must prove again that it is them before the form can do anything.
    pub fn unproven_session(&self, form: &Submission) -> Option<String> {
        if self.status.is_success() {
            return None;
        }
        let body = serde_json::from_slice::<ErrorBody>(&self.body).ok()?;
        if !needs_proof(&body.errors) {
            return None;
        }
        form.session.clone().or_else(|| body.meta?.client?.last_active_session_id.map(|id| id.to_string()))
    }

    /// Where the visitor goes now, with the cookies that were set.
    pub fn lead(&self, form: &Submission, config: &Config) -> Response {
        let (target, flash) = match self.status {
            status if status.is_success() => {
                let outcome = serde_json::from_slice::<Outcome>(&self.body).ok().map(|it| it.response);
                let target = after_success(form, outcome.as_ref(), &config.instance).to_owned();
                (target, flash_after_success(form, outcome))
            }
            StatusCode::UNAUTHORIZED => (sign_in_then(&form.back), None),
            _ => (form.back.clone(), Some(flash_of(form, &self.body))),
        };
        let mut response = see_other(&target);
        keep_cookies(&self.headers, response.headers_mut());
        if let Some(flash) = flash {
            response.headers_mut().append(SET_COOKIE, flash_cookie(&flash, config.server.is_https()));
        }
        response
    }
}

fn needs_proof(errors: &[ApiError]) -> bool {
    errors.iter().any(|error| error.code == ErrorCode::SessionReverificationRequired)
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
fn after_success<'a>(form: &'a Submission, outcome: Option<&Progress>, instance: &'a Instance) -> &'a str {
    let Some(done) = outcome.filter(|it| it.is_complete()) else { return &form.then };
    match (&form.done, done.object.as_str()) {
        (Some(done), _) => done,
        (None, "sign_in" | "sign_in_attempt") => &instance.after_sign_in_url,
        (None, "sign_up" | "sign_up_attempt") => &instance.after_sign_up_url,
        (None, _) => &form.then,
    }
}

/// A form that waits for a proof can be sent once it is there; until then it travels along.
fn flash_after_success(form: &Submission, outcome: Option<Progress>) -> Option<Flash> {
    let is_complete = outcome.as_ref().is_some_and(Progress::is_complete);
    match form.kept.clone() {
        Some(KeptForm { form, values }) if is_complete => {
            Some(Flash { form, values, is_verified: true, ..Flash::default() })
        }
        Some(kept) => Some(Flash { form: form.form.clone(), kept: Some(kept), ..Flash::default() }),
        None => {
            let told = outcome.and_then(Progress::told)?;
            Some(Flash { form: form.form.clone(), told: Some(told), ..Flash::default() })
        }
    }
}

fn flash_of(form: &Submission, body: &[u8]) -> Flash {
    let errors = serde_json::from_slice::<ErrorBody>(body).map(|body| body.errors).unwrap_or_default();
    if needs_proof(&errors) {
        let waiting = KeptForm { form: form.form.clone(), values: form.values_to_show_again() };
        return Flash { kept: Some(waiting), ..Flash::default() };
    }
    let errors = if errors.is_empty() { vec![unexpected()] } else { errors };
    let (values, kept) = (form.values_to_show_again(), form.kept.clone());
    Flash { form: form.form.clone(), errors, values, kept, ..Flash::default() }
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
    use form_urlencoded::Serializer;

    fn form() -> Submission {
        Submission::parse(b"_form=f&_then=/then&_back=/back&_done=/done").unwrap()
    }

    fn instance() -> Instance {
        Config::development(std::path::Path::new("data")).instance
    }

    fn outcome(body: &[u8]) -> Option<Progress> {
        serde_json::from_slice::<Outcome>(body).ok().map(|it| it.response)
    }

    #[test]
    fn a_complete_attempt_goes_where_it_was_meant_to_end() {
        let instance = instance();
        let target = |body: &[u8]| after_success(&form(), outcome(body).as_ref(), &instance).to_owned();
        assert_eq!(target(br#"{"response":{"status":"complete"},"client":null}"#), "/done");
        assert_eq!(target(br#"{"response":{"status":"needs_first_factor"}}"#), "/then");
        assert_eq!(target(b""), "/then");
    }

    #[test]
    fn a_form_that_names_no_end_ends_where_the_instance_says() {
        let instance = Instance { after_sign_up_url: "https://app.example.com/welcome".into(), ..instance() };
        let form = Submission { done: None, ..form() };
        let target = |body: &[u8]| after_success(&form, outcome(body).as_ref(), &instance).to_owned();
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

    const REFUSED: &[u8] = br#"{"errors":[{"code":"session_reverification_required","message":"m","meta":{}}]}"#;

    #[test]
    fn a_form_that_needs_a_proof_waits_and_comes_back_with_what_was_typed() {
        let first = Submission::parse(b"_form=user.email&_then=/t&_back=/b&email_address=a%40b.c&password=p").unwrap();
        let waiting = flash_of(&first, REFUSED);
        let kept = waiting.kept.clone().unwrap();
        assert_eq!((waiting.errors.len(), kept.form.as_str()), (0, "user.email"));
        assert_eq!(kept.values, [("email_address".to_owned(), "a@b.c".to_owned())].into(), "no password");

        let body = Serializer::new(String::new())
            .extend_pairs([("_form", "step_up"), ("_then", "/t"), ("_back", "/b"), ("code", "1")])
            .append_pair("_kept", &serde_json::to_string(&kept).unwrap())
            .finish();
        let proof = Submission::parse(body.as_bytes()).unwrap();
        let wrong = flash_of(&proof, br#"{"errors":[{"code":"form_code_incorrect","message":"m","meta":{}}]}"#);
        assert_eq!((wrong.form.as_str(), wrong.kept.as_ref()), ("step_up", Some(&kept)));
        let sent = flash_after_success(&proof, outcome(br#"{"response":{"status":"needs_first_factor"}}"#)).unwrap();
        assert_eq!((sent.kept.as_ref(), sent.is_verified), (Some(&kept), false));
        let done = flash_after_success(&proof, outcome(br#"{"response":{"status":"complete"}}"#)).unwrap();
        assert_eq!((done.form, done.values, done.is_verified, done.kept), (kept.form, kept.values, true, None));
    }

    #[test]
    fn only_what_nobody_tells_again_travels_to_the_next_page() {
        let told = |body: &[u8]| flash_after_success(&form(), outcome(body)).and_then(|flash| flash.told);
        let totp = told(br#"{"response":{"object":"totp","secret":"S","uri":"otpauth://x","backup_codes":null}}"#);
        assert_eq!(totp.map(|told| (told.secret, told.uri)), Some((Some("S".into()), Some("otpauth://x".into()))));
        let codes = told(br#"{"response":{"object":"backup_code","codes":["a","b"]}}"#);
        assert_eq!(codes.and_then(|told| told.backup_codes), Some(vec!["a".into(), "b".into()]));
        assert_eq!(told(br#"{"response":{"object":"user","secret":"S"}}"#), None);
    }
}
