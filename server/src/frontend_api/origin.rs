//! Cross-site request forgery: a changing request must come from a page of ours or of an allowed origin.
//!
//! The check of OWASP's CSRF cheat sheet: `Origin` against the allow-list, `Sec-Fetch-Site` where it is absent. Cookies
//! alone prove nothing: sibling subdomains count as the same site.
//!
//! Allowed are the origins of the configuration and those that a backend added. For the latter the database is asked,
//! so only calls from elsewhere cost a query.

use crate::{
    domain::settings,
    error::{Error, Result},
    state::App,
};
use http::{Extensions, HeaderMap, header};
use onehop::wire::ErrorCode;

/// In a request's extensions: this origin was found allowed, so nobody need ask again.
#[derive(Clone, Debug)]
pub struct Allowed(pub String);

/// May pages of this origin call us?
pub async fn is_allowed(origin: &str, extensions: &Extensions, app: &App) -> Result<bool> {
    let is_known = origin == app.config.server.public_origin()
        || app.config.instance.allowed_origins.iter().any(|allowed| allowed == origin)
        || extensions.get::<Allowed>().is_some_and(|allowed| allowed.0 == origin);
    if is_known {
        return Ok(true);
    }
    let settings = settings::find(app, &mut app.read().await?).await?;
    Ok(settings.allowed_origins.is_some_and(|added| added.iter().any(|allowed| allowed == origin)))
}

/// Refuses a changing request that another site may have caused.
pub async fn check(headers: &HeaderMap, extensions: &Extensions, app: &App) -> Result<()> {
    let text = |name| headers.get(name).and_then(|value: &http::HeaderValue| value.to_str().ok());
    let is_fine = match (text(header::ORIGIN), text(header::HeaderName::from_static("sec-fetch-site"))) {
        (Some(origin), _) => is_allowed(origin, extensions, app).await?,
        (None, Some(site)) => site == "same-origin",
        // No browser sends a cookie without either: a program does, and it has no one else's cookies.
        (None, None) => !headers.contains_key(header::COOKIE),
    };
    if is_fine { Ok(()) } else { Err(Error::api(ErrorCode::OriginInvalid)) }
}

/// Whose page asks: the `azp` of its tokens.
pub async fn of_page(headers: &HeaderMap, extensions: &Extensions, app: &App) -> Result<Option<String>> {
    let text = |name| headers.get(name).and_then(|value: &http::HeaderValue| value.to_str().ok());
    if let Some(origin) = text(header::ORIGIN) {
        return Ok(is_allowed(origin, extensions, app).await?.then(|| origin.to_owned()));
    }
    let referer = text(header::REFERER).and_then(|referer| url::Url::parse(referer).ok());
    match referer.map(|url| url.origin().ascii_serialization()) {
        Some(origin) if is_allowed(&origin, extensions, app).await? => Ok(Some(origin)),
        // A navigation or a call in process: our own pages.
        _ => Ok(Some(app.config.server.public_origin())),
    }
}
