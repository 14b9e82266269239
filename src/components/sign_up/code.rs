//! The code that proves the e-mail address.

use super::{flow::Flow, text, use_flow};
use crate::{
    components::parts::{
        Button, Card, CodeForm, Form, FormAlert, Icon, IconName, Link, ResendCode, form_error, mailed_code_length,
        use_mailed_code,
    },
    endpoints::frontend::{AttemptSignUpVerification, PrepareSignUpVerification},
    wire::Strategy,
};
use leptos::{prelude::*, task::spawn_local};

const SEND: &str = "sign_up.prepare";
const ENTER: &str = "sign_up.code";
const RESEND: &str = "sign_up.resend";
const STRATEGY: Strategy = Strategy::EmailCode;

/// Verifies the address by a mailed code. A living page asks for the mail by itself.
#[component]
pub(super) fn EmailCode() -> impl IntoView {
    let flow = use_flow();
    let is_mailed = use_mailed_code(move || flow.is_unsent(), move || flow.is_sent(), move || send(flow));
    move || match is_mailed.get() {
        true => view! { <Enter /> }.into_any(),
        false => view! { <Ask /> }.into_any(),
    }
}

/// Offers to mail a code.
#[component]
fn Ask() -> impl IntoView {
    let flow = use_flow();
    let call = flow.form::<PrepareSignUpVerification>(SEND, false);
    view! {
        <Card title=text().code_title_unsent subtitle=text().code_goes_out.fill(&[("length", &mailed_code_length().to_string())])>
            <Address flow=flow />
            <FormAlert error=form_error(ENTER, &[], flow.errors) />
            <Form
                call=call
                on_submit=Callback::new(move |_| spawn_local(async move { send(flow).await; }))
                pending=flow.attempt.pending
            >
                <FormAlert error=form_error(SEND, &[], Signal::derive(|| None)) />
                <input type="hidden" name="strategy" value=STRATEGY.as_str() />
                <Button full=true pending=flow.attempt.pending waiting=flow.attempt.waiting>{text().code_send}</Button>
            </Form>
        </Card>
    }
}

/// Takes the code.
#[component]
fn Enter() -> impl IntoView {
    let flow = use_flow();
    let call = flow.form::<AttemptSignUpVerification>(ENTER, false);
    let resend = flow.form::<PrepareSignUpVerification>(RESEND, false);
    view! {
        <Card title=text().code_title subtitle=text().code_sent.fill(&[("length", &mailed_code_length().to_string())])>
            <Address flow=flow />
            <CodeForm
                id=flow.id("-code")
                length=mailed_code_length()
                call=call
                on_code=Callback::new(move |code| check(flow, code))
                errors=flow.errors
                pending=flow.attempt.pending
                autofocus=true
            >
                <input type="hidden" name="strategy" value=STRATEGY.as_str() />
                <Button full=true pending=flow.attempt.pending waiting=flow.attempt.waiting>{text().next}</Button>
            </CodeForm>
            <ResendCode
                call=resend
                send=move || send(flow)
                pending=flow.attempt.pending
            >
                <input type="hidden" name="strategy" value=STRATEGY.as_str() />
            </ResendCode>
        </Card>
    }
}

/// The address, with a way to change it.
#[component]
fn Address(flow: Flow) -> impl IntoView {
    let address = flow.attempt.sign_up.with_untracked(|attempt| attempt.as_ref()?.email_address.clone());
    let edit = Callback::new(move |()| flow.edit());
    view! {
        <div class="oh-identity">
            <Icon name=IconName::Mail />
            <bdi class="oh-identity-name">{address}</bdi>
            <Link href=flow.href(true) on_click=edit label=text().edit_email>
                <Icon name=IconName::Edit />
            </Link>
        </div>
    }
}

/// Asks for the mail; true when it is on its way.
async fn send(flow: Flow) -> bool {
    flow.errors.set(None);
    match flow.attempt.prepare_verification(STRATEGY).await {
        Ok(_) => true,
        Err(error) => {
            flow.settle(Err(error));
            false
        }
    }
}

fn check(flow: Flow, code: String) {
    flow.errors.set(None);
    spawn_local(async move {
        let result = flow.attempt.attempt_verification(STRATEGY, code).await;
        flow.settle(result);
    });
}
