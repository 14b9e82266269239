//! The way through a list: links, so that a page can be kept, shared and opened in another tab.

use leptos::prelude::*;

/// What is shown of how many, and the ways on and back to the beginning.
#[component]
pub fn Pager(
    /// What is shown.
    #[prop(into)]
    summary: String,
    /// The first page, unless this is it.
    first: Option<String>,
    /// The next page, if there is one.
    next: Option<String>,
) -> impl IntoView {
    view! {
        <nav class="db-pager" aria-label="Pages">
            <p class="db-pager-summary">{summary}</p>
            <div class="db-pager-links">
                {first.map(|href| view! { <a href=href class="oh-button" data-variant="secondary">"First page"</a> })}
                {next.map(|href| view! { <a href=href class="oh-button" data-variant="secondary">"Next page"</a> })}
            </div>
        </nav>
    }
    .into_any()
}
