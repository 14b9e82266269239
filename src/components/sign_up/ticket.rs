//! The ticket of an invitation, in the page's address.
//!
//! Taking it uses nothing up: it only begins an attempt, so a living page does that by itself. Without scripts a button
//! does.

use super::{flow::Flow, start::Foot, text, use_flow};
use crate::{
    components::parts::{Button, Card, Form, FormAlert, form_error, go_to},
    endpoints::frontend::SignUpFields,
    wire::{SignUpStatus, Strategy},
};
use leptos::{prelude::*, task::spawn_local};

const FORM: &str = "sign_up.ticket";

/// Begins an attempt with the ticket.
#[component]
pub(super) fn Ticket() -> impl IntoView {
    let flow = use_flow();
    Effect::new(move |_| submit(flow));
    let ticket = flow.ticket.get_untracked().unwrap_or_default();
    view! {
        <Card
            title=text().ticket_title
            subtitle=text().ticket_subtitle
            footer=move || view! { <Foot flow=flow /> }
        >
            <FormAlert error=error(flow) />
            <Form
                call=flow.create_form(FORM)
                on_submit=Callback::new(move |_| submit(flow))
                pending=flow.attempt.pending
            >
                <input type="hidden" name="strategy" value=Strategy::Ticket.as_str() />
                <input type="hidden" name="ticket" value=ticket />
                <Button full=true pending=flow.attempt.pending waiting=flow.attempt.waiting>{text().ticket_use}</Button>
            </Form>
        </Card>
    }
}

/// What was wrong with the ticket.
pub(super) fn error(flow: Flow) -> Signal<Option<String>> {
    form_error(FORM, &[], flow.errors)
}

/// The same, as a plain post left it behind.
pub(super) fn flash() -> Signal<Option<String>> {
    form_error(FORM, &[], Signal::derive(|| None))
}

fn submit(flow: Flow) {
    if flow.attempt.pending.get_untracked() {
        return;
    }
    flow.errors.set(None);
    let ticket = flow.ticket.get_untracked();
    let fields = SignUpFields { strategy: Some(Strategy::Ticket), ticket, ..SignUpFields::default() };
    let next = flow.href(false);
    spawn_local(async move {
        let result = flow.attempt.create(fields).await;
        match result {
            // The ticket leaves the address, too.
            Ok(attempt) if attempt.status != SignUpStatus::Complete => go_to(&next),
            // A ticket that is no good is left aside; one that could not be sent may be tried again.
            Err(error) if error.status == 400 => {
                flow.settle(Err(error));
                let _ = flow.ticket.try_set(None);
            }
            result => flow.settle(result),
        }
    });
}
