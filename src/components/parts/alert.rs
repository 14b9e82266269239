//! A message that belongs to a whole card or form.

use super::{Icon, Tone};
use leptos::prelude::*;

/// A message with an icon. Failures are announced at once, everything else politely.
#[component]
pub fn Alert(
    /// What it is about.
    #[prop(optional)]
    tone: Tone,
    /// A short heading.
    #[prop(optional, into)]
    title: Option<String>,
    /// The text.
    children: Children,
) -> impl IntoView {
    let role = if tone == Tone::Danger { "alert" } else { "status" };
    view! {
        <div class="oh-alert" data-tone=tone.as_str() role=role>
            <Icon name=tone.icon() />
            <div class="oh-alert-body">
                {title.map(|title| view! { <p class="oh-alert-title">{title}</p> })}
                <div class="oh-alert-text">{children()}</div>
            </div>
        </div>
    }
}

/// The error of a form as a whole, while there is one.
#[component]
pub fn FormAlert(
    /// The error.
    #[prop(into)]
    error: Signal<Option<String>>,
) -> impl IntoView {
    move || error.get().map(|text| view! { <Alert tone=Tone::Danger>{text}</Alert> })
}
