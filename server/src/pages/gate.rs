//! Redirects that are decided before a page is rendered, from what the session layer found out about the visitor.

use super::forms::{see_other, sign_in_then};
use crate::state::App;
use app::redirect::same_site_path_or;
use axum::{
    extract::{Request, State},
    middleware::Next,
    response::Response,
};
use http::Uri;
use onehop::signals::InitialState;

/// Leads people to the page they need: the profile's to sign-in when signed out, and the way in back out of it when
/// somebody is signed in and the browser may hold one session only.
pub async fn lead(State(state): State<App>, request: Request, next: Next) -> Response {
    match target(&state, &request) {
        Some(target) => see_other(&target),
        None => next.run(request).await,
    }
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
        "/sign-in" if is_signed_in && is_single(state) => {
            Some(next_page(uri, &state.config.instance.after_sign_in_url))
        }
        "/sign-up" if is_signed_in && is_single(state) => {
            Some(next_page(uri, &state.config.instance.after_sign_up_url))
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

/// The query's `redirect_url` if it is on this site, else the configured page.
fn next_page(uri: &Uri, fallback: &str) -> String {
    let query = uri.query().unwrap_or_default().as_bytes();
    let asked = form_urlencoded::parse(query).find(|(name, _)| name == "redirect_url");
    same_site_path_or(asked.as_ref().map(|(_, target)| &**target), fallback).to_owned()
}
