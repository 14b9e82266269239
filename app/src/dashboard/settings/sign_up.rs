//! Who may make an account.

use super::Loading;
use crate::dashboard::{Call, CallForm, Submit, call_error};
use leptos::prelude::*;
use onehop::{endpoints::dashboard::UpdateSettings, wire::dashboard::Settings};

/// Name on the wire, name here, what it means.
const MODES: [(&str, &str, &str); 3] = [
    ("public", "Open", "Everybody may sign up."),
    ("restricted", "Invite only", "Only who has an invitation may sign up."),
    ("waitlist", "Waiting list", "Who has an invitation may sign up; others may ask to be invited."),
];

/// The mode in words.
fn name_of(mode: &str) -> &'static str {
    MODES.iter().find(|(name, ..)| *name == mode).map_or("Open", |(_, words, _)| words)
}

/// One choice of three.
#[component]
pub(super) fn SignUpForm(it: Settings, settings: Loading) -> impl IntoView {
    let call = Call::of::<UpdateSettings>("settings.sign_up", &()).said("Who may sign up is saved.");
    let configured = name_of(&it.configured.sign_up_mode);
    view! {
        <CallForm call=call on_done=Callback::new(move |_| settings.refetch())>
            <Modes chosen=it.sign_up_mode />
            <p class="oh-hint">{format!("The configuration says: {configured} ")}<code class="db-setting">"user.sign_up"</code></p>
            <p class="db-text">
                <a class="oh-link" href="/dashboard/invitations">"Invitations"</a>" · "
                <a class="oh-link" href="/dashboard/waitlist">"Waiting list"</a>
            </p>
            <div class="db-actions"><Submit>"Save sign-up"</Submit></div>
        </CallForm>
    }
}

#[component]
fn Modes(chosen: String) -> impl IntoView {
    let error = call_error("sign_up_mode");
    view! {
        <fieldset class="db-choices" aria-describedby="sign-up-mode-error">
            <legend class="oh-label">"Who may sign up"</legend>
            {MODES.map(|(mode, name, text)| view! {
                    <label class="db-choice">
                        <input class="db-radio" type="radio" name="sign_up_mode" value=mode checked=mode == chosen />
                        <span class="db-choice-text">
                            <span class="db-choice-name">{name}</span>
                            <span class="db-choice-hint">{text}</span>
                        </span>
                    </label>
            })}
        </fieldset>
        <p class="oh-field-error" id="sign-up-mode-error" aria-live="polite">{move || error.get()}</p>
    }
}
