//! A panel under a row: opens in place, takes the focus and gives it back, closes by Escape and Cancel.

use super::{Profile, Submit, section::is_plain, text};
use crate::components::parts::{Button, ButtonVariant};
use leptos::{
    ev::{KeyboardEvent, MouseEvent},
    html,
    prelude::*,
    wasm_bindgen::JsCast,
    web_sys::HtmlElement,
};

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
    /// The state of its call.
    submit: Submit,
    /// Can't it be done yet?
    #[prop(optional, into)]
    disabled: Signal<bool>,
    /// Does it destroy something?
    #[prop(optional)]
    danger: bool,
) -> impl IntoView {
    let variant = if danger { ButtonVariant::Danger } else { ButtonVariant::Primary };
    view! {
        <div class="oh-profile-panel-actions">
            <Button variant=variant pending=submit.pending waiting=submit.waiting disabled=disabled>{label}</Button>
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
            <span class="oh-button-label">{text().cancel}</span>
        </a>
    }
    .into_any()
}

/// The first thing to fill in takes the focus; a panel without one takes it as a whole, never its destructive button.
fn focus_inside(frame: &HtmlElement) {
    let field = frame.query_selector("input:not([type=hidden], [type=file], [hidden])").ok().flatten();
    let target = field.and_then(|field| field.dyn_into::<HtmlElement>().ok()).unwrap_or_else(|| frame.clone());
    let _ = target.focus();
    frame.scroll_into_view_with_bool(false);
}
