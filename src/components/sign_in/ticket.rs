//! The ticket in the page's address: a button that signs in with it.
//!
//! A button, with scripts too: mail scanners and previews follow every link, and would use the ticket up. They press
//! nothing.

use super::{flow::Flow, text, use_flow};
use crate::{
    components::parts::{Button, Card, Form, FormAlert, Link, form_error, go_to},
    endpoints::frontend::SignInStart,
    wire::{SignInStatus, Strategy},
};
use leptos::{prelude::*, task::spawn_local};

const FORM: &str = "sign_in.ticket";

/// Signs in with the ticket.
#[component]
pub(super) fn Ticket() -> impl IntoView {
    let flow = use_flow();
    let ticket = flow.ticket.get_untracked().unwrap_or_default();
    let here = flow.address(Some(("__clerk_ticket", &ticket)));
    let call = flow.start_form(FORM).back(here);
    view! {
        <Card title=text().ticket_title subtitle=text().ticket_subtitle footer=move || view! { <Foot flow=flow /> }>
            <FormAlert error=form_error(FORM, &[], flow.errors) />
            <Form call=call on_submit=Callback::new(move |_| submit(flow)) pending=flow.attempt.pending>
                <input type="hidden" name="strategy" value=Strategy::Ticket.as_str() />
                <input type="hidden" name="ticket" value=ticket />
                <Button full=true pending=flow.attempt.pending waiting=flow.attempt.waiting>{text().ticket_use}</Button>
            </Form>
        </Card>
    }
}

#[component]
fn Foot(flow: Flow) -> impl IntoView {
    let leave = Callback::new(move |()| flow.drop_ticket());
    view! { <Link href=flow.href(None) on_click=leave>{text().ticket_otherwise}</Link> }
}

fn submit(flow: Flow) {
    flow.errors.set(None);
    let start =
        SignInStart { strategy: Some(Strategy::Ticket), ticket: flow.ticket.get_untracked(), ..SignInStart::default() };
    // The page stays as it is while the answer is awaited: what comes next may be asked for by the server alone.
    let next = flow.href(None);
    spawn_local(async move {
        let result = flow.attempt.create(start).await;
        match result {
            // The ticket is used up: it leaves the address, too.
            Ok(attempt) if attempt.status != SignInStatus::Complete => go_to(&next),
            result => flow.settle(result),
        }
    });
}
