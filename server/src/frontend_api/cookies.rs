//! The cookies of the contract, section 4.5. `__client` is the credential; `__session` carries the session token to
//! our own pages and server functions; `__client_uat` only says since when somebody is signed in. `__onehop_device` is
//! ours alone: by it a browser is known again after a sign-out.
//!
//! We are on the app's own origin, so the server itself writes `__session`, out of reach of scripts. Both names of a
//! cookie (plain and with the instance's suffix) always go together: readers of the contract pick either.

pub(crate) mod read;

use super::Context;
use crate::{
    clock::{DAY, Millis, SECOND},
    domain::devices::{self, Devices},
    state::App,
    store::sessions::SessionRow,
};
use cookie::{Cookie, SameSite, time::Duration};
use http::{HeaderMap, HeaderValue, header};
use secrecy::ExposeSecret;

const CLIENT: &str = "__client";
const SESSION: &str = "__session";
const CLIENT_UAT: &str = "__client_uat";
const DEVICE: &str = "__onehop_device";
/// Longer ones are not ours.
const MAX_CLIENT_TOKEN: usize = 128;
const MAX_DEVICE: usize = 1_024;
/// How long a client's cookie lasts at most: what browsers allow.
pub const CLIENT_LIFETIME: Millis = 400 * DAY;
const YEAR: Millis = 365 * DAY;

/// The client token a request carries.
pub fn client_token(headers: &HeaderMap) -> Option<String> {
    read::value(headers, CLIENT, MAX_CLIENT_TOKEN)
}

/// What a request's browser is known for.
pub fn devices(headers: &HeaderMap) -> Devices {
    read::value(headers, DEVICE, MAX_DEVICE).map(|text| Devices::parse(&text)).unwrap_or_default()
}

/// Writes what the handler changed about the caller's cookies. `sessions` are the client's signed-in ones after the
/// call, `token` is a fresh session token for the current one.
pub fn write(cx: &Context, sessions: &[SessionRow], token: Option<&str>, headers: &mut HeaderMap) {
    let changes = &cx.changes;
    if changes.is_client_forgotten {
        add(&cx.app, headers, CLIENT.to_owned(), String::new(), 0, true);
    } else if let Some(token) = &changes.client_token {
        add(&cx.app, headers, CLIENT.to_owned(), token.expose_secret().to_owned(), CLIENT_LIFETIME, true);
    }
    if let Some(devices) = &changes.devices {
        add(&cx.app, headers, DEVICE.to_owned(), devices.to_string(), devices::LIFETIME, true);
    }
    let is_signed_out = (changes.is_sign_in_changed || changes.is_client_forgotten) && sessions.is_empty();
    if let Some(token) = token {
        both(&cx.app, headers, SESSION, token, YEAR, true);
    } else if is_signed_out {
        both(&cx.app, headers, SESSION, "", 0, true);
    }
    if changes.is_sign_in_changed || changes.is_client_forgotten {
        // The start of the newest session: no token of the client is older, and mere edits don't move it.
        let since = sessions.iter().map(|session| session.created_at).max().unwrap_or_default();
        both(&cx.app, headers, CLIENT_UAT, &since.div_euclid(SECOND).to_string(), YEAR, false);
    }
}

fn both(app: &App, headers: &mut HeaderMap, name: &str, value: &str, lifetime: Millis, is_http_only: bool) {
    add(app, headers, name.to_owned(), value.to_owned(), lifetime, is_http_only);
    add(app, headers, format!("{name}_{}", app.instance.cookie_suffix), value.to_owned(), lifetime, is_http_only);
}

fn add(app: &App, headers: &mut HeaderMap, name: String, value: String, lifetime: Millis, is_http_only: bool) {
    let cookie = Cookie::build((name, value))
        .path("/")
        .http_only(is_http_only)
        .same_site(SameSite::Lax)
        .secure(app.config.server.is_https())
        .max_age(Duration::milliseconds(lifetime));
    if let Ok(value) = HeaderValue::from_str(&cookie.to_string()) {
        headers.append(header::SET_COOKIE, value);
    }
}
