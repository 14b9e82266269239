//! Setting an authenticator app up, and removing it.

use super::{NAME, REMOVE, SET_UP, text};
use crate::{
    components::{
        parts::{CodeForm, CopyButton, FormValues, QrCode, focus_by_id},
        user_profile::{PanelActions, PanelForm, Profile, Submit},
    },
    endpoints::{
        Endpoint, Verb,
        frontend::{AttemptTotp, CreateTotp, DeleteTotp},
    },
    signals::{use_flash, use_user},
    wire::QrPicture,
};
use leptos::prelude::*;

const FORM: &str = "user.totp";
const CODE_FORM: &str = "user.totp.code";
const REMOVE_FORM: &str = "user.totp.remove";
const CODE_ID: &str = "totp-code";

/// A secret that waits for its first code.
#[derive(Clone)]
struct Waiting {
    /// It and its address, where they are known: told once, and not again after a wrong code without scripts.
    told: Option<(String, String)>,
    qr: Option<QrPicture>,
}

/// Where a form that was posted without scripts left off.
fn left_off() -> Option<Waiting> {
    use_flash().with_untracked(|flash| {
        let flash = flash.as_ref()?;
        let told = flash.told.as_ref().and_then(|told| told.secret.clone().zip(told.uri.clone()));
        (told.is_some() || flash.form == CODE_FORM).then_some(Waiting { told, qr: None })
    })
}

/// What it is, then the secret, then the first code.
#[component]
pub fn SetUp(profile: Profile, codes: RwSignal<Option<Vec<String>>>) -> impl IntoView {
    let waiting = RwSignal::new(left_off());
    move || match waiting.get() {
        None => view! { <Begin profile=profile waiting=waiting /> }.into_any(),
        Some(secret) => view! { <Enrol profile=profile secret=secret codes=codes /> }.into_any(),
    }
}

#[component]
fn Begin(profile: Profile, waiting: RwSignal<Option<Waiting>>) -> impl IntoView {
    let user = use_user();
    let submit = Submit::new();
    let begin = move |_: FormValues| {
        let id = profile.dom_id(CODE_ID);
        let draw = move || {
            let drawn = user.create_totp();
            let id = id.clone();
            async move {
                let totp = drawn.await?;
                let _ = waiting.try_set(Some(Waiting { told: totp.secret.zip(totp.uri), qr: totp.qr }));
                // The code's field takes this form's place in the next frame.
                request_animation_frame(move || focus_by_id(&id));
                Ok(())
            }
        };
        submit.run(draw, || ());
    };
    let call = profile.form(FORM, Verb::Post, CreateTotp::PATH, SET_UP).then(untrack(|| profile.panel_path(SET_UP)));
    view! {
        <p class="oh-profile-text">{text().intro}</p>
        <PanelForm
            profile=profile
            section=NAME
            call=call
            submit=submit
            on_submit=Callback::new(begin)
            label=text().next
        />
    }
    .into_any()
}

#[component]
fn Enrol(profile: Profile, secret: Waiting, codes: RwSignal<Option<Vec<String>>>) -> impl IntoView {
    let user = use_user();
    let submit = Submit::new();
    let check = move |code: String| {
        let verify = move || {
            let proving = user.verify_totp(code.clone());
            async move {
                let totp = proving.await?;
                let _ = codes.try_set(totp.backup_codes);
                Ok(())
            }
        };
        submit.run(verify, move || profile.succeed(NAME, text().turned_on));
    };
    let call = profile.form(CODE_FORM, Verb::Post, AttemptTotp::PATH, SET_UP);
    let Waiting { told, qr } = secret;
    view! {
        {told.map(|(secret, uri)| view! { <Secret secret=secret uri=uri qr=qr /> })}
        <CodeForm
            id=profile.dom_id(CODE_ID)
            call=call
            on_code=Callback::new(check)
            errors=submit.errors
            pending=submit.pending
        >
            <PanelActions profile=profile section=NAME label=text().turn_on submit=submit />
        </CodeForm>
    }
    .into_any()
}

/// The secret in all forms that apps take: as a picture, as a link, and to be typed.
#[component]
fn Secret(secret: String, uri: String, qr: Option<QrPicture>) -> impl IntoView {
    let groups: Vec<String> = secret.as_bytes().chunks(4).map(|it| String::from_utf8_lossy(it).into_owned()).collect();
    let lead = if qr.is_some() { text().scan } else { text().type_in };
    view! {
        <div class="oh-enrol">
            {qr.map(|picture| view! { <QrCode picture=picture label=text().qr /> })}
            <div class="oh-enrol-steps">
                <p class="oh-profile-text">{lead}</p>
                <p><code class="oh-secret" dir="ltr" translate="no">{groups.join(" ")}</code></p>
                <div class="oh-enrol-actions">
                    <CopyButton text=secret label=text().copy_secret done=text().copied failed=text().not_copied />
                    <a class="oh-link" href=uri>{text().open_app}</a>
                </div>
            </div>
        </div>
        <p class="oh-profile-text">{text().then_code}</p>
    }
    .into_any()
}

/// Says what removing means and asks once more.
#[component]
pub fn RemoveForm(profile: Profile) -> impl IntoView {
    let user = use_user();
    let submit = Submit::new();
    let remove =
        move |_: FormValues| submit.run(move || user.disable_totp(), move || profile.succeed(NAME, text().turned_off));
    let call = profile.form(REMOVE_FORM, Verb::Delete, DeleteTotp::PATH, REMOVE);
    view! {
        <p class="oh-profile-text">{text().remove_text}</p>
        <PanelForm
            profile=profile
            section=NAME
            call=call
            submit=submit
            on_submit=Callback::new(remove)
            label=text().remove_confirm
            danger=true
        />
    }
    .into_any()
}
