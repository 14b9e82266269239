//! The second factor: a code of the authenticator app, or a backup code.

use super::{
    flow::Flow,
    identity::Identity,
    screen::{Method, has_second_factor},
    text, use_flow,
};
use crate::{
    components::parts::{Button, Card, CodeForm, Field, Form, FormAlert, FormValues, Link, field_error, form_error},
    endpoints::frontend::{AttemptFactor, AttemptSecondFactor},
    wire::Strategy,
};
use leptos::{prelude::*, task::spawn_local};

const FORM: &str = "sign_in.second_factor";

/// Asks for the code that the authenticator app shows.
#[component]
pub(super) fn Totp() -> impl IntoView {
    let flow = use_flow();
    let strategy = Strategy::Totp;
    let call = flow.form::<AttemptSecondFactor>(FORM, None);
    view! {
        <Card title=text().totp_title subtitle=text().totp_subtitle>
            <Identity />
            <CodeForm
                id=flow.id("-totp")
                call=call
                on_code=Callback::new(move |code| check(flow, strategy, code))
                errors=flow.errors
                pending=flow.attempt.pending
                autofocus=true
            >
                <input type="hidden" name="strategy" value=strategy.as_str() />
                <Button full=true pending=flow.attempt.pending waiting=flow.attempt.waiting>{text().next}</Button>
            </CodeForm>
            <Other flow=flow strategy=Strategy::BackupCode method=Some(Method::BackupCode) label=text().use_backup_code />
        </Card>
    }
}

/// Asks for one of the codes kept for the day the app is gone.
#[component]
pub(super) fn BackupCode() -> impl IntoView {
    let flow = use_flow();
    let strategy = Strategy::BackupCode;
    let call = flow.form::<AttemptSecondFactor>(FORM, Some(Method::BackupCode));
    view! {
        <Card title=text().backup_code_title subtitle=text().backup_code_subtitle>
            <Identity />
            <FormAlert error=form_error(FORM, &["code"], flow.errors) />
            <Form
                call=call
                on_submit=Callback::new(move |values: FormValues| check(flow, strategy, values.get("code")))
                pending=flow.attempt.pending
            >
                <input type="hidden" name="strategy" value=strategy.as_str() />
                <Field
                    id=flow.id("-backup-code")
                    label=text().backup_code
                    name="code"
                    autocomplete="off"
                    hint=text().backup_code_hint
                    error=field_error(FORM, "code", flow.errors)
                    required=true
                    autofocus=true
                />
                <Button full=true pending=flow.attempt.pending waiting=flow.attempt.waiting>{text().next}</Button>
            </Form>
            <Other flow=flow strategy=Strategy::Totp method=None label=text().use_totp />
        </Card>
    }
}

/// The way to the other second factor, where the account has it.
#[component]
fn Other(flow: Flow, strategy: Strategy, method: Option<Method>, label: &'static str) -> impl IntoView {
    let is_offered = flow
        .attempt
        .sign_in
        .with_untracked(|attempt| attempt.as_ref().is_some_and(|attempt| has_second_factor(attempt, strategy)));
    is_offered.then(|| {
        view! {
            <p class="oh-card-line">
                <Link href=flow.href(method) on_click=flow.picks(method)>{label}</Link>
            </p>
        }
    })
}

fn check(flow: Flow, strategy: Strategy, code: String) {
    flow.errors.set(None);
    spawn_local(async move {
        let attempt = AttemptFactor { strategy, password: None, code: Some(code), ticket: None };
        let result = flow.attempt.attempt_second_factor(attempt).await;
        flow.settle(result);
    });
}
