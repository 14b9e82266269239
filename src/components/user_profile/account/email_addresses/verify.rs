//! Proving that an address is one's own: send a code, type it, or send another one.

use super::{Address, NAME, shown};
use crate::{
    components::{
        parts::{CodeForm, FormCall, ResendCode, focus_by_id, mailed_code_length},
        user_profile::{PanelActions, PanelForm, Profile, Submit, text},
    },
    endpoints::{
        Verb,
        frontend::{AttemptEmailAddress, PrepareEmailAddress},
        path_of,
    },
    signals::{UseUser, use_user},
    wire::Strategy,
};
use leptos::{prelude::*, task::spawn_local};

const CODE_FORM: &str = "user.email.code";
const SEND_FORM: &str = "user.email.send";
const RESEND_FORM: &str = "user.email.resend";
const CODE_ID: &str = "email-code";

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
    move || match is_sent.get() {
        true => view! { <Enter profile=profile address=address /> }.into_any(),
        false => view! { <Send profile=profile address=address /> }.into_any(),
    }
}

/// Takes the code, or sends another one.
#[component]
fn Enter(profile: Profile, address: StoredValue<Address>) -> impl IntoView {
    let user = use_user();
    let (checking, sending) = (Submit::new(), Submit::new());
    let check = move |code: String| {
        let Some(id) = address.try_with_value(|address| address.id.clone()) else {
            return;
        };
        checking.run(
            move || user.attempt_email_address(&id, code.clone()),
            move || profile.succeed(NAME, text().email_verified),
        );
    };
    let path = address.with_value(|address| path_of::<AttemptEmailAddress>(&address.id));
    let call = profile.form(CODE_FORM, Verb::Post, path, &address.with_value(Address::verify_panel));
    view! {
        <p class="oh-profile-text">
            {text().code_sent_to.view(|_| shown(address))}
        </p>
        <CodeForm
            id=profile.dom_id(CODE_ID)
            length=mailed_code_length()
            call=call
            on_code=Callback::new(check)
            errors=checking.errors
            pending=checking.pending
        >
            <PanelActions profile=profile section=NAME label=text().verify submit=checking />
        </CodeForm>
        <ResendCode
            call=send_call(RESEND_FORM, profile, address)
            send=move || send(user, address, sending)
            errors=sending.errors
            pending=sending.pending
        >
            <input type="hidden" name="strategy" value=Strategy::EmailCode.as_str() />
        </ResendCode>
    }
    .into_any()
}

/// Offers to send a code.
#[component]
fn Send(profile: Profile, address: StoredValue<Address>) -> impl IntoView {
    let user = use_user();
    let submit = Submit::new();
    let send_first = move |_| {
        let id = profile.dom_id(CODE_ID);
        spawn_local(async move {
            if send(user, address, submit).await {
                // The code's field takes this form's place in the next frame.
                request_animation_frame(move || focus_by_id(&id));
            }
        });
    };
    view! {
        <p class="oh-profile-text">
            {text().code_goes_to.view(|_| shown(address))}
        </p>
        <PanelForm
            profile=profile
            section=NAME
            call=send_call(SEND_FORM, profile, address)
            submit=submit
            on_submit=Callback::new(send_first)
            label=text().send_code
        >
            <input type="hidden" name="strategy" value=Strategy::EmailCode.as_str() />
        </PanelForm>
    }
    .into_any()
}

fn send_call(form: &'static str, profile: Profile, address: StoredValue<Address>) -> FormCall {
    let panel = address.with_value(Address::verify_panel);
    let path = address.with_value(|address| path_of::<PrepareEmailAddress>(&address.id));
    profile.form(form, Verb::Post, path, &panel).then(untrack(|| profile.panel_path(&panel)))
}

/// Sends a code; true if it is on its way.
async fn send(user: UseUser, address: StoredValue<Address>, submit: Submit) -> bool {
    let Some(id) = address.try_with_value(|address| address.id.clone()) else {
        return false;
    };
    submit.succeeds(move || user.prepare_email_address(&id)).await
}
