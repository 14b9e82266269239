//! What stands where a list has nothing.

use super::{Glyph, GlyphName};
use leptos::prelude::*;

/// One sentence about what would be here, and at most one thing to do.
#[component]
pub fn Empty(
    /// What belongs here.
    icon: GlyphName,
    /// What is missing.
    title: &'static str,
    /// One sentence.
    text: &'static str,
    /// What to do about it.
    #[prop(optional, into)]
    action: Option<ViewFn>,
) -> impl IntoView {
    view! {
        <div class="db-empty">
            <span class="db-empty-icon"><Glyph name=icon /></span>
            <p class="db-empty-title">{title}</p>
            <p class="db-empty-text">{text}</p>
            {action.map(|action| view! { <p class="db-empty-action">{action.run()}</p> })}
        </div>
    }
    .into_any()
}
