//! What can't be undone, or keeps a user out: impersonation, lock, ban, deletion. Last on the page, with a word on what
//! follows.

use super::{detail::Subject, filters::LIST};
use crate::dashboard::{
    Call, CallForm, Submit,
    parts::{AskFirst, TypeToConfirm, identifier_of},
    use_dashboard,
};
use leptos::prelude::*;
use onehop::{
    components::parts::ButtonVariant,
    endpoints::backend::{BanUser, CreateActorToken, DeleteUser, LockUser, UnbanUser, UnlockUser},
    wire::{UserId, backend::ActorToken},
};

/// The last card.
#[component]
pub(super) fn Danger(subject: Subject) -> impl IntoView {
    let Subject { user, again } = subject;
    let id = &user.id;
    let (lock, lock_label, lock_text) = if user.locked {
        let call = Call::of::<UnlockUser>("user.lock", id).said("The user can sign in again.");
        (
            call,
            "Unlock",
            "The account is locked, as after too many wrong passwords. Unlocking lets the user try again at once.",
        )
    } else {
        let call = Call::of::<LockUser>("user.lock", id).said("The account is locked for a while.");
        (
            call,
            "Lock",
            "As after too many wrong passwords: the user can't sign in for a while, and stays signed in elsewhere.",
        )
    };
    let (ban, ban_label, ban_text) = if user.banned {
        let call = Call::of::<UnbanUser>("user.ban", id).said("The user can sign in again.");
        (call, "Unban", "The user can't sign in. Unbanning lets them in again.")
    } else {
        let call = Call::of::<BanUser>("user.ban", id).said("The user is banned and signed out everywhere.");
        (call, "Ban", "All sessions end at once, and the user can't sign in any more.")
    };
    let delete = Call::of::<DeleteUser>("user.delete", id).then(LIST).said("The user was deleted.");
    let name = identifier_of(&user);
    view! {
        <section class="db-card db-danger" aria-labelledby="user-danger">
            <header class="db-card-head"><h2 class="db-card-title" id="user-danger">"Account access"</h2></header>
            <div class="db-card-body">
                <Step title="Impersonate" text="Opens your application as this user, for half an hour. Both the application and the audit log say who acted.">
                    <Impersonate user_id=user.id.clone() />
                </Step>
                <Step title=lock_label text=lock_text>
                    <CallForm call=lock on_done=again inline=true><Submit variant=ButtonVariant::Secondary>{lock_label}</Submit></CallForm>
                </Step>
                <Step title=ban_label text=ban_text>
                    <CallForm call=ban on_done=again inline=true><Submit variant=ButtonVariant::Secondary>{ban_label}</Submit></CallForm>
                </Step>
                <Step title="Delete" text="Everything about this user is gone for good: profile, metadata, sessions.">
                    <AskFirst id="delete-user" label="Delete user" title="Delete this user for good?" open=RwSignal::new(false)>
                        <p class="db-text">"Profile, metadata and sessions are gone at once. This cannot be undone."</p>
                        <CallForm call=delete>
                            <TypeToConfirm id="delete-confirm" text=name label="Delete for good" />
                        </CallForm>
                    </AskFirst>
                </Step>
            </div>
        </section>
    }
    .into_any()
}

#[component]
fn Step(title: &'static str, text: &'static str, children: Children) -> impl IntoView {
    view! {
        <div class="db-step">
            <div class="db-step-text"><h3 class="db-step-title">{title}</h3><p class="db-note">{text}</p></div>
            <div class="db-step-action">{children()}</div>
        </div>
    }
    .into_any()
}

/// A link that opens the application as this user. It works once.
#[component]
fn Impersonate(user_id: UserId) -> impl IntoView {
    let dashboard = use_dashboard();
    let operator = dashboard.operator.with_untracked(|it| it.as_ref().map(|it| it.id.to_string()).unwrap_or_default());
    let actor = serde_json::json!({ "sub": operator }).to_string();
    let flash = dashboard.flash.get_untracked().filter(|flash| flash.form == "user.impersonate");
    let answer = RwSignal::new(flash.and_then(|flash| flash.answer));
    let link = move || answer.with(|text| text.as_deref().and_then(link_of));
    let call = Call::of::<CreateActorToken>("user.impersonate", &()).shows_answer();
    view! {
        <CallForm call=call on_done=Callback::new(move |text: String| answer.set(Some(text))) inline=true>
            <input type="hidden" name="user_id" value=user_id.to_string() />
            <input type="hidden" name="actor:json" value=actor />
            <input type="hidden" name="expires_in_seconds:int" value="600" />
            <Submit variant=ButtonVariant::Secondary>"Impersonate"</Submit>
        </CallForm>
        <div role="status">
            {move || link().map(|url| view! {
                <p class="db-note">
                    <a class="oh-link" href=url target="_blank" rel="noopener noreferrer external">"Open the application as this user"</a>
                    " (works once, for ten minutes)"
                </p>
            })}
        </div>
    }
    .into_any()
}

/// The link in the answer. It was just made for this page, and nothing but an address of the web is followed.
fn link_of(answer: &str) -> Option<String> {
    let token: ActorToken = serde_json::from_str(answer).ok()?;
    token.url.filter(|url| url.starts_with("https://") || url.starts_with("http://"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_addresses_of_the_web_are_followed() {
        assert_eq!(link_of("{}"), None);
        assert_eq!(link_of("nonsense"), None);
    }
}
