//! A menu of actions behind a button. It opens without scripts too: each action is a link or a form of its own.

use super::{Form, FormCall, Icon, IconName, dom};
use leptos::{
    ev::{FocusEvent, KeyboardEvent},
    prelude::*,
    wasm_bindgen::JsCast,
    web_sys::{HtmlDetailsElement, HtmlElement, Node},
};

/// What a menu item does.
#[derive(Clone)]
pub enum MenuAction {
    /// Leads somewhere; a plain click runs `run` instead, when there is one.
    Link {
        /// Where.
        href: String,
        /// What a plain click does instead.
        run: Option<Callback<()>>,
    },
    /// Calls the server.
    Call {
        /// The call, for when it posts by itself.
        call: FormCall,
        /// Hidden parameters of the call.
        fields: Vec<(&'static str, String)>,
        /// The call in a living page.
        run: Callback<()>,
    },
}

/// One item of a menu.
#[derive(Clone)]
pub struct MenuItem {
    /// Its text.
    pub label: String,
    /// Its icon.
    pub icon: Option<IconName>,
    /// Does it destroy something?
    pub danger: bool,
    /// What it does.
    pub action: MenuAction,
}

/// A menu behind a "…" button.
#[component]
pub fn Menu(
    /// Its id; unique on the page.
    #[prop(into)]
    id: String,
    /// The button's name, such as "Actions for ada@example.com".
    #[prop(into)]
    label: String,
    /// The items.
    items: Vec<MenuItem>,
) -> impl IntoView {
    let key_id = id.clone();
    let blur_id = id.clone();
    let keydown = move |event: KeyboardEvent| on_key(&key_id, &event);
    let focusout = move |event: FocusEvent| close_when_left(&blur_id, &event);
    let close_id = StoredValue::new(id.clone());
    let close = Callback::new(move |()| close_id.with_value(|id| close(id, true)));
    view! {
        <details class="oh-menu" id=id on:keydown=keydown on:focusout=focusout>
            <summary class="oh-icon-button" aria-label=label>
                <Icon name=IconName::Dots />
            </summary>
            <ul class="oh-menu-list" tabindex="-1">
                {items.into_iter().map(|item| view! { <Item item=item close=close /> }).collect_view()}
            </ul>
        </details>
    }
}

#[component]
fn Item(item: MenuItem, close: Callback<()>) -> impl IntoView {
    let danger = item.danger.then_some("");
    let face = view! {
        {item.icon.map(|name| view! { <Icon name=name /> })}
        <span>{item.label}</span>
    };
    let content = match item.action {
        MenuAction::Link { href, run } => {
            let click = move |event: leptos::ev::MouseEvent| {
                if let Some(run) = run {
                    event.prevent_default();
                    close.run(());
                    run.run(());
                }
            };
            view! { <a class="oh-menu-item" data-danger=danger href=href on:click=click>{face}</a> }.into_any()
        }
        MenuAction::Call { call, fields, run } => {
            let submit = move |_| {
                close.run(());
                run.run(());
            };
            view! {
                <Form call=call on_submit=Callback::new(submit)>
                    {fields
                        .into_iter()
                        .map(|(name, value)| view! { <input type="hidden" name=name value=value /> })
                        .collect_view()}
                    <button class="oh-menu-item" data-danger=danger type="submit">{face}</button>
                </Form>
            }
            .into_any()
        }
    };
    view! { <li>{content}</li> }
}

fn close(id: &str, keep_focus: bool) {
    if let Some(menu) = dom::element::<HtmlDetailsElement>(id) {
        menu.set_open(false);
        if keep_focus && let Some(button) = menu.query_selector("summary").ok().flatten() {
            focus(button);
        }
    }
}

fn close_when_left(id: &str, event: &FocusEvent) {
    let went_to = event.related_target().and_then(|target| target.dyn_into::<Node>().ok());
    let Some(menu) = dom::element::<HtmlDetailsElement>(id) else {
        return;
    };
    if !menu.contains(went_to.as_ref()) {
        close(id, false);
    }
}

/// Escape closes; arrows, Home and End move among the items.
fn on_key(id: &str, event: &KeyboardEvent) {
    let Some(menu) = dom::element::<HtmlDetailsElement>(id).filter(|menu| menu.open()) else {
        return;
    };
    let key = event.key();
    if key == "Escape" {
        event.stop_propagation();
        close(id, true);
        return;
    }
    let items: Vec<HtmlElement> = elements(&menu);
    let at = items.iter().position(|item| document().active_element().as_ref() == Some(item));
    let count = items.len();
    let to = match (key.as_str(), at) {
        ("ArrowDown", Some(at)) => (at + 1) % count,
        ("ArrowUp", Some(at)) => (at + count - 1) % count,
        ("ArrowDown" | "Home", _) => 0,
        ("ArrowUp" | "End", _) => count.saturating_sub(1),
        _ => return,
    };
    event.prevent_default();
    if let Some(item) = items.into_iter().nth(to) {
        focus(item);
    }
}

fn elements(menu: &HtmlDetailsElement) -> Vec<HtmlElement> {
    let list = menu.get_elements_by_class_name("oh-menu-item");
    (0..list.length()).filter_map(|index| list.item(index)?.dyn_into().ok()).collect()
}

fn focus(element: impl JsCast) {
    if let Ok(element) = element.dyn_into::<HtmlElement>() {
        let _ = element.focus();
    }
}
