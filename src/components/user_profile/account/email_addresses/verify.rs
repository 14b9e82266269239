//! Proving that an address is one's own: send a code, type it, or send another one.

use super::{Address, NAME};
use crate::{
    components::{
        parts::{
            Button, ButtonVariant, CodeField, Countdown, Form, FormCall, FormValues, field_error, focus_by_id,
            form_error, use_countdown,
        },
        user_profile::{CancelLink, FormAlert, PanelActions, Profile, Submit, text},
    },
    endpoints::{
        Verb,
        frontend::{AttemptEmailAddress, PrepareEmailAddress},
        path_of,
    },
    signals::use_user,
    wire::Strategy,
};
use leptos::prelude::*;

const CODE_FORM: &str = "user.email.code";
const SEND_FORM: &str = "user.email.send";
const RESEND_AFTER_SECONDS: u32 = 30;

/// The code's form when one is on its way, else the button that sends one.
#[component]
pub fn VerifyStep(profile: Profile, address: StoredValue<Address>) -> impl IntoView {
    let is_sent = Memo::new(move |_| {
        let Some(id) = address.try_with_value(|address| address.id.clone()) else {
            return false;
        };
        profile.user(|user| {
            let email = user.email_addresses.iter().find(|email| email.id == id);
            email
                .and_then(|email| email.verification.as_ref())
                .is_some_and(|proof| proof.is_pending(Strategy::EmailCode))
        })
    });
    let countdown = use_countdown();
    move || {
        if is_sent.get() {
            view! { <CodeForm profile=profile address=address /><Resend profile=profile address=address countdown=countdown /> }
                .into_any()
        } else {
            view! { <SendForm profile=profile address=address /> }.into_any()
        }
    }
}

#[component]
fn CodeForm(profile: Profile, address: StoredValue<Address>) -> impl IntoView {
    let user = use_user();
    let submit = Submit::new();
    let check = move |code: String| {
        let Some(id) = address.try_with_value(|address| address.id.clone()) else {
            return;
        };
        submit.run(async move { user.attempt_email_address(&id, code).await.map(drop) }, move || {
            profile.succeed(NAME, text::EMAIL_VERIFIED)
        });
    };
    let path = address.with_value(|address| path_of::<AttemptEmailAddress>(&address.id));
    let call = profile.form(CODE_FORM, Verb::Post, path, &address.with_value(Address::verify_panel));
    view! {
        <p class="oh-profile-text">
            {text::CODE_SENT_TO} " " <bdi class="oh-profile-strong" dir="ltr">{address.with_value(|address| address.text.clone())}</bdi>
        </p>
        <Form call=call on_submit=Callback::new(move |values: FormValues| check(values.get("code"))) pending=submit.pending>
            <FormAlert error=form_error(CODE_FORM, &["code"], submit.errors) />
            <CodeField
                id=profile.dom_id("email-code")
                label=text::CODE
                error=field_error(CODE_FORM, "code", submit.errors)
                on_complete=Callback::new(check)
            />
            <PanelActions profile=profile section=NAME label=text::VERIFY pending=submit.pending />
        </Form>
    }
    .into_any()
}

/// Sends another code, after a pause that is counted down where scripts run.
#[component]
fn Resend(profile: Profile, address: StoredValue<Address>, countdown: Countdown) -> impl IntoView {
    Effect::new(move |_| countdown.start(RESEND_AFTER_SECONDS));
    let (submit, send) = use_send(address);
    let restart = Callback::new(move |()| countdown.start(RESEND_AFTER_SECONDS));
    let resend = move |_| send.run(restart);
    let label = move || match countdown.left() {
        0 => text::RESEND.to_owned(),
        left => format!("{} in {left} s", text::RESEND),
    };
    view! {
        <Form call=send_call(profile, address) on_submit=Callback::new(resend) pending=submit.pending>
            <FormAlert error=form_error(SEND_FORM, &[], submit.errors) />
            <input type="hidden" name="strategy" value=Strategy::EmailCode.as_str() />
            <div class="oh-profile-resend">
                <Button
                    variant=ButtonVariant::Link
                    pending=submit.pending
                    disabled=Signal::derive(move || countdown.is_running())
                >
                    {label}
                </Button>
            </div>
        </Form>
    }
    .into_any()
}

#[component]
fn SendForm(profile: Profile, address: StoredValue<Address>) -> impl IntoView {
    let (submit, send) = use_send(address);
    let id = profile.dom_id("email-code");
    let focus = Callback::new(move |()| {
        // The code's field takes this form's place in the next frame.
        let id = id.clone();
        request_animation_frame(move || focus_by_id(&id));
    });
    view! {
        <p class="oh-profile-text">
            {text::CODE_GOES_TO} " " <bdi class="oh-profile-strong" dir="ltr">{address.with_value(|address| address.text.clone())}</bdi>
        </p>
        <Form call=send_call(profile, address) on_submit=Callback::new(move |_| send.run(focus)) pending=submit.pending>
            <FormAlert error=form_error(SEND_FORM, &[], submit.errors) />
            <input type="hidden" name="strategy" value=Strategy::EmailCode.as_str() />
            <div class="oh-profile-panel-actions">
                <Button pending=submit.pending>{text::SEND_CODE}</Button>
                <CancelLink profile=profile section=NAME />
            </div>
        </Form>
    }
    .into_any()
}

fn send_call(profile: Profile, address: StoredValue<Address>) -> FormCall {
    let panel = address.with_value(Address::verify_panel);
    let path = address.with_value(|address| path_of::<PrepareEmailAddress>(&address.id));
    profile.form(SEND_FORM, Verb::Post, path, &panel).then(untrack(|| profile.panel_path(&panel)))
}

/// Sends a code; the callback handed to it runs afterwards.
fn use_send(address: StoredValue<Address>) -> (Submit, Callback<Callback<()>>) {
    let user = use_user();
    let submit = Submit::new();
    let send = Callback::new(move |done: Callback<()>| {
        let Some(id) = address.try_with_value(|address| address.id.clone()) else {
            return;
        };
        submit.run(async move { user.prepare_email_address(&id).await.map(drop) }, move || {
            let _ = done.try_run(());
        });
    });
    (submit, send)
}
