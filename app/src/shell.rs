//! The HTML document around the pages. Rendered on the server alone; the browser hydrates what is inside `<body>`.

use crate::App;
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
    document(use_context::<Assets>(), || view! { <App /> })
}

/// A document with these files around what is inside `<body>`.
pub(crate) fn document<V: IntoView + 'static>(assets: Option<Assets>, body: impl FnOnce() -> V) -> impl IntoView {
    let language = page_language();
    view! {
        <!DOCTYPE html>
        <html lang=language.tag dir=language.direction.as_str()>
            <head>
                <meta charset="utf-8" />
                <meta name="viewport" content="width=device-width, initial-scale=1" />
                <meta name="color-scheme" content="light dark" />
                <link rel="icon" href="/favicon.svg" type="image/svg+xml" />
                {assets.map(|assets| view! { <AssetTags assets /> })}
                <MetaTags />
            </head>
            <body>{body()}</body>
        </html>
    }
}

/// The tags that fetch stylesheet and code. Leptos' own ones put no nonce on the preload of the script, so that a
/// strict policy blocks it, and know no versions.
#[component]
fn AssetTags(assets: Assets) -> impl IntoView {
    let nonce = use_nonce();
    let quoted = |address: &str| format!("{address:?}");
    let start = format!(
        "import start, {{ hydrate }} from {}; await start({{ module_or_path: {} }}); hydrate();",
        quoted(&assets.js),
        quoted(&assets.wasm),
    );
    view! {
        <link rel="stylesheet" href=assets.css />
        <link rel="modulepreload" href=assets.js nonce=nonce.clone() />
        <link rel="preload" href=assets.wasm r#as="fetch" r#type="application/wasm" crossorigin="anonymous" />
        <script type="module" nonce=nonce>
            {start}
        </script>
    }
}
