//! A form that stands for one call of the API. By itself it posts and is led on; in a living page it is sent by `fetch`
//! and the page stays.

use super::{Flash, Notice, address::with_then, use_dashboard};
use leptos::{
    context::Provider, ev::SubmitEvent, prelude::*, task::spawn_local, wasm_bindgen::JsCast, web_sys::HtmlFormElement,
};
use leptos_router::{
    NavigateOptions,
    hooks::{use_location, use_navigate},
};
use onehop::{
    client::{DashboardClient, Submitted, UiError},
    components::parts::{Button, ButtonVariant, FormAlert, focus_by_id, go_to},
    endpoints::{Endpoint, Verb},
    wire::{ApiError, ErrorCode},
};

/// What a form calls, and where it leads.
#[derive(Clone, Debug)]
pub struct Call {
    url: String,
    verb: Verb,
    form: String,
    then: Option<String>,
    back: Option<String>,
    said: Option<String>,
    shows_answer: bool,
}

impl Call {
    /// A call of `E` from the form with this name, which is unique on its page. It leads back to the page it is on.
    pub fn of<E: Endpoint>(form: impl Into<String>, path: &E::Path) -> Self {
        Self {
            url: DashboardClient::form_url::<E>(path),
            verb: E::VERB,
            form: form.into(),
            then: None,
            back: None,
            said: None,
            shows_answer: false,
        }
    }

    /// Leads to this page after success; a living page goes there too.
    pub fn then(mut self, then: impl Into<String>) -> Self {
        self.then = Some(then.into());
        self
    }

    /// Leads to this page after an error, where scripts don't run.
    pub fn back(mut self, back: impl Into<String>) -> Self {
        self.back = Some(back.into());
        self
    }

    /// Says this after success.
    pub fn said(mut self, said: impl Into<String>) -> Self {
        self.said = Some(said.into());
        self
    }

    /// Its answer is shown once: by `on_done`, and where scripts don't run by the [`Flash`] of the next page.
    pub fn shows_answer(mut self) -> Self {
        self.shows_answer = true;
        self
    }
}

/// What the parts of a form know of it.
#[derive(Clone, Copy)]
struct FormState {
    errors: Signal<Vec<ApiError>>,
    pending: RwSignal<bool>,
    flash: StoredValue<Option<Flash>>,
    /// The parameters whose error is shown beside their field.
    shown: StoredValue<Vec<String>>,
}

/// What is wrong with a parameter of the form around.
pub fn call_error(param: &'static str) -> Signal<Option<String>> {
    let Some(state) = use_context::<FormState>() else { return Signal::stored(None) };
    state.shown.update_value(|shown| shown.push(param.to_owned()));
    Signal::derive(move || {
        state.errors.with(|errors| {
            let of_param = |error: &&ApiError| error.meta.param_name.as_deref() == Some(param);
            errors.iter().find(of_param).map(|error| error.text().to_owned())
        })
    })
}

/// What was typed for a parameter of the form around before it failed without scripts; else nothing.
pub fn typed(param: &str) -> String {
    let flash = use_context::<FormState>().and_then(|state| state.flash.get_value());
    flash.and_then(|flash| flash.values.get(param).cloned()).unwrap_or_default()
}

