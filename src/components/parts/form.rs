//! A real form: it posts to the server by itself, and calls its callback once the page is alive.

use super::{FormCall, FormValues, dom};
use crate::endpoints::Verb;
use leptos::{ev::SubmitEvent, prelude::*, wasm_bindgen::JsCast, web_sys::HtmlFormElement};

/// A form that stands for one call.
#[component]
pub fn Form(
    /// The call.
    call: FormCall,
    /// What a submit does in a living page, unless it posts there too. Not run while `pending`.
    #[prop(optional, into)]
    on_submit: Option<Callback<FormValues>>,
    /// Is the call under way?
    #[prop(optional, into)]
    pending: Signal<bool>,
    /// Its id.
    #[prop(optional, into)]
    id: Option<String>,
    /// Drawn in a line with its surroundings, as for a lone button?
    #[prop(optional)]
    inline: bool,
    /// The name for those who don't see it.
    #[prop(optional, into)]
    label: Option<String>,
    /// Fields and buttons.
    children: Children,
) -> impl IntoView {
    let submit = move |event: SubmitEvent| {
        let Some(on_submit) = on_submit else {
            return;
        };
        event.prevent_default();
        if pending.get_untracked() {
            return;
        }
        let form = event.target().and_then(|target| target.dyn_into::<HtmlFormElement>().ok());
        if let Some(form) = form {
            on_submit.run(dom::form_values(&form));
        }
    };
    let mut action = String::from("/forms");
    action.push_str(&call.path);
    view! {
        <form
            class="oh-form"
            id=id
            method="post"
            action=action
            data-inline=inline.then_some("")
            aria-label=label
            aria-busy=move || pending.get().then_some("true")
            on:submit=submit
        >
            <BridgeFields call=call />
            {children()}
        </form>
    }
}

/// What the server must know when the form posts by itself.
#[component]
pub fn BridgeFields(
    /// The call that the form stands for.
    call: FormCall,
) -> impl IntoView {
    let verb = (call.method != Verb::Post).then(|| call.method.as_str());
    view! {
        {verb.map(|verb| hidden("_method", verb.to_owned()))}
        {hidden("_form", call.form.to_owned())}
        {hidden("_then", call.then)}
        {hidden("_back", call.back)}
        {call.done.map(|done| hidden("_done", done))}
        {call.session.map(|session| hidden("_session", session.to_string()))}
    }
}

fn hidden(name: &'static str, value: String) -> impl IntoView {
    view! { <input type="hidden" name=name value=value /> }
}
