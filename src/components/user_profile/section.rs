//! The shape all sections share: title beside content, rows, and the links and buttons at a row's end.

use super::Profile;
use crate::components::parts::{Icon, IconName};
use leptos::{ev::MouseEvent, prelude::*};

/// A section: its title and last success at the side, its rows beside them.
#[component]
pub fn Section(
    /// The profile it is part of.
    profile: Profile,
    /// Its unique name.
    name: &'static str,
    /// Its heading.
    #[prop(into)]
    title: String,
    /// Drawn with a danger border?
    #[prop(optional)]
    danger: bool,
    /// Rows and panels.
    children: Children,
) -> impl IntoView {
    let title_id = profile.dom_id(&format!("{name}-title"));
    let heading_id = title_id.clone();
    view! {
        <section class="oh-profile-section" data-danger=danger.then_some("") aria-labelledby=title_id>
            <div class="oh-profile-section-head">
                <h2 class="oh-profile-section-title" id=heading_id tabindex="-1">{title}</h2>
                <p class="oh-profile-status" role="status">
                    {move || {
                        profile.status(name).map(|text| view! { <Icon name=IconName::Check /><span>{text}</span> })
                    }}
                </p>
            </div>
            <div class="oh-profile-section-body">{children()}</div>
        </section>
    }
    .into_any()
}

/// A line of a section: what is, and what can be done about it.
#[component]
pub fn Row(
    /// The value.
    children: Children,
    /// Links and buttons at its end.
    #[prop(optional, into)]
    actions: Option<ViewFn>,
) -> impl IntoView {
    view! {
        <div class="oh-profile-row">
            <div class="oh-profile-row-value">{children()}</div>
            {actions.map(|actions| view! { <div class="oh-profile-row-actions">{actions.run()}</div> })}
        </div>
    }
    .into_any()
}

/// A link that opens a panel: a page of its own without scripts, in place with them.
#[component]
pub fn OpenPanel(
    /// The profile.
    profile: Profile,
    /// The panel's name.
    #[prop(into)]
    panel: String,
    /// The link's text.
    label: &'static str,
    /// What it is about, for those who don't see the row.
    #[prop(optional, into)]
    about: Option<String>,
    /// Does it lead to something destructive?
    #[prop(optional)]
    danger: bool,
) -> impl IntoView {
    let panel = StoredValue::new(panel);
    let is_open = Memo::new(move |_| panel.with_value(|panel| profile.is_open(panel)));
    let click = move |event: MouseEvent| {
        if !is_plain(&event) {
            return;
        }
        event.prevent_default();
        panel.with_value(|panel| if is_open.get_untracked() { profile.close(panel) } else { profile.open(panel) });
    };
    view! {
        <a
            class="oh-profile-action"
            id=panel.with_value(|panel| profile.opener_id(panel))
            href=move || panel.with_value(|panel| profile.panel_path(panel))
            data-danger=danger.then_some("")
            aria-expanded=move || if is_open.get() { "true" } else { "false" }
            aria-controls=move || is_open.get().then(|| panel.with_value(|panel| profile.dom_id(panel)))
            on:click=click
        >
            {label}
            {about.map(|about| view! { <span class="oh-visually-hidden">" "{about}</span> })}
        </a>
    }
    .into_any()
}

/// The button of a form that is a row's action by itself.
#[component]
pub fn RowSubmit(
    /// Its text.
    label: &'static str,
    /// What it is about, for those who don't see the row.
    #[prop(into)]
    about: String,
    /// Can't it be pressed, because a call is under way?
    #[prop(into)]
    disabled: Signal<bool>,
) -> impl IntoView {
    view! {
        <button class="oh-profile-action" type="submit" disabled=move || disabled.get()>
            {label}
            <span class="oh-visually-hidden">" "{about}</span>
        </button>
    }
    .into_any()
}

/// A click without a key that would open a new tab or window.
pub(super) fn is_plain(event: &MouseEvent) -> bool {
    event.button() == 0 && !(event.ctrl_key() || event.meta_key() || event.shift_key() || event.alt_key())
}
