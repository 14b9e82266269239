//! Pictures of users, for everybody who knows the address: those that people chose, and those with initials.
//!
//! An address never shows anything else, so browsers may keep it for good. Nothing here runs: the pictures are of our own
//! making, and are sent with a policy that forbids everything.

use crate::{
    domain::profile_images::{PATH, file_name},
    frontend_api::is_id,
    state::App,
    store::profile_images,
};
use axum::{
    Router,
    extract::{Path, State},
    response::{IntoResponse, Response},
    routing::get,
};
use base64::{Engine, engine::general_purpose::STANDARD};
use http::{HeaderName, HeaderValue, StatusCode, header};
use onehop::wire::ImageId;

const FOR_GOOD: HeaderValue = HeaderValue::from_static("public, max-age=31536000, immutable");
const NOTHING_RUNS: HeaderValue = HeaderValue::from_static("default-src 'none'; sandbox");
const RESOURCE_POLICY: HeaderName = HeaderName::from_static("cross-origin-resource-policy");
/// Pages of other sites may show them: an app's address is seldom ours.
const EVERYWHERE: HeaderValue = HeaderValue::from_static("cross-origin");

/// The routes.
pub fn router(app: App) -> Router {
    Router::new()
        .route(&format!("{PATH}/{{id}}"), get(chosen))
        .route(&format!("{PATH}/initials/{{hue}}/{{letters}}"), get(initials))
        .with_state(app)
}

async fn chosen(State(app): State<App>, Path(id): Path<String>) -> Response {
    if !is_id(&id) {
        return StatusCode::NOT_FOUND.into_response();
    }
    let found = match app.read().await {
        Ok(mut conn) => profile_images::find(&mut conn, &app.instance.id, &ImageId::from(id)).await,
        Err(error) => Err(error),
    };
    let row = match found {
        Ok(Some(row)) => row,
        Ok(None) => return StatusCode::NOT_FOUND.into_response(),
        Err(error) => {
            tracing::error!(%error, "a picture cannot be read: {error}");
            return StatusCode::SERVICE_UNAVAILABLE.into_response();
        }
    };
    let kind = if row.media_type == "image/png" { "image/png" } else { "image/jpeg" };
    match (STANDARD.decode(&row.content), HeaderValue::try_from(format!("inline; filename=\"{}\"", file_name(&row)))) {
        (Ok(content), Ok(disposition)) => {
            picture(kind, [(header::CONTENT_DISPOSITION, disposition)], content).into_response()
        }
        _ => StatusCode::NOT_FOUND.into_response(),
    }
}

/// Background and letters of each colour, as the style sheet has them for daylight.
const COLOURS: [(&str, &str); 8] = [
    ("#e3e8f8", "#2c4187"),
    ("#dcefed", "#0b5a52"),
    ("#f6e7dd", "#85400f"),
    ("#f0e4f5", "#6b2d80"),
    ("#e5e9ee", "#424f61"),
    ("#f8e3e8", "#8c2746"),
    ("#e4f0df", "#33601c"),
    ("#f3ecd6", "#6a530b"),
];
/// Two initials; some letters become two or three as capitals.
const MAX_LETTERS: usize = 6;

async fn initials(Path((hue, name)): Path<(String, String)>) -> Response {
    let colour = hue.parse().ok().and_then(|hue: usize| COLOURS.get(hue));
    let letters = name.strip_suffix(".svg");
    let letters =
        letters.filter(|letters| letters.chars().count() <= MAX_LETTERS && !letters.contains(char::is_control));
    match (colour, letters) {
        (Some(colour), Some(letters)) => picture("image/svg+xml", [], draw(*colour, letters)).into_response(),
        _ => StatusCode::NOT_FOUND.into_response(),
    }
}

fn draw((background, foreground): (&str, &str), letters: &str) -> String {
    let escaped: String = letters.chars().map(|letter| format!("&#{};", u32::from(letter))).collect();
    format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"256\" height=\"256\" viewBox=\"0 0 256 256\">\
         <rect width=\"256\" height=\"256\" fill=\"{background}\"/>\
         <text x=\"128\" y=\"128\" dy=\".35em\" text-anchor=\"middle\" font-family=\"system-ui,sans-serif\" \
         font-size=\"104\" font-weight=\"600\" fill=\"{foreground}\">{escaped}</text></svg>"
    )
}

fn picture<const N: usize>(
    kind: &'static str,
    more: [(HeaderName, HeaderValue); N],
    content: impl IntoResponse,
) -> impl IntoResponse {
    let common = [
        (header::CONTENT_TYPE, HeaderValue::from_static(kind)),
        (header::CACHE_CONTROL, FOR_GOOD),
        (header::CONTENT_SECURITY_POLICY, NOTHING_RUNS),
        (RESOURCE_POLICY, EVERYWHERE),
    ];
    (common, more, content)
}

#[cfg(test)]
mod tests {
    use super::*;
    use http_body_util::BodyExt;

    async fn ask(hue: &str, letters: &str) -> (StatusCode, String) {
        let response = initials(Path((hue.to_owned(), letters.to_owned()))).await;
        let status = response.status();
        let body = response.into_body().collect().await.expect("a body").to_bytes();
        (status, String::from_utf8_lossy(&body).into_owned())
    }

    #[tokio::test]
    async fn initials_are_drawn_and_nothing_in_them_is_markup() {
        let (status, svg) = ask("3", "AL.svg").await;
        assert_eq!(status, StatusCode::OK);
        assert!(svg.contains("&#65;&#76;</text>") && svg.contains("#6b2d80"), "{svg}");
        let (status, svg) = ask("0", "</te>.svg").await;
        assert_eq!(status, StatusCode::OK);
        assert!(!svg.contains("</te>"), "{svg}");
        assert_eq!(ask("0", ".svg").await.0, StatusCode::OK, "nameless people have a colour");
    }

    #[tokio::test]
    async fn other_addresses_have_no_picture() {
        for (hue, letters) in
            [("8", "AL.svg"), ("-1", "AL.svg"), ("x", "AL.svg"), ("0", "AL"), ("0", "ABCDEFG.svg"), ("0", "A\0.svg")]
        {
            assert_eq!(ask(hue, letters).await.0, StatusCode::NOT_FOUND, "{hue}/{letters}");
        }
    }
}
