//! The forms of the dialog: one for each way of proving.

use super::{
    method::{Method, email_factor},
    text,
};
use crate::{
    components::parts::{
        Button, CodeForm, Field, Form, FormAlert, FormCall, FormValues, PasswordField, ResendCode, field_error,
        focus_by_id, form_error, mailed_code_length, use_mailed_code,
    },
    endpoints::{
        Endpoint,
        frontend::{AttemptFactor, AttemptFirstVerification, AttemptSecondVerification, PrepareFirstVerification},
        path_of,
    },
    signals::{Proving, platform, use_user},
    wire::{SessionId, Strategy, User},
};
use leptos::{prelude::*, task::spawn_local};

const FORM: &str = "step_up.dialog";
const RESEND: &str = "step_up.dialog.resend";
const PARAMS: &[&str] = &["password", "code"];

/// One round of the dialog.
#[derive(Clone, Copy)]
pub(super) struct Round {
    pub proving: Proving,
    /// Told once all is proven.
    pub done: Callback<()>,
}

impl Round {
    fn prove(self, strategy: Strategy, password: Option<String>, code: Option<String>) {
        spawn_local(async move {
            let proof = AttemptFactor { strategy, password, code, ticket: None };
            if self.proving.prove(proof).await {
                self.done.run(());
            }
        });
    }

    /// The call as a form; it is never sent as one, because a dialog needs scripts.
    fn form<E: Endpoint<Path = SessionId>>(self, name: &'static str) -> FormCall {
        let session = self.proving.attempt.store.active_session_id().unwrap_or_else(|| SessionId::from(""));
        FormCall::new(name, path_of::<E>(&session), &platform::current_path())
    }
}

/// The form of this way.
pub(super) fn form_of(method: Method, round: Round) -> AnyView {
    match method {
        Method::Password => view! { <Password round=round /> }.into_any(),
        Method::EmailCode => view! { <EmailCode round=round /> }.into_any(),
        Method::Totp => view! { <Totp round=round /> }.into_any(),
        Method::BackupCode => view! { <BackupCode round=round /> }.into_any(),
    }
}

/// A dialog that opens has given the focus to its first button already.
fn focus_soon(id: &'static str) {
    request_animation_frame(move || focus_by_id(id));
}

#[component]
fn Password(round: Round) -> impl IntoView {
    let attempt = round.proving.attempt;
    Effect::new(|_| focus_soon("oh-step-up-password"));
    let name = use_user().user.with_untracked(|user| user.as_ref().map(User::identifier));
    let check = move |values: FormValues| round.prove(Strategy::Password, Some(values.get("password")), None);
    view! {
        <p class="oh-profile-text">{text().password_text}</p>
        <FormAlert error=form_error(FORM, PARAMS, attempt.errors) />
        <Form call={round.form::<AttemptFirstVerification>(FORM)} on_submit=Callback::new(check) pending=attempt.pending>
            <input type="text" autocomplete="username" value=name hidden=true readonly=true />
            <PasswordField
                id="oh-step-up-password"
                label=text().password
                name="password"
                error=field_error(FORM, "password", attempt.errors)
                required=true
            />
            <Button full=true pending=attempt.pending waiting=attempt.waiting>{text().verify}</Button>
        </Form>
    }
}

#[component]
fn EmailCode(round: Round) -> impl IntoView {
    let (proving, attempt) = (round.proving, round.proving.attempt);
    let factor = proving.verification.with_untracked(|it| it.as_ref().and_then(email_factor).cloned());
    let id = factor.as_ref().and_then(|factor| factor.email_address_id.clone());
    let address = factor.and_then(|factor| factor.safe_identifier).unwrap_or_default();
    let sent = move || {
        proving.verification.with(|it| {
            it.as_ref()
                .and_then(|it| it.first_factor_verification.as_ref())
                .is_some_and(|proof| proof.strategy == Some(Strategy::EmailCode))
        })
    };
    let first = id.clone();
    let is_mailed = use_mailed_code(move || !sent(), sent, move || proving.send_code(first.clone()));
    Effect::new(move |_| {
        if is_mailed.get() {
            focus_soon("oh-step-up-code");
        }
    });
    let again = StoredValue::new(id);
    let resend = move || proving.send_code(again.get_value());
    let check = move |code: String| round.prove(Strategy::EmailCode, None, Some(code));
    let digits = mailed_code_length().to_string();
    let enter = StoredValue::new(text().code_text.fill(&[("length", &digits), ("address", &address)]));
    move || match is_mailed.get() {
        true => view! {
            <p class="oh-profile-text">{enter.get_value()}</p>
            <CodeForm
                id="oh-step-up-code"
                length=mailed_code_length()
                call={round.form::<AttemptFirstVerification>(FORM)}
                on_code=Callback::new(check)
                errors=attempt.errors
                pending=attempt.pending
            >
                <Button full=true pending=attempt.pending waiting=attempt.waiting>{text().verify}</Button>
            </CodeForm>
            <ResendCode call={round.form::<PrepareFirstVerification>(RESEND)} send=resend pending=attempt.pending>
                <input type="hidden" name="strategy" value=Strategy::EmailCode.as_str() />
            </ResendCode>
        }
        .into_any(),
        false => view! {
            <FormAlert error=form_error(FORM, &[], attempt.errors) />
            <Button
                full=true
                type_="button"
                on_click=Callback::new(move |()| spawn_local(async move { resend().await; }))
                pending=attempt.pending
                waiting=attempt.waiting
            >
                {text().send_code}
            </Button>
        }
        .into_any(),
    }
}

#[component]
fn Totp(round: Round) -> impl IntoView {
    let attempt = round.proving.attempt;
    Effect::new(|_| focus_soon("oh-step-up-totp"));
    let check = move |code: String| round.prove(Strategy::Totp, None, Some(code));
    view! {
        <p class="oh-profile-text">{text().totp_text}</p>
        <CodeForm
            id="oh-step-up-totp"
            call={round.form::<AttemptSecondVerification>(FORM)}
            on_code=Callback::new(check)
            errors=attempt.errors
            pending=attempt.pending
        >
            <Button full=true pending=attempt.pending waiting=attempt.waiting>{text().verify}</Button>
        </CodeForm>
    }
}

#[component]
fn BackupCode(round: Round) -> impl IntoView {
    let attempt = round.proving.attempt;
    Effect::new(|_| focus_soon("oh-step-up-backup-code"));
    let check = move |values: FormValues| round.prove(Strategy::BackupCode, None, Some(values.get("code")));
    view! {
        <p class="oh-profile-text">{text().backup_code_text}</p>
        <FormAlert error=form_error(FORM, PARAMS, attempt.errors) />
        <Form call={round.form::<AttemptSecondVerification>(FORM)} on_submit=Callback::new(check) pending=attempt.pending>
            <Field
                id="oh-step-up-backup-code"
                label=text().backup_code
                name="code"
                autocomplete="off"
                error=field_error(FORM, "code", attempt.errors)
                required=true
            />
            <Button full=true pending=attempt.pending waiting=attempt.waiting>{text().verify}</Button>
        </Form>
    }
}
