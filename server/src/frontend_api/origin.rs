//! Cross-site request forgery: a changing request must come from a page of ours or of an allowed origin.
//!
//! The check of OWASP's CSRF cheat sheet: `Origin` against the allow-list, `Sec-Fetch-Site` where it is absent. Cookies
//! alone prove nothing: sibling subdomains count as the same site.

use crate::{
    error::{Error, Result},
    state::App,
};
use http::{HeaderMap, header};
use onehop::wire::ErrorCode;

/// May pages of this origin call us?
pub fn is_allowed(origin: &str, app: &App) -> bool {
    origin == app.config.server.public_origin()
        || app.config.instance.allowed_origins.iter().any(|allowed| allowed == origin)
}

/// Refuses a changing request that another site may have caused.
pub fn check(headers: &HeaderMap, app: &App) -> Result<()> {
    let text = |name| headers.get(name).and_then(|value: &http::HeaderValue| value.to_str().ok());
    let is_fine = match (text(header::ORIGIN), text(header::HeaderName::from_static("sec-fetch-site"))) {
        (Some(origin), _) => is_allowed(origin, app),
        (None, Some(site)) => site == "same-origin",
        // No browser sends a cookie without either: a program does, and it has no one else's cookies.
        (None, None) => !headers.contains_key(header::COOKIE),
    };
    if is_fine { Ok(()) } else { Err(Error::api(ErrorCode::OriginInvalid)) }
}

/// Whose page asks: the `azp` of its tokens.
pub fn of_page(headers: &HeaderMap, app: &App) -> Option<String> {
    let text = |name| headers.get(name).and_then(|value: &http::HeaderValue| value.to_str().ok());
    if let Some(origin) = text(header::ORIGIN) {
        return is_allowed(origin, app).then(|| origin.to_owned());
    }
    let referer = text(header::REFERER).and_then(|referer| url::Url::parse(referer).ok());
    match referer.map(|url| url.origin().ascii_serialization()) {
        Some(origin) if is_allowed(&origin, app) => Some(origin),
        // A navigation or a call in process: our own pages.
        _ => Some(app.config.server.public_origin()),
    }
}
