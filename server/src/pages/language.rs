//! `POST /language`: keeps the language that somebody chose, and leads back to the page they chose it on.

use super::forms::see_other;
use crate::{error::Result, frontend_api::origin, frontend_api::reply, state::App};
use app::redirect::same_site_path_or;
use axum::{
    Router,
    body::Bytes,
    extract::{DefaultBodyLimit, State},
    response::Response,
    routing::post,
};
use http::{Extensions, HeaderMap, HeaderValue, header::SET_COOKIE};
use onehop::{ssr::LOCALE_COOKIE, text::LANGUAGES};

/// The longest form: two short values.
const MAX_BYTES: usize = 4 * 1024;
/// A year: a choice like this is made once.
const MAX_AGE_SECONDS: u32 = 31_536_000;

/// Its route.
pub fn router(state: App) -> Router {
    Router::new().route("/language", post(choose)).layer(DefaultBodyLimit::max(MAX_BYTES)).with_state(state)
}

async fn choose(State(state): State<App>, headers: HeaderMap, extensions: Extensions, body: Bytes) -> Response {
    match keep(&state, &headers, &extensions, &body).await {
        Ok(response) => response,
        Err(error) => reply::error(error, None, &reply::trace_id(&extensions)),
    }
}

async fn keep(state: &App, headers: &HeaderMap, extensions: &Extensions, body: &[u8]) -> Result<Response> {
    origin::check(headers, extensions, state).await?;
    let given =
        |name: &str| form_urlencoded::parse(body).find(|(found, _)| found == name).map(|(_, value)| value.into_owned());
    let mut response = see_other(same_site_path_or(given("then").as_deref(), "/"));
    let chosen = given("to").and_then(|tag| LANGUAGES.iter().find(|text| text.language.tag == tag));
    if let Some(text) = chosen {
        response.headers_mut().append(SET_COOKIE, cookie(text.language.tag, state.config.server.is_https()));
    }
    Ok(response)
}

fn cookie(tag: &str, is_https: bool) -> HeaderValue {
    let secure = if is_https { "; Secure" } else { "" };
    HeaderValue::try_from(format!("{LOCALE_COOKIE}={tag}; Path=/; SameSite=Lax; Max-Age={MAX_AGE_SECONDS}{secure}"))
        .expect("a language's tag is made of letters and hyphens")
}
