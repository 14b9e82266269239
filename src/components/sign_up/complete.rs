//! What is still missing.

use super::{
    details::{Details, PARAMS, fields_of},
    flow::Flow,
    text, use_flow,
    wanted::Wanted,
};
use crate::components::parts::{Button, ButtonVariant, Card, Form, FormAlert, FormCall, FormValues, form_error};
use crate::endpoints::{Endpoint, frontend::CreateSignUp};
use leptos::{prelude::*, task::spawn_local};

const FORM: &str = "sign_up.complete";

/// Asks for the missing details alone.
#[component]
pub(super) fn Complete() -> impl IntoView {
    let flow = use_flow();
    let wanted = flow.attempt.sign_up.with_untracked(|attempt| Wanted::missing(attempt.as_ref()));
    let restart = FormCall::new("sign_up.restart", CreateSignUp::PATH, &flow.href(false));
    view! {
        <Card title=text().continue_title subtitle=text().continue_subtitle>
            <FormAlert error=form_error(FORM, PARAMS, flow.errors) />
            <Form
                call=flow.details_form(FORM, true)
                on_submit=Callback::new(move |values| submit(flow, values))
                pending=flow.attempt.pending
            >
                <Details flow=flow form=FORM wanted=wanted />
                <Button full=true pending=flow.attempt.pending waiting=flow.attempt.waiting>{text().next}</Button>
            </Form>
            <Form call=restart on_submit=Callback::new(move |_| flow.reset()) pending=flow.attempt.pending>
                <Button variant=ButtonVariant::Ghost full=true>{text().start_over}</Button>
            </Form>
        </Card>
    }
}

fn submit(flow: Flow, values: FormValues) {
    flow.errors.set(None);
    let fields = fields_of(&values);
    spawn_local(async move {
        let result = flow.attempt.update(fields).await;
        flow.settle(result);
    });
}
