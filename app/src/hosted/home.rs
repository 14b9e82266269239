//! `/`: what this is, who you are in three states, what the server says, and how to use it in an app.

use super::{live_state::LiveState, server_answer::ServerAnswer, text::text};
use leptos::prelude::*;
use leptos_meta::Title;

/// The start page.
#[component]
pub fn Home() -> impl IntoView {
    view! {
        <Title text="" />
        <div class="pg-home">
            <section class="pg-hero">
                <h1 class="pg-headline">{text().headline}</h1>
                <p class="pg-lead">
                    {text().lead}
                </p>
            </section>
            <div class="pg-columns">
                <LiveState />
                <ServerAnswer />
            </div>
            <Developers />
        </div>
    }
}

/// The lines that put the library into an app.
const CARGO: &str = r#"[dependencies]
onehop = { path = "../onehop" }

[features]
hydrate = ["onehop/hydrate"]
ssr = ["onehop/ssr"]"#;

/// The smallest app that knows its user. Tests compile it, so that what the page shows works.
const SAMPLE: &str = include_str!("sample.rs");

/// How to use it.
#[component]
fn Developers() -> impl IntoView {
    view! {
        <section class="pg-stack" aria-labelledby="developers">
            <h2 class="pg-heading" id="developers">
                {text().developers}
            </h2>
            <p class="pg-text">
                {text().developers_text}
                " "
                <a class="oh-link" href="/theming">{text().theming}</a>
            </p>
            <div class="pg-columns">
                <CodeBlock id="cargo" title="Cargo.toml" code=CARGO />
                <CodeBlock id="sample" title="app.rs" code=SAMPLE />
            </div>
        </section>
    }
}

/// Code with a title. It can be reached by keyboard, because it may be wider than the page.
#[component]
fn CodeBlock(id: &'static str, title: &'static str, code: &'static str) -> impl IntoView {
    view! {
        <figure class="pg-code">
            <figcaption class="pg-code-title" id=id>
                {title}
            </figcaption>
            <pre class="pg-code-text" dir="ltr" tabindex="0" role="region" aria-labelledby=id>
                <code>{code}</code>
            </pre>
        </figure>
    }
}

#[cfg(test)]
#[path = "sample.rs"]
mod sample;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_sample_is_shown_as_the_file_that_compiles() {
        let _compiles = sample::App;
        assert!(SAMPLE.ends_with("}\n") && SAMPLE.lines().all(|line| line.len() <= 70));
    }
}
