//! The password.

use super::{flow::Flow, identity::Identity, screen::Method, text, use_flow};
use crate::{
    components::parts::{Button, Card, Form, FormAlert, FormValues, Link, PasswordField, field_error, form_error},
    endpoints::frontend::{AttemptFactor, AttemptFirstFactor},
    wire::Strategy,
};
use leptos::{prelude::*, task::spawn_local};

const FORM: &str = "sign_in.password";

/// Asks for the password.
#[component]
pub(super) fn Password() -> impl IntoView {
    let flow = use_flow();
    let call = flow.form::<AttemptFirstFactor>(FORM, Some(Method::Password));
    let forgot = move || {
        view! {
            <Link href=flow.href(Some(Method::Reset)) on_click=flow.picks(Some(Method::Reset))>{text().forgot}</Link>
        }
    };
    view! {
        <Card title=text().password_title subtitle=text().password_subtitle>
            <Identity />
            <FormAlert error=form_error(FORM, &["password"], flow.errors) />
            <Form call=call on_submit=Callback::new(move |values| submit(flow, values)) pending=flow.attempt.pending>
                <input type="hidden" name="strategy" value=Strategy::Password.as_str() />
                <Account flow=flow />
                <PasswordField
                    id=flow.id("-password")
                    label=text().password
                    name="password"
                    error=field_error(FORM, "password", flow.errors)
                    required=true
                    autofocus=true
                    link=forgot
                />
                <Button full=true pending=flow.attempt.pending waiting=flow.attempt.waiting>{text().next}</Button>
            </Form>
            <OtherMethod flow=flow />
        </Card>
    }
}

/// Tells password managers whose password this is. Without a name, so that it isn't sent.
#[component]
pub(super) fn Account(flow: Flow) -> impl IntoView {
    let identifier =
        flow.attempt.sign_in.with_untracked(|attempt| attempt.as_ref().and_then(|attempt| attempt.identifier.clone()));
    view! {
        <input
            class="oh-visually-hidden"
            type="text"
            autocomplete="username"
            value=identifier
            readonly=true
            tabindex="-1"
            aria-hidden="true"
        />
    }
}

/// The way to the list of ways.
#[component]
pub(super) fn OtherMethod(flow: Flow) -> impl IntoView {
    let method = Some(Method::Alternatives);
    view! {
        <p class="oh-card-line">
            <Link href=flow.href(method) on_click=flow.picks(method)>{text().other_method}</Link>
        </p>
    }
}

fn submit(flow: Flow, values: FormValues) {
    flow.errors.set(None);
    spawn_local(async move {
        let attempt = AttemptFactor {
            strategy: Strategy::Password,
            password: Some(values.get("password")),
            code: None,
            ticket: None,
        };
        let result = flow.attempt.attempt_first_factor(attempt).await;
        flow.settle_step(result);
    });
}
