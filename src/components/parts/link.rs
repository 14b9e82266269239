//! A link that is a step of its own without scripts, and a quick change of state with them.

use super::ButtonVariant;
use leptos::{ev::MouseEvent, prelude::*};

/// A link. With `on_click` a plain click runs that instead of loading `href`.
#[component]
pub fn Link(
    /// Where it leads.
    #[prop(into)]
    href: String,
    /// Drawn as a button of this kind; `Link` is a link in running text.
    #[prop(default = ButtonVariant::Link)]
    variant: ButtonVariant,
    /// What a plain click does instead.
    #[prop(optional, into)]
    on_click: Option<Callback<()>>,
    /// As wide as its container?
    #[prop(optional)]
    full: bool,
    /// The name for those who don't see its content.
    #[prop(optional, into)]
    label: Option<String>,
    /// Its text.
    children: Children,
) -> impl IntoView {
    let click = move |event: MouseEvent| {
        let is_plain =
            event.button() == 0 && !(event.ctrl_key() || event.meta_key() || event.shift_key() || event.alt_key());
        if let Some(on_click) = on_click
            && is_plain
        {
            event.prevent_default();
            on_click.run(());
        }
    };
    let class = if variant == ButtonVariant::Link { "oh-link" } else { "oh-button" };
    view! {
        <a class=class href=href data-variant=variant.as_str() data-full=full.then_some("") aria-label=label on:click=click>
            {children()}
        </a>
    }
}
