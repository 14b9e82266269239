//! Which of the accounts that are signed in already?

use super::{flow::Flow, text, use_flow};
use crate::{
    components::parts::{
        Avatar, Button, ButtonVariant, Card, Form, FormAlert, FormCall, Icon, IconName, Link, form_error,
    },
    endpoints::{
        Endpoint, Verb,
        frontend::{RemoveSessions, TouchSessionById},
        path_of,
    },
    wire::Session,
};
use leptos::{prelude::*, task::spawn_local};

const SWITCH: &str = "sign_in.switch";
const SIGN_OUT: &str = "sign_in.sign_out_all";

/// Offers the accounts, another one, and the way out.
#[component]
pub(super) fn Switcher() -> impl IntoView {
    let flow = use_flow();
    let add = Callback::new(move |()| flow.is_adding.set(true));
    let rows = move || flow.accounts.sessions.get().into_iter().map(|session| row(flow, session)).collect_view();
    let out = FormCall::new(SIGN_OUT, RemoveSessions::PATH, &flow.href(None)).method(Verb::Delete);
    view! {
        <Card title=text().switcher_title subtitle=text().switcher_subtitle>
            <FormAlert error=form_error(SWITCH, &[], flow.errors) />
            <ul class="oh-rows">{rows}</ul>
            <div class="oh-stack">
                <Link variant=ButtonVariant::Secondary full=true href=flow.address(Some(("add", "1"))) on_click=add>
                    <Icon name=IconName::Plus />
                    {text().add_account}
                </Link>
                <Form call=out on_submit=Callback::new(move |_| sign_out(flow))>
                    <Button variant=ButtonVariant::Ghost full=true>
                        <Icon name=IconName::SignOut />
                        {text().sign_out_all}
                    </Button>
                </Form>
            </div>
        </Card>
    }
}

fn row(flow: Flow, session: Session) -> impl IntoView {
    let id = session.id.clone();
    let here = flow.href(None);
    // Forms lead only to places on this site.
    let then = Some(flow.target()).filter(|target| target.starts_with('/'));
    let call =
        FormCall::new(SWITCH, path_of::<TouchSessionById>(&id), &here).then(then.unwrap_or_else(|| here.clone()));
    let user = session.user;
    let name = user.as_ref().map(|user| user.display_name()).unwrap_or_default();
    let identifier = user.as_ref().map(|user| user.identifier()).filter(|identifier| identifier != &name);
    let seed = user.as_ref().map(|user| user.id.to_string()).unwrap_or_default();
    let image_url = user.and_then(|user| user.own_image_url().map(str::to_owned)).unwrap_or_default();
    view! {
        <li>
            <Form call=call on_submit=Callback::new(move |_| flow.switch_to(id.clone()))>
                <button class="oh-row" type="submit">
                    <Avatar name=name.clone() image_url=image_url size=40 seed=seed />
                    <span class="oh-row-text">
                        <bdi class="oh-row-title">{name}</bdi>
                        {identifier.map(|identifier| view! { <bdi class="oh-row-meta">{identifier}</bdi> })}
                    </span>
                    <Icon name=IconName::ChevronRight />
                </button>
            </Form>
        </li>
    }
}

fn sign_out(flow: Flow) {
    flow.errors.set(None);
    spawn_local(async move {
        if let Err(error) = flow.client.sign_out(None).await {
            flow.errors.set(Some(error));
        }
    });
}
