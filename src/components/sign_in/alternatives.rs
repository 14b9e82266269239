//! The list of ways to prove who one is.

use super::{
    flow::Flow,
    identity::Identity,
    screen::{Method, factor},
    text, use_flow,
};
use crate::{
    components::parts::{ButtonVariant, Card, Icon, IconName, Link},
    wire::Strategy,
};
use leptos::prelude::*;

/// Offers every way the account has.
#[component]
pub(super) fn Alternatives() -> impl IntoView {
    let flow = use_flow();
    view! {
        <Card title=text().alternatives_title subtitle=text().alternatives_subtitle>
            <Identity />
            <Ways flow=flow with_reset=true />
            <Back flow=flow />
        </Card>
    }
}

/// The ways as a list of links.
#[component]
pub(super) fn Ways(flow: Flow, with_reset: bool) -> impl IntoView {
    let ways = flow.attempt.sign_in.with_untracked(|attempt| {
        let found = |strategy| attempt.as_ref().and_then(|attempt| factor(attempt, strategy));
        let code = found(Strategy::EmailCode).map(|factor| (Method::EmailCode, IconName::Mail, code_label(factor)));
        let password =
            found(Strategy::Password).map(|_| (Method::Password, IconName::Key, text().by_password.to_owned()));
        let reset = found(Strategy::ResetPasswordEmailCode)
            .filter(|_| with_reset)
            .map(|_| (Method::Reset, IconName::Shield, text().by_reset.to_owned()));
        [code, password, reset]
    });
    let row = move |(method, icon, label): (Method, IconName, String)| {
        view! {
            <li>
                <Link
                    variant=ButtonVariant::Secondary
                    full=true
                    href=flow.href(Some(method))
                    on_click=flow.picks(Some(method))
                >
                    <Icon name=icon />
                    <span class="oh-row-text">{label}</span>
                    <Icon name=IconName::ChevronRight />
                </Link>
            </li>
        }
    };
    view! { <ul class="oh-rows">{ways.into_iter().flatten().map(row).collect_view()}</ul> }
}

/// Back to the step that comes by itself.
#[component]
pub(super) fn Back(flow: Flow) -> impl IntoView {
    view! {
        <p class="oh-card-line">
            <Link href=flow.href(None) on_click=flow.picks(None)>{text().back}</Link>
        </p>
    }
}

fn code_label(factor: &crate::wire::Factor) -> String {
    match &factor.safe_identifier {
        Some(address) => text().by_code.fill(&[("address", address)]),
        None => text().code_send.to_owned(),
    }
}
