//! The first form; also the way back to it when something is to be changed.

use super::{
    details::{Details, PARAMS, fields_of},
    flow::Flow,
    text, ticket, use_flow,
    wanted::Wanted,
};
use crate::{
    components::parts::{Button, Card, Form, FormAlert, FormValues, Link, form_error, has_error},
    wire::{ErrorCode, SignUpStatus},
};
use leptos::{prelude::*, task::spawn_local};

const FORM: &str = "sign_up.start";

/// Asks for the details.
#[component]
pub(super) fn Start() -> impl IntoView {
    let flow = use_flow();
    let is_change = is_change(flow);
    let wanted = flow.client.environment.with_untracked(|environment| {
        flow.attempt
            .sign_up
            .with_untracked(|attempt| Wanted::at_start(environment.as_ref(), attempt.as_ref().filter(|_| is_change)))
    });
    let title = if flow.is_invited() { text().invited_title } else { text().title };
    view! {
        <Card title=title subtitle=text().subtitle footer=move || view! { <Foot flow=flow /> }>
            <FormAlert error=form_error(FORM, PARAMS, flow.errors) />
            <FormAlert error=ticket::flash() />
            <Form
                call=flow.details_form(FORM, is_change)
                on_submit=Callback::new(move |values| submit(flow, values))
                pending=flow.attempt.pending
            >
                <Details flow=flow form=FORM wanted=wanted />
                <SignInInstead flow=flow />
                <Button full=true pending=flow.attempt.pending waiting=flow.attempt.waiting>{text().next}</Button>
            </Form>
        </Card>
    }
}

/// For somebody who has an account already.
#[component]
fn SignInInstead(flow: Flow) -> impl IntoView {
    let exists = has_error(FORM, ErrorCode::FormIdentifierExists, flow.errors);
    let link = move || view! { <p><Link href=flow.sign_in_href()>{text().sign_in_instead}</Link></p> };
    move || exists.get().then(link)
}

/// The way to the sign-in page.
#[component]
pub(super) fn Foot(flow: Flow) -> impl IntoView {
    view! {
        <span>{text().have_account}</span>
        <Link href=flow.sign_in_href()>{text().sign_in}</Link>
    }
}

/// Is there an attempt to change?
fn is_change(flow: Flow) -> bool {
    (flow.is_editing.get_untracked() || flow.is_invited())
        && flow.attempt.sign_up.with_untracked(|attempt| {
            attempt.as_ref().is_some_and(|attempt| attempt.status == SignUpStatus::MissingRequirements)
        })
}

fn submit(flow: Flow, values: FormValues) {
    flow.errors.set(None);
    let fields = fields_of(&values);
    let is_change = is_change(flow);
    spawn_local(async move {
        let result = if is_change { flow.attempt.update(fields).await } else { flow.attempt.create(fields).await };
        flow.settle(result);
    });
}
