//! The turning ring of something under way.

use leptos::prelude::*;

/// A ring that turns. Decoration: whoever shows it says "busy" in its own markup.
#[component]
pub fn Spinner() -> impl IntoView {
    view! { <span class="oh-spinner" aria-hidden="true"></span> }
}
