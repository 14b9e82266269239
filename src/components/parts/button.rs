//! Buttons. One primary button per view.

use super::Spinner;
use crate::text::use_text;
use leptos::prelude::*;

/// How much weight a button has.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ButtonVariant {
    /// The one thing to do here.
    #[default]
    Primary,
    /// Another thing to do.
    Secondary,
    /// Without an edge.
    Ghost,
    /// Destroys something.
    Danger,
    /// Looks like a link.
    Link,
}

impl ButtonVariant {
    /// The name the style sheet knows it by.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Primary => "primary",
            Self::Secondary => "secondary",
            Self::Ghost => "ghost",
            Self::Danger => "danger",
            Self::Link => "link",
        }
    }
}

/// A button. While `pending` it keeps its width and shows a spinner in place of its label, and does nothing. A pause in
/// between is told on it, and announced beside it: what is said inside a button isn't.
#[component]
pub fn Button(
    /// How much weight it has.
    #[prop(optional)]
    variant: ButtonVariant,
    /// `submit` or `button`.
    #[prop(default = "submit")]
    type_: &'static str,
    /// Is its work under way?
    #[prop(optional, into)]
    pending: Signal<bool>,
    /// Does that work wait for a moment before it goes on? Then the button says so.
    #[prop(optional, into)]
    waiting: Option<Signal<bool>>,
    /// Can't it be pressed?
    #[prop(optional, into)]
    disabled: Signal<bool>,
    /// What it does, beside submitting its form.
    #[prop(optional, into)]
    on_click: Option<Callback<()>>,
    /// As wide as its container?
    #[prop(optional)]
    full: bool,
    /// The name for those who don't see its content.
    #[prop(optional, into)]
    label: Option<String>,
    /// Its label.
    children: Children,
) -> impl IntoView {
    let click = move |_| {
        if let Some(on_click) = on_click
            && !pending.get_untracked()
        {
            on_click.run(());
        }
    };
    view! {
        <button
            class="oh-button"
            type=type_
            data-variant=variant.as_str()
            data-full=full.then_some("")
            aria-label=label
            data-waiting=move || waiting.is_some_and(|waiting| waiting.get()).then_some("")
            aria-busy=move || pending.get().then_some("true")
            aria-disabled=move || pending.get().then_some("true")
            disabled=move || disabled.get()
            on:click=click
        >
            <span class="oh-button-label">{children()}</span>
            <Spinner />
            {waiting.map(|waiting| view! { <span class="oh-button-wait">{wait_text(waiting)}</span> })}
        </button>
        {waiting.map(|waiting| view! {
            <span class="oh-visually-hidden" role="status">{wait_text(waiting)}</span>
        })}
    }
}

fn wait_text(waiting: Signal<bool>) -> impl Fn() -> Option<&'static str> + Copy + Send + 'static {
    move || waiting.get().then_some(use_text().parts.wait)
}
