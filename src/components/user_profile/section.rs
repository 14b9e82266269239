//! The shape all sections share: title beside content, links that open a panel under their row, and the panel.

use super::{Profile, text};
use crate::components::parts::{Alert, Button, ButtonVariant, Icon, IconName, Tone};
use leptos::{
    ev::{KeyboardEvent, MouseEvent},
    html,
    prelude::*,
    wasm_bindgen::JsCast,
    web_sys::HtmlElement,
};

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
        panel.with_value(|panel| {
            if is_open.get_untracked() {
                profile.close(panel)
            } else {
                profile.open(panel)
            }
        });
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

/// A panel under a row; only one of a profile is open at a time.
#[component]
pub fn InlinePanel(
    /// The profile.
    profile: Profile,
    /// Its unique name.
    #[prop(into)]
    name: String,
    /// The section it belongs to: takes the focus back when the opener is gone.
    section: &'static str,
    /// Its heading.
    title: &'static str,
    /// Tinted, because it destroys something?
    #[prop(optional)]
    danger: bool,
    /// Built anew on each opening.
    children: ChildrenFn,
) -> impl IntoView {
    let name = StoredValue::new(name);
    let is_open = Memo::new(move |_| name.with_value(|name| profile.is_open(name)));
    move || {
        let children = children.clone();
        is_open.get().then(|| {
            view! {
                <PanelFrame profile=profile id=name.with_value(|name| profile.dom_id(name)) section=section title=title danger=danger>
                    {children()}
                </PanelFrame>
            }
        })
    }
}

#[component]
fn PanelFrame(
    profile: Profile,
    id: String,
    section: &'static str,
    title: &'static str,
    danger: bool,
    children: Children,
) -> impl IntoView {
    let node = NodeRef::<html::Div>::new();
    Effect::new(move |_| {
        if let Some(frame) = node.get()
            && profile.takes_focus()
        {
            request_animation_frame(move || focus_inside(&frame));
        }
    });
    let keydown = move |event: KeyboardEvent| {
        if event.key() == "Escape" {
            event.prevent_default();
            profile.close(section);
        }
    };
    let title_id = format!("{id}-heading");
    let heading_id = title_id.clone();
    view! {
        <div
            class="oh-profile-panel"
            data-entering=profile.is_opening().then_some("")
            id=id
            role="group"
            tabindex="-1"
            data-danger=danger.then_some("")
            aria-labelledby=title_id
            node_ref=node
            on:keydown=keydown
        >
            <h3 class="oh-profile-panel-title" id=heading_id>{title}</h3>
            {children()}
        </div>
    }
    .into_any()
}

/// The end of a panel's form: the action, then the way out.
#[component]
pub fn PanelActions(
    /// The profile.
    profile: Profile,
    /// The section the panel belongs to.
    section: &'static str,
    /// The action's label.
    label: &'static str,
    /// Is it under way?
    #[prop(into)]
    pending: Signal<bool>,
    /// Can't it be done yet?
    #[prop(optional, into)]
    disabled: Signal<bool>,
    /// Does it destroy something?
    #[prop(optional)]
    danger: bool,
) -> impl IntoView {
    let variant = if danger {
        ButtonVariant::Danger
    } else {
        ButtonVariant::Primary
    };
    view! {
        <div class="oh-profile-panel-actions">
            <Button variant=variant pending=pending disabled=disabled>{label}</Button>
            <CancelLink profile=profile section=section />
        </div>
    }
    .into_any()
}

/// Closes the open panel.
#[component]
pub fn CancelLink(
    /// The profile.
    profile: Profile,
    /// The section the panel belongs to.
    section: &'static str,
) -> impl IntoView {
    let click = move |event: MouseEvent| {
        if is_plain(&event) {
            event.prevent_default();
            profile.close(section);
        }
    };
    view! {
        <a class="oh-button" data-variant="ghost" href=move || profile.page_path() on:click=click>
            <span class="oh-button-label">{text::CANCEL}</span>
        </a>
    }
    .into_any()
}

/// What went wrong with a form as a whole.
#[component]
pub fn FormAlert(
    /// The error, if there is one.
    #[prop(into)]
    error: Signal<Option<String>>,
) -> impl IntoView {
    move || {
        error
            .get()
            .map(|text| view! { <Alert tone=Tone::Danger>{text}</Alert> })
    }
}

/// A click without a key that would open a new tab or window.
fn is_plain(event: &MouseEvent) -> bool {
    event.button() == 0
        && !(event.ctrl_key() || event.meta_key() || event.shift_key() || event.alt_key())
}

/// The first thing to fill in takes the focus; a panel without one takes it as a whole, never its destructive button.
fn focus_inside(frame: &HtmlElement) {
    let field = frame
        .query_selector("input:not([type=hidden]):not([hidden])")
        .ok()
        .flatten();
    let target = field
        .and_then(|field| field.dyn_into::<HtmlElement>().ok())
        .unwrap_or_else(|| frame.clone());
    let _ = target.focus();
    frame.scroll_into_view_with_bool(false);
}