/// A form.
#[component]
pub fn CallForm(
    /// What it calls.
    call: Call,
    /// Run with the answer's text after success, in a living page.
    #[prop(optional, into)]
    on_done: Option<Callback<String>>,
    /// Its id.
    #[prop(optional, into)]
    id: Option<String>,
    /// Drawn in a line with its surroundings, as for a lone button?
    #[prop(optional)]
    inline: bool,
    /// Its name for those who don't see it.
    #[prop(optional, into)]
    label: Option<String>,
    /// Fields and buttons.
    children: Children,
) -> impl IntoView {
    let dashboard = use_dashboard();
    let location = use_location();
    let (path, search) = (location.pathname, location.search);
    let here = move || match search.get_untracked() {
        search if search.is_empty() => path.get_untracked(),
        search => format!("{}?{}", path.get_untracked(), search.trim_start_matches('?')),
    };
    let name = call.form.clone();
    let flash = dashboard.flash.with_untracked(|flash| flash.clone().filter(|flash| flash.form == name));
    let failed = RwSignal::new(None::<UiError>);
    let left = StoredValue::new(flash.as_ref().map(|flash| flash.errors.clone()).unwrap_or_default());
    let errors = Signal::derive(move || match failed.get() {
        Some(error) => error.errors,
        None => left.get_value(),
    });
    let state = FormState {
        errors,
        pending: RwSignal::new(false),
        flash: StoredValue::new(flash),
        shown: StoredValue::new(Vec::new()),
    };
    let global = Signal::derive(move || {
        let shown = state.shown.get_value();
        let is_shown = |error: &&ApiError| error.meta.param_name.as_ref().is_some_and(|name| shown.contains(name));
        errors.with(|errors| errors.iter().find(|error| !is_shown(error)).map(|error| error.text().to_owned()))
    });
    let (control, navigate) = (call.clone(), use_navigate());
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        let form = event.target().and_then(|target| target.dyn_into::<HtmlFormElement>().ok());
        let Some(form) = form.filter(|_| !state.pending.get_untracked()) else { return };
        state.pending.set(true);
        let fields = fields_of(&form, &event);
        let sent = DashboardClient::current().submit(call.url.clone(), &fields);
        let (call, here, navigate) = (call.clone(), here(), navigate.clone());
        let focus = invalid_selector(&form);
        spawn_local(async move {
            let outcome = sent.await;
            // The page may be another one by now.
            if state.pending.try_set(false).is_some() {
                return;
            }
            match outcome {
                Ok(Submitted { text, audit_entry }) => {
                    left.set_value(Vec::new());
                    failed.set(None);
                    let leads_on = on_done.is_none() && call.then.is_some();
                    dashboard.notice.set(call.said.clone().map(|text| Notice { text, entry: audit_entry, leads_on }));
                    if let Some(on_done) = on_done {
                        on_done.run(text);
                    } else if let Some(then) = &call.then {
                        navigate(then, NavigateOptions::default());
                    }
                }
                Err(error) if error.is_unauthenticated() => go_to(&with_then("/dashboard/sign-in", &here)),
                Err(error) if error.code() == ErrorCode::SessionReverificationRequired => {
                    go_to(&with_then("/dashboard/prove", &here));
                }
                Err(error) => {
                    failed.set(Some(error));
                    focus();
                }
            }
        });
    };
    // Made before the alert: by then the fields have said which errors they show themselves.
    let content = view! { <Provider value=state>{children()}</Provider> };
    let (then, back) = (control.then.clone().unwrap_or_else(here), control.back.clone().unwrap_or_else(here));
    let verb = (control.verb != Verb::Post).then(|| control.verb.as_str());
    view! {
        <form
            class="oh-form"
            id=id
            method="post"
            action=control.url
            data-inline=inline.then_some("")
            aria-label=label
            aria-busy=move || state.pending.get().then_some("true")
            on:submit=submit
        >
            {verb.map(|verb| hidden("_method", verb.to_owned()))}
            {hidden("_form", control.form)}
            {hidden("_then", then)}
            {hidden("_back", back)}
            {control.said.map(|said| hidden("_said", said))}
            {control.shows_answer.then(|| hidden("_show", "1".to_owned()))}
            <FormAlert error=global />
            {content}
        </form>
    }
}

fn hidden(name: &'static str, value: String) -> impl IntoView {
    view! { <input type="hidden" name=name value=value /> }
}

/// All fields in their order, with the button that was pressed.
fn fields_of(form: &HtmlFormElement, event: &SubmitEvent) -> Vec<(String, String)> {
    use leptos::web_sys::{FormData, HtmlButtonElement, js_sys::Array};
    let mut fields = Vec::new();
    let Ok(data) = FormData::new_with_form(form) else { return fields };
    for entry in data.entries().into_iter().flatten() {
        let pair: Array = entry.unchecked_into();
        if let (Some(name), Some(value)) = (pair.get(0).as_string(), pair.get(1).as_string()) {
            fields.push((name, value));
        }
    }
    let pressed = event.submitter().and_then(|pressed| pressed.dyn_into::<HtmlButtonElement>().ok());
    if let Some(pressed) = pressed.filter(|pressed| !pressed.name().is_empty()) {
        fields.push((pressed.name(), pressed.value()));
    }
    fields
}

/// Moves the focus to the first field that is marked as wrong, once the marks are there.
fn invalid_selector(form: &HtmlFormElement) -> impl Fn() + use<> {
    let form = form.clone();
    move || {
        let form = form.clone();
        set_timeout(
            move || {
                let field = form.query_selector("[aria-invalid=true]").ok().flatten();
                if let Some(field) = field {
                    focus_by_id(&field.id());
                }
            },
            std::time::Duration::ZERO,
        );
    }
}

/// The button that sends the form around it.
#[component]
pub fn Submit(
    /// How much weight it has.
    #[prop(optional)]
    variant: ButtonVariant,
    /// As wide as its container?
    #[prop(optional)]
    full: bool,
    /// Can't it be pressed?
    #[prop(optional, into)]
    disabled: Signal<bool>,
    /// Its name for those who don't see its content.
    #[prop(optional, into)]
    label: Option<String>,
    /// Its label.
    children: Children,
) -> impl IntoView {
    let pending = use_context::<FormState>().map(|state| state.pending);
    let pending = Signal::derive(move || pending.is_some_and(|pending| pending.get()));
    match label {
        Some(label) => view! { <Button variant full disabled pending label=label>{children()}</Button> }.into_any(),
        None => view! { <Button variant full disabled pending>{children()}</Button> }.into_any(),
    }
}
