//! A short mark beside a value: "Primary", "Unverified".

use super::Tone;
use leptos::prelude::*;

/// A short mark.
#[component]
pub fn Badge(
    /// Its colour.
    #[prop(optional)]
    tone: Tone,
    /// Its text.
    children: Children,
) -> impl IntoView {
    view! { <span class="oh-badge" data-tone=tone.as_str()>{children()}</span> }
}
