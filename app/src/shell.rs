//! The HTML document around the pages. Rendered on the server alone; the browser hydrates what is inside `<body>`.

use crate::{App, hosted::in_language};
use leptos::{nonce::use_nonce, prelude::*};
use leptos_meta::MetaTags;
use onehop::ssr::page_language;

/// Addresses of the stylesheet and the browser's code, with the version of their content, so that they may be cached
/// for good. The server provides it as context for every page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Assets {
    /// The stylesheet.
    pub css: String,
    /// The JavaScript that loads the code.
    pub js: String,
    /// The code.
    pub wasm: String,
}

/// The document.
pub fn shell() -> impl IntoView {
    document(use_context::<Assets>(), in_language(page_language()).about, || view! { <App /> })
}

/// A document with these files around what is inside `<body>`. `about`: what search engines say of it.
pub(crate) fn document<V: IntoView + 'static>(
    assets: Option<Assets>,
    about: &'static str,
    body: impl FnOnce() -> V,
) -> impl IntoView {
    let language = page_language();
    view! {
        <!DOCTYPE html>
        <html lang=language.tag dir=language.direction.as_str()>
            <head>
                <meta charset="utf-8" />
                <meta name="viewport" content="width=device-width, initial-scale=1" />
                <meta name="color-scheme" content="light dark" />
                <meta name="description" content=about />
                <link rel="icon" href="/favicon.svg" type="image/svg+xml" />
                {assets.map(|assets| view! { <AssetTags assets /> })}
                <MetaTags />
            </head>
            <body>{body()}</body>
        </html>
    }
}

/// The tags that fetch stylesheet and code. Leptos' own ones know no versions, and preload the code: over a slow line
/// its half a megabyte then comes beside the ten kilobytes that are needed to see the page and to use its forms. Here the
/// code is asked for when the page has been painted.
#[component]
fn AssetTags(assets: Assets) -> impl IntoView {
    let nonce = use_nonce();
    let quoted = |address: &str| format!("{address:?}");
    let start = format!(
        "document.hidden || await new Promise((done) => requestAnimationFrame(() => setTimeout(done))); \
         const [code, {{ default: start, hydrate }}] = [fetch({}), await import({})]; \
         await start({{ module_or_path: code }}); hydrate();",
        quoted(&assets.wasm),
        quoted(&assets.js),
    );
    view! {
        <link rel="stylesheet" href=assets.css />
        <script type="module" nonce=nonce>
            {start}
        </script>
    }
}
