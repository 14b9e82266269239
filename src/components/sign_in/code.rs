//! A code that is mailed: to sign in, or to choose a new password.

use super::{
    flow::Flow,
    identity::Identity,
    password::OtherMethod,
    screen::{Method, factor},
    text, use_flow,
};
use crate::{
    components::parts::{
        Button, Card, CodeForm, Form, FormAlert, ResendCode, form_error, mailed_code_length, use_mailed_code,
    },
    endpoints::frontend::{AttemptFactor, AttemptFirstFactor, PrepareFactor, PrepareFirstFactor},
    wire::Strategy,
};
use leptos::{prelude::*, task::spawn_local};

const SEND: &str = "sign_in.prepare";
const ENTER: &str = "sign_in.code";
const RESEND: &str = "sign_in.resend";

/// Signs in by a mailed code. A living page asks for the mail by itself.
#[component]
pub(super) fn EmailCode() -> impl IntoView {
    let flow = use_flow();
    let strategy = Strategy::EmailCode;
    let is_mailed =
        use_mailed_code(move || flow.is_unsent(strategy), move || flow.is_sent(strategy), move || send(flow, strategy));
    move || match is_mailed.get() {
        true => view! { <Enter strategy=strategy title=text().code_title /> }.into_any(),
        false => view! { <Ask strategy=strategy /> }.into_any(),
    }
}

/// The code that leads to a new password.
#[component]
pub(super) fn ResetCode() -> impl IntoView {
    view! { <Enter strategy=Strategy::ResetPasswordEmailCode title=text().reset_code_title /> }
}

/// Offers to mail a code.
#[component]
fn Ask(strategy: Strategy) -> impl IntoView {
    let flow = use_flow();
    let digits = mailed_code_length().to_string();
    let subtitle = match address(flow, strategy) {
        Some(address) => text().code_goes_to.fill(&[("length", &digits), ("address", &address)]),
        None => text().code_goes_to_you.fill(&[("length", &digits)]),
    };
    view! {
        <Card title=text().code_title_unsent subtitle=subtitle>
            <Identity />
            <FormAlert error=form_error(ENTER, &[], flow.errors) />
            <SendForm strategy=strategy>{text().code_send}</SendForm>
            <OtherMethod flow=flow />
        </Card>
    }
}

/// The form that mails a code.
#[component]
pub(super) fn SendForm(strategy: Strategy, children: Children) -> impl IntoView {
    let flow = use_flow();
    let call = flow.form::<PrepareFirstFactor>(SEND, Some(method_of(strategy)));
    view! {
        <Form
            call=call
            on_submit=Callback::new(move |_| spawn_local(async move { send(flow, strategy).await; }))
            pending=flow.attempt.pending
        >
            <FormAlert error=form_error(SEND, &[], Signal::derive(|| None)) />
            <Factor strategy=strategy />
            <Button full=true pending=flow.attempt.pending waiting=flow.attempt.waiting>{children()}</Button>
        </Form>
    }
}

/// Takes the code.
#[component]
fn Enter(strategy: Strategy, title: &'static str) -> impl IntoView {
    let flow = use_flow();
    let call = flow.form::<AttemptFirstFactor>(ENTER, None);
    let resend = flow.form::<PrepareFirstFactor>(RESEND, None);
    let digits = mailed_code_length().to_string();
    let subtitle = match address(flow, strategy) {
        Some(address) => text().code_sent_to.fill(&[("length", &digits), ("address", &address)]),
        None => text().code_sent_to_you.fill(&[("length", &digits)]),
    };
    view! {
        <Card title=title subtitle=subtitle>
            <Identity />
            <CodeForm
                id=flow.id("-code")
                length=mailed_code_length()
                call=call
                on_code=Callback::new(move |code| check(flow, strategy, code))
                errors=flow.errors
                pending=flow.attempt.pending
                autofocus=true
            >
                <input type="hidden" name="strategy" value=strategy.as_str() />
                <Button full=true pending=flow.attempt.pending waiting=flow.attempt.waiting>{text().next}</Button>
            </CodeForm>
            <ResendCode
                call=resend
                send=move || send(flow, strategy)
                pending=flow.attempt.pending
            >
                <Factor strategy=strategy />
            </ResendCode>
            <OtherMethod flow=flow />
        </Card>
    }
}

/// Which factor a mail is for, as hidden fields.
#[component]
fn Factor(strategy: Strategy) -> impl IntoView {
    let id = prepare_of(use_flow(), strategy).email_address_id;
    view! {
        <input type="hidden" name="strategy" value=strategy.as_str() />
        {id.map(|id| view! { <input type="hidden" name="email_address_id" value=id.to_string() /> })}
    }
}

/// Asks for the mail; true when it is on its way.
async fn send(flow: Flow, strategy: Strategy) -> bool {
    flow.errors.set(None);
    let result = flow.attempt.prepare_first_factor(untrack(|| prepare_of(flow, strategy))).await;
    let is_sent = result.is_ok();
    flow.settle(result);
    is_sent
}

fn check(flow: Flow, strategy: Strategy, code: String) {
    flow.errors.set(None);
    spawn_local(async move {
        let attempt = AttemptFactor { strategy, password: None, code: Some(code), ticket: None };
        let result = flow.attempt.attempt_first_factor(attempt).await;
        flow.settle_step(result);
    });
}

fn prepare_of(flow: Flow, strategy: Strategy) -> PrepareFactor {
    let email_address_id = flow.attempt.sign_in.with_untracked(|attempt| {
        attempt.as_ref().and_then(|attempt| factor(attempt, strategy)).and_then(|found| found.email_address_id.clone())
    });
    PrepareFactor { strategy, email_address_id }
}

/// The address as it may be shown.
fn address(flow: Flow, strategy: Strategy) -> Option<String> {
    flow.attempt.sign_in.with_untracked(|attempt| {
        attempt.as_ref().and_then(|attempt| factor(attempt, strategy)).and_then(|found| found.safe_identifier.clone())
    })
}

fn method_of(strategy: Strategy) -> Method {
    if strategy == Strategy::EmailCode { Method::EmailCode } else { Method::Reset }
}
