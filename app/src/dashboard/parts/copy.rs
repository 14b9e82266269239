//! An id, and a button that copies it where the page is alive.

use super::{Glyph, GlyphName};
use leptos::prelude::*;

/// An id in the type of code. The button appears with the browser's code: without it there is nothing it could do.
#[component]
pub fn CopyId(
    /// The id.
    #[prop(into)]
    text: String,
    /// What it is, for the button's name.
    what: &'static str,
) -> impl IntoView {
    let is_alive = RwSignal::new(false);
    let is_copied = RwSignal::new(false);
    Effect::new(move |_| is_alive.set(true));
    let shown = text.clone();
    let copy = move |_| {
        // Whether it worked is the browser's to say; where it refuses, the text can still be selected.
        let _ = window().navigator().clipboard().write_text(&text);
        is_copied.set(true);
    };
    view! {
        <span class="db-copy">
            <code class="db-copy-text">{shown}</code>
            <button
                class="oh-icon-button"
                type="button"
                hidden=move || !is_alive.get()
                aria-label=format!("Copy {what}")
                on:click=copy
            >
                {move || {
                    let name = if is_copied.get() { GlyphName::Check } else { GlyphName::Copy };
                    view! { <Glyph name=name /> }
                }}
            </button>
            <span class="oh-visually-hidden" role="status">{move || is_copied.get().then_some("Copied")}</span>
        </span>
    }
    .into_any()
}
