//! The way through a list: links, so that a page can be kept, shared and opened in another tab.

use leptos::prelude::*;
use leptos_router::components::A;

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
                {first.map(|href| view! { <A href=href attr:class="oh-button" attr:data-variant="secondary">"First page"</A> })}
                {next.map(|href| view! { <A href=href attr:class="oh-button" attr:data-variant="secondary">"Next page"</A> })}
            </div>
        </nav>
    }
    .into_any()
}
