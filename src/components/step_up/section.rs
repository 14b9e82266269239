//! The section that asks where no scripts run: forms that post by themselves and come back to the page, along with what
//! was typed into the form that waits.

use super::text;
use crate::{
    client::UiError,
    components::parts::{
        Alert, Button, ButtonVariant, CodeField, Field, Form, FormAlert, FormCall, PasswordField, Tone, field_error,
        form_error, mailed_code_length,
    },
    endpoints::{
        Endpoint,
        frontend::{AttemptFirstVerification, AttemptSecondVerification, PrepareFirstVerification},
        path_of,
    },
    signals::{KeptForm, platform, use_auth, use_flash, use_user},
    wire::{SessionId, Strategy, User},
};
use leptos::prelude::*;

const PASSWORD: &str = "step_up.password";
const SEND: &str = "step_up.send";
const CODE: &str = "step_up.code";
const TOTP: &str = "step_up.totp";
const BACKUP_CODE: &str = "step_up.backup_code";

/// Asks, where a form was posted without scripts and needs a fresh proof, and says when it can be sent again; shows
/// nothing otherwise. `<UserProfile/>` has one already; a page with forms of its own puts one above them.
///
/// **Server-side rendering**: complete; this is its purpose.
///
/// ```no_run
/// use leptos::prelude::*;
/// use onehop::components::StepUpSection;
///
/// #[component]
/// fn KeysPage() -> impl IntoView {
///     view! {
///         <StepUpSection/>
///         <h1>"Keys"</h1>
///     }
/// }
/// ```
#[component]
pub fn StepUpSection() -> impl IntoView {
    let flash = use_flash();
    let kept = Memo::new(move |_| flash.with(|flash| flash.as_ref().and_then(|flash| flash.kept.clone())));
    let is_verified = Memo::new(move |_| flash.with(|flash| flash.as_ref().is_some_and(|flash| flash.is_verified)));
    move || match (kept.get(), is_verified.get()) {
        (Some(kept), _) => Some(view! { <Ask kept=kept /> }.into_any()),
        (None, true) => Some(view! { <Alert tone=Tone::Success>{text().verified}</Alert> }.into_any()),
        (None, false) => None,
    }
}

#[component]
fn Ask(kept: KeptForm) -> impl IntoView {
    let user = use_user().user;
    let ask = move |part: fn(&User) -> bool| user.with_untracked(|user| user.as_ref().is_some_and(part));
    let kept = StoredValue::new(serde_json::to_string(&kept).unwrap_or_default());
    let ways = match ask(|user| user.two_factor_enabled) {
        true => view! {
            {ask(|user| user.totp_enabled).then(|| view! { <Totp kept=kept /> })}
            {ask(|user| user.backup_code_enabled).then(|| view! { <BackupCode kept=kept /> })}
        }
        .into_any(),
        false => view! {
            {ask(|user| user.password_enabled).then(|| view! { <Password kept=kept /> })}
            {ask(|user| user.email_addresses.iter().any(|email| email.is_verified())).then(|| view! { <EmailCode kept=kept /> })}
        }
        .into_any(),
    };
    view! {
        <section class="oh-step-up-section" aria-labelledby="oh-step-up-section-title">
            <h2 class="oh-step-up-section-title" id="oh-step-up-section-title">{text().title}</h2>
            <p class="oh-profile-text">{text().then_again}</p>
            {ways}
        </section>
    }
}

/// Without scripts errors come with the page alone.
fn nothing() -> Signal<Option<UiError>> {
    Signal::derive(|| None)
}

/// A call that proves something, and the form that waits for it.
fn call<E: Endpoint<Path = SessionId>>(name: &'static str) -> FormCall {
    let session = use_auth().session_id.get_untracked().unwrap_or_else(|| SessionId::from(""));
    FormCall::new(name, path_of::<E>(&session), &platform::current_path())
}

#[component]
fn Waiting(kept: StoredValue<String>, strategy: Strategy) -> impl IntoView {
    view! {
        <input type="hidden" name="_kept" value=kept.get_value() />
        <input type="hidden" name="strategy" value=strategy.as_str() />
    }
}

#[component]
fn Password(kept: StoredValue<String>) -> impl IntoView {
    view! {
        <FormAlert error=form_error(PASSWORD, &["password"], nothing()) />
        <Form call={call::<AttemptFirstVerification>(PASSWORD)}>
            <Waiting kept=kept strategy=Strategy::Password />
            <PasswordField
                id="oh-step-up-section-password"
                label=text().password
                name="password"
                error=field_error(PASSWORD, "password", nothing())
                required=true
            />
            <Button full=true>{text().verify}</Button>
        </Form>
    }
}

/// Sends a code, and takes it once it is on its way.
#[component]
fn EmailCode(kept: StoredValue<String>) -> impl IntoView {
    let is_sent = use_flash().with_untracked(|flash| {
        flash.as_ref().is_some_and(|flash| flash.form == CODE || (flash.form == SEND && flash.errors.is_empty()))
    });
    view! {
        {is_sent.then(|| view! {
            <FormAlert error=form_error(CODE, &["code"], nothing()) />
            <Form call={call::<AttemptFirstVerification>(CODE)}>
                <Waiting kept=kept strategy=Strategy::EmailCode />
                <CodeField
                    id="oh-step-up-section-code"
                    label=text().code
                    error=field_error(CODE, "code", nothing())
                    length=mailed_code_length()
                />
                <Button full=true>{text().verify}</Button>
            </Form>
        })}
        <FormAlert error=form_error(SEND, &[], nothing()) />
        <Form call={call::<PrepareFirstVerification>(SEND)}>
            <Waiting kept=kept strategy=Strategy::EmailCode />
            <Button full=true variant=ButtonVariant::Secondary>{text().use_email_code}</Button>
        </Form>
    }
}

#[component]
fn Totp(kept: StoredValue<String>) -> impl IntoView {
    view! {
        <p class="oh-profile-text">{text().totp_text}</p>
        <FormAlert error=form_error(TOTP, &["code"], nothing()) />
        <Form call={call::<AttemptSecondVerification>(TOTP)}>
            <Waiting kept=kept strategy=Strategy::Totp />
            <CodeField id="oh-step-up-section-totp" label=text().code error=field_error(TOTP, "code", nothing()) />
            <Button full=true>{text().verify}</Button>
        </Form>
    }
}

#[component]
fn BackupCode(kept: StoredValue<String>) -> impl IntoView {
    view! {
        <FormAlert error=form_error(BACKUP_CODE, &["code"], nothing()) />
        <Form call={call::<AttemptSecondVerification>(BACKUP_CODE)}>
            <Waiting kept=kept strategy=Strategy::BackupCode />
            <Field
                id="oh-step-up-section-backup-code"
                label=text().backup_code
                name="code"
                autocomplete="off"
                error=field_error(BACKUP_CODE, "code", nothing())
                required=true
            />
            <Button full=true variant=ButtonVariant::Secondary>{text().use_backup_code}</Button>
        </Form>
    }
}
