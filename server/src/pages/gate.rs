//! What is decided before a page is rendered: redirects, from what the session layer found out about the visitor, and
//! whether the page may lead to the place on another site that its address asks for.

use super::forms::{see_other, sign_in_then};
use crate::{domain::redirects, state::App};
use app::redirect::{AllowedRedirect, same_site_path_or};
use axum::{
    extract::{Request, State},
    middleware::Next,
    response::Response,
};
use http::{HeaderValue, Uri, header::REFERRER_POLICY};
use onehop::signals::InitialState;

/// Leads people to the page they need: the profile's to sign-in when signed out, and the way in back out of it when
/// somebody is signed in and the browser may hold one session only.
pub async fn lead(State(state): State<App>, mut request: Request, next: Next) -> Response {
    if let Some(allowed) = allowed_elsewhere(&state, request.uri()).await {
        request.extensions_mut().insert(AllowedRedirect(allowed));
    }
    if let Some(target) = target(&state, &request) {
        return see_other(&target);
    }
    let has_ticket = asked(request.uri(), "__clerk_ticket").is_some();
    let mut response = next.run(request).await;
    if has_ticket {
        // Nobody else may learn the ticket from the page's address. Not `no-referrer`: browsers would then leave out where
        // our own forms come from.
        response.headers_mut().insert(REFERRER_POLICY, HeaderValue::from_static("same-origin"));
    }
    response
}

/// The place on another site that the page is asked to lead to, if people may be sent there.
async fn allowed_elsewhere(state: &App, uri: &Uri) -> Option<String> {
    if !matches!(uri.path(), "/sign-in" | "/sign-up") {
        return None;
    }
    let asked = asked(uri, "redirect_url").filter(|url| url.contains("://"))?;
    let mut conn = state.read().await.ok()?;
    redirects::is_allowed(state, &mut conn, &asked).await.ok()?.then_some(asked)
}

fn target(state: &App, request: &Request) -> Option<String> {
    let visitor = request.extensions().get::<InitialState>()?;
    // Unknown is not signed out: the page itself waits for the truth.
    if !visitor.known {
        return None;
    }
    let is_signed_in = visitor.client.as_ref().is_some_and(|client| client.active_session().is_some());
    let uri = request.uri();
    match uri.path() {
        path if is_profile(path) && !is_signed_in => Some(sign_in_then(path_and_query(uri))),
        // A ticket may be for whoever acts as somebody else: they are led to the page that says so.
        "/sign-in" if is_signed_in && is_single(state) && asked(uri, "__clerk_ticket").is_none() => {
            Some(next_page(request, &state.config.instance.after_sign_in_url))
        }
        "/sign-up" if is_signed_in && is_single(state) => {
            Some(next_page(request, &state.config.instance.after_sign_up_url))
        }
        _ => None,
    }
}

fn is_single(state: &App) -> bool {
    state.config.session.single_session_mode
}

fn is_profile(path: &str) -> bool {
    path == "/user" || path.starts_with("/user/")
}

fn path_and_query(uri: &Uri) -> &str {
    uri.path_and_query().map_or("/", |it| it.as_str())
}

/// The query's `redirect_url` if it is on this site or allowed, else the configured page.
fn next_page(request: &Request, fallback: &str) -> String {
    if let Some(AllowedRedirect(url)) = request.extensions().get() {
        return url.clone();
    }
    same_site_path_or(asked(request.uri(), "redirect_url").as_deref(), fallback).to_owned()
}

/// A value of the query.
fn asked(uri: &Uri, name: &str) -> Option<String> {
    let query = uri.query().unwrap_or_default().as_bytes();
    let mut pairs = form_urlencoded::parse(query);
    pairs.find(|(found, _)| found == name).map(|(_, value)| value.into_owned())
}
