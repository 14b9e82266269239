//! `/dev/mailbox`: the mails of this installation, newest first, for people who develop and for tests. Exists in
//! development only, where no mail leaves the machine.

use super::{csp, static_files::StaticFiles};
use crate::{
    error::Result,
    frontend_api::reply,
    state::App,
    store::mails::{self, MailRow},
};
use app::shell::Assets;
use axum::{
    Json, Router,
    extract::State,
    response::{Html, IntoResponse, Response},
    routing::get,
};
use http::{
    Extensions, HeaderMap,
    header::{ACCEPT, CONTENT_SECURITY_POLICY, VARY},
};
use serde::Serialize;
use std::fmt::Write;

/// How many mails are shown.
const LIMIT: i64 = 50;

/// The mailbox's route.
pub fn router(state: App, files: StaticFiles) -> Router {
    Router::new().route("/dev/mailbox", get(show)).with_state((state, files))
}

async fn show(
    State((state, files)): State<(App, StaticFiles)>,
    headers: HeaderMap,
    extensions: Extensions,
) -> Response {
    let mails = match recent(&state).await {
        Ok(mails) => mails,
        Err(error) => return reply::error(error, None, &reply::trace_id(&extensions)),
    };
    let accept = headers.get(ACCEPT).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let body = if accept.contains("application/json") {
        Json(mails.into_iter().map(Mail::from).collect::<Vec<_>>()).into_response()
    } else {
        ([(CONTENT_SECURITY_POLICY, csp::WITHOUT_SCRIPTS)], Html(page(&mails, &files.assets()))).into_response()
    };
    ([(VARY, "accept")], body).into_response()
}

async fn recent(state: &App) -> Result<Vec<MailRow>> {
    let mut conn = state.read().await?;
    Ok(mails::list_recent(&mut conn, &state.instance.id, LIMIT).await?)
}

/// A mail as tools read it.
#[derive(Serialize)]
struct Mail {
    to: String,
    subject: String,
    text: String,
    html: String,
    at: i64,
}

impl From<MailRow> for Mail {
    fn from(row: MailRow) -> Self {
        Self { to: row.recipient, subject: row.subject, text: row.body_text, html: row.body_html, at: row.created_at }
    }
}

fn page(mails: &[MailRow], assets: &Assets) -> String {
    let css = escape(&assets.css);
    let list = match mails {
        [] => r#"<p class="pg-text">No mail yet. Sign up or ask for a code, and it arrives here.</p>"#.to_owned(),
        mails => format!("<ol class=\"pg-mails\">{}</ol>", mails.iter().map(item).collect::<String>()),
    };
    format!(
        r##"<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>Mailbox · Onehop</title>
<link rel="icon" href="/favicon.svg" type="image/svg+xml">
<link rel="stylesheet" href="{css}">
</head>
<body>
<a class="pg-skip" href="#content">Skip to content</a>
<header class="pg-header"><div class="pg-header-inner"><a class="pg-brand" href="/"><span class="pg-brand-name">Onehop</span></a>
<nav class="pg-nav" aria-label="Mailbox"><a class="pg-nav-link" href="/dev/mailbox">Look for new mail</a></nav></div></header>
<main class="pg-main pg-stack" id="content">
<h1 class="pg-title">Mailbox</h1>
<p class="pg-text">In development every mail stays here instead of being sent.</p>
{list}
</main>
</body>
</html>
"##
    )
}

fn item(mail: &MailRow) -> String {
    format!(
        "<li class=\"pg-card\"><article class=\"pg-stack\"><h2 class=\"pg-heading\">{}</h2><p class=\"pg-text\">To {}</p>\
         <pre class=\"pg-mail-text\">{}</pre></article></li>\n",
        escape(&mail.subject),
        escape(&mail.recipient),
        escape(&mail.body_text),
    )
}

/// Text as it may stand in HTML, also inside a quoted attribute.
fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 16);
    for character in text.chars() {
        match character {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            // Invisible, and at home in no text: shown as what they are.
            character if character.is_control() && !matches!(character, '\n' | '\t') => {
                write!(out, "\\u{{{:x}}}", u32::from(character)).expect("a String takes every text");
            }
            character => out.push(character),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_mail_says_cannot_become_markup() {
        let mail = MailRow {
            id: "ema_1".into(),
            recipient: "\"><img src=x onerror=alert(1)>@example.com".into(),
            subject: "<script>alert(1)</script>".into(),
            body_text: "</pre><b>&amp;</b>".into(),
            body_html: String::new(),
            attempts: 0,
            created_at: 0,
        };
        let assets = Assets { css: "/pkg/onehop.css".into(), js: String::new(), wasm: String::new() };
        let html = page(&[mail], &assets);
        for markup in ["<script", "<img", "<b>"] {
            assert!(!html.contains(markup), "{markup}");
        }
        assert!(html.contains("&lt;/pre&gt;&lt;b&gt;&amp;amp;&lt;/b&gt;"));
    }
}
