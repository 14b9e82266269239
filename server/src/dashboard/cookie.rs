//! The cookies of the dashboard: never sent by another site, never read by scripts.

use crate::{clock::Millis, domain::operators::sessions, state::App};
use cookie::{Cookie, SameSite, time::Duration};
use http::{HeaderMap, HeaderValue, header};

/// Longer ones are not ours.
const MAX_BYTES: usize = 4_096;

/// The session's token.
pub fn token(app: &App, headers: &HeaderMap) -> Option<String> {
    read(app, headers, "dash").filter(|token| token.len() <= 128)
}

/// `Set-Cookie` with the session's token.
pub fn with_token(app: &App, token: &str) -> HeaderValue {
    write(app, "dash", token, sessions::LIFETIME)
}

/// `Set-Cookie` that takes it away.
pub fn without_token(app: &App) -> HeaderValue {
    write(app, "dash", "", 0)
}

/// The value of one of our cookies.
pub(super) fn read(app: &App, headers: &HeaderMap, name: &str) -> Option<String> {
    let name = full_name(app, name);
    headers
        .get_all(header::COOKIE)
        .iter()
        .filter_map(|line| line.to_str().ok())
        .flat_map(|line| line.split(';'))
        .find_map(|pair| pair.trim().strip_prefix(name.as_str())?.strip_prefix('='))
        .filter(|value| !value.is_empty() && value.len() <= MAX_BYTES)
        .map(str::to_owned)
}

pub(super) fn write(app: &App, name: &str, value: &str, lifetime: Millis) -> HeaderValue {
    let cookie = Cookie::build((full_name(app, name), value.to_owned()))
        .path("/")
        .http_only(true)
        .same_site(SameSite::Strict)
        .secure(app.config.server.is_https())
        .max_age(Duration::milliseconds(lifetime));
    HeaderValue::from_str(&cookie.to_string()).expect("base64url is made of characters a header may have")
}

/// By https the name itself forbids other hosts to write it; by plain http browsers refuse such names.
fn full_name(app: &App, name: &str) -> String {
    if app.config.server.is_https() { format!("__Host-{name}") } else { format!("__{name}") }
}
