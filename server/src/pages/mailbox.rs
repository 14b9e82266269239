//! `/dev/mailbox`: the mails of this installation, newest first, for people who develop and for tests. Exists in
//! development only, where no mail leaves the machine.

use super::{csp, static_files::StaticFiles};
use crate::{
    clock::SECOND,
    error::Result,
    frontend_api::reply,
    state::App,
    store::mails::{self, MailRow},
};
use app::{
    hosted::{BrandMark, utc},
    shell::Assets,
};
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
use leptos::prelude::*;
use onehop::components::parts::{ButtonVariant, Icon, IconName, Link};
use serde::Serialize;

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
        let page = page(mails, state.config.instance.name.clone(), files.assets());
        ([(CONTENT_SECURITY_POLICY, csp::WITHOUT_SCRIPTS)], Html(page)).into_response()
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

/// The page in the frame of all pages, without scripts.
fn page(mails: Vec<MailRow>, application: String, assets: Assets) -> String {
    let document = || {
        let list = match mails.is_empty() {
            true => view! { <Empty /> }.into_any(),
            false => view! { <ol class="pg-mails">{mails.into_iter().map(item).collect_view()}</ol> }.into_any(),
        };
        view! {
            <!DOCTYPE html>
            <html lang="en">
                <head>
                    <meta charset="utf-8" />
                    <meta name="viewport" content="width=device-width, initial-scale=1" />
                    <meta name="color-scheme" content="light dark" />
                    <title>"Mailbox · Onehop"</title>
                    <link rel="icon" href="/favicon.svg" type="image/svg+xml" />
                    <link rel="stylesheet" href=assets.css />
                </head>
                <body>
                    <a class="pg-skip" href="#content">"Skip to content"</a>
                    <header class="pg-header">
                        <div class="pg-header-inner">
                            <a class="pg-brand" href="/">
                                <BrandMark />
                                <span class="pg-brand-name">{application}</span>
                            </a>
                            <nav class="pg-nav" aria-label="Mailbox">
                                <a class="pg-nav-link" href="/dev/mailbox">"Look for new mail"</a>
                            </nav>
                        </div>
                    </header>
                    <main class="pg-main" id="content" tabindex="-1">
                        <div class="pg-mailbox">
                            <h1 class="pg-title">"Mailbox"</h1>
                            <p class="pg-text">"In development every mail stays here instead of being sent."</p>
                        </div>
                        {list}
                    </main>
                    <footer class="pg-footer">
                        <div class="pg-footer-inner"><p class="pg-footer-text">"The newest mails of this installation. Not there in production."</p></div>
                    </footer>
                </body>
            </html>
        }
        .to_html()
    };
    Owner::new().with(document)
}

/// No mail, and how there comes one.
#[component]
fn Empty() -> impl IntoView {
    view! {
        <div class="pg-card">
            <div class="pg-empty">
                <span class="pg-empty-icon">
                    <Icon name=IconName::Mail />
                </span>
                <h2 class="pg-empty-title">"No mail yet"</h2>
                <p class="pg-empty-text">"Sign up or ask for a code, and it arrives here."</p>
                <Link href="/sign-up" variant=ButtonVariant::Secondary>
                    "Sign up"
                </Link>
            </div>
        </div>
    }
}

fn item(mail: MailRow) -> impl IntoView {
    view! {
        <li class="pg-card">
            <article class="pg-mail">
                <header class="pg-mail-head">
                    <h2 class="pg-heading">{visible(&mail.subject)}</h2>
                    <p class="pg-mail-fact">"To " <bdi>{visible(&mail.recipient)}</bdi></p>
                    <p class="pg-mail-fact">{utc(mail.created_at.div_euclid(SECOND))}</p>
                </header>
                <pre class="pg-mail-text">{visible(&mail.body_text)}</pre>
            </article>
        </li>
    }
}

/// Control characters as what they are: they are invisible, and at home in no text.
fn visible(text: &str) -> String {
    let is_odd = |character: &char| character.is_control() && !matches!(character, '\n' | '\t');
    let show = |character: char| match is_odd(&character) {
        true => format!("\\u{{{:x}}}", u32::from(character)),
        false => character.to_string(),
    };
    text.chars().map(show).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_mail_says_cannot_become_markup() {
        let mail = MailRow {
            id: "ema_1".into(),
            recipient: "\"><img src=x onerror=alert(1)>@example.com".into(),
            subject: "<script>alert(1)</script>\u{7}".into(),
            body_text: "</pre><b>&amp;</b>".into(),
            body_html: String::new(),
            attempts: 0,
            created_at: 0,
        };
        let assets = Assets { css: "/pkg/onehop.css".into(), js: String::new(), wasm: String::new() };
        let html = page(vec![mail], "Onehop".to_owned(), assets);
        for markup in ["<script", "<img", "<b>"] {
            assert!(!html.contains(markup), "{markup}");
        }
        assert!(html.contains("&lt;/pre&gt;&lt;b&gt;&amp;amp;&lt;/b&gt;"));
        assert!(html.contains("\\u{7}"));
    }
}
