//! The first step: who is it? A password that the browser fills in goes along.

use super::{flow::Flow, text, use_flow};
use crate::{
    components::parts::{
        Button, Card, Field, Form, FormAlert, FormValues, Link, PasswordField, field_error, flash_value, form_error,
    },
    endpoints::frontend::SignInStart,
    wire::{Environment, ErrorCode},
};
use leptos::{prelude::*, task::spawn_local};

const FORM: &str = "sign_in.start";

/// Asks for the identifier.
#[component]
pub(super) fn Start() -> impl IntoView {
    let flow = use_flow();
    let (label, inputmode) = flow.client.environment.with_untracked(|environment| identifier(environment.as_ref()));
    let title = if flow.is_adding.get_untracked() { text().title_add } else { text().title };
    view! {
        <Card title=title subtitle=text().subtitle footer=move || view! { <Foot flow=flow /> }>
            <FormAlert error=form_error(FORM, &["identifier", "password"], flow.errors) />
            <Form
                call=flow.start_form(FORM)
                on_submit=Callback::new(move |values| submit(flow, values))
                pending=flow.attempt.pending
            >
                <Field
                    id=flow.id("-identifier")
                    label=label
                    name="identifier"
                    autocomplete="username"
                    inputmode=inputmode
                    value=flash_value(FORM, "identifier").unwrap_or_default()
                    error=field_error(FORM, "identifier", flow.errors)
                    required=true
                    autofocus=true
                />
                <InstantPassword flow=flow />
                <Button full=true pending=flow.attempt.pending waiting=flow.attempt.waiting>{text().next}</Button>
            </Form>
        </Card>
    }
}

/// What the identifier is here, and the keyboard for it.
fn identifier(environment: Option<&Environment>) -> (&'static str, &'static str) {
    let is_used = |name| {
        let attribute = environment.and_then(|environment| environment.user_settings.attributes.get(name));
        attribute.is_none_or(|attribute| attribute.enabled && attribute.used_for_first_factor)
    };
    match (is_used("email_address"), is_used("username")) {
        (true, false) => (text().identifier_email, "email"),
        (false, true) => (text().identifier_username, "text"),
        _ => (text().identifier, "email"),
    }
}

/// A password field that nobody sees until the browser has filled it in. Only in a living page: without scripts it
/// could not be brought to light.
#[component]
fn InstantPassword(flow: Flow) -> impl IntoView {
    let is_alive = RwSignal::new(false);
    let is_filled = RwSignal::new(false);
    Effect::new(move |_| is_alive.set(true));
    let has_passwords = flow.client.environment.with_untracked(|environment| {
        environment.as_ref().is_none_or(|environment| environment.user_settings.is_enabled("password"))
    });
    let fill = Callback::new(move |password: String| is_filled.set(!password.is_empty()));
    let is_hidden = Signal::derive(move || !is_filled.get());
    let field = move || {
        view! {
            <PasswordField
                id=flow.id("-password")
                label=text().password
                name="password"
                error=field_error(FORM, "password", flow.errors)
                on_input=fill
                is_out_of_reach=is_hidden
            />
        }
    };
    // Not `inert`: browsers fill in nothing there.
    view! {
        <div
            class="oh-instant"
            data-hidden=move || is_hidden.get().then_some("")
            aria-hidden=move || is_hidden.get().then_some("true")
        >
            {move || (is_alive.get() && has_passwords).then(field)}
        </div>
    }
}

#[component]
fn Foot(flow: Flow) -> impl IntoView {
    let is_public = move || {
        flow.client.environment.with(|environment| {
            environment.as_ref().is_some_and(|environment| environment.user_settings.sign_up.mode == "public")
        })
    };
    let back = move || {
        flow.is_adding.get().then(|| {
            let leave = Callback::new(move |()| flow.is_adding.set(false));
            view! { <Link href=flow.href(None) on_click=leave>{text().back_to_accounts}</Link> }
        })
    };
    view! {
        {move || is_public().then(|| view! {
            <span>{text().no_account}</span>
            <Link href=flow.sign_up_href()>{text().sign_up}</Link>
        })}
        {back}
    }
}

fn submit(flow: Flow, values: FormValues) {
    flow.errors.set(None);
    let identifier = Some(values.get("identifier").trim().to_owned());
    spawn_local(async move {
        let password = values.filled("password");
        let had_password = password.is_some();
        let start = SignInStart { identifier: identifier.clone(), password, ..SignInStart::default() };
        let mut result = flow.attempt.create(start).await;
        if let Err(error) = &result
            && had_password
            && is_about_the_password(error.code())
        {
            // What the browser had stored is out of date: ask for the password in its own step.
            result = flow.attempt.create(SignInStart { identifier, ..SignInStart::default() }).await;
        }
        flow.settle(result);
    });
}

fn is_about_the_password(code: ErrorCode) -> bool {
    matches!(
        code,
        ErrorCode::FormPasswordIncorrect
            | ErrorCode::FormPasswordOrIdentifierIncorrect
            | ErrorCode::FormPasswordValidationFailed
            | ErrorCode::StrategyForUserInvalid
    )
}
