//! The browser's other accounts: switching to one, adding one, leaving all.

use super::{Button, actions::SignOutOfAll, text};
use crate::{
    components::parts::{Avatar, Form, Icon, IconName},
    endpoints::{frontend::TouchSessionById, path_of},
    signals::{use_auth, use_client, use_session_list},
    wire::{Session, SessionId, User},
};
use leptos::prelude::*;

const SWITCH: &str = "user_button.switch";

/// What a row shows of another account.
#[derive(Clone, PartialEq, Eq, Hash)]
struct Other {
    session: SessionId,
    seed: String,
    name: String,
    identifier: String,
    image_url: String,
}

impl Other {
    fn of(session: &Session) -> Option<Self> {
        let user: &User = session.user.as_ref()?;
        Some(Self {
            session: session.id.clone(),
            seed: user.id.to_string(),
            name: user.display_name(),
            identifier: user.identifier(),
            image_url: user.own_image_url().unwrap_or_default().to_owned(),
        })
    }
}

#[component]
pub fn OtherAccounts(button: Button) -> impl IntoView {
    let sessions = use_session_list().sessions;
    let auth = use_auth();
    let environment = use_client().environment;
    let others = Memo::new(move |_| {
        let current = auth.session_id.get();
        sessions.with(|list| {
            list.iter()
                .filter(|session| Some(&session.id) != current.as_ref())
                .filter_map(Other::of)
                .collect::<Vec<_>>()
        })
    });
    let is_single = Memo::new(move |_| {
        environment.with(|environment| {
            environment.as_ref().is_some_and(|environment| environment.auth_config.single_session_mode)
        })
    });
    let has_others = Memo::new(move |_| others.with(|others| !others.is_empty()));
    move || {
        (!is_single.get()).then(|| {
            view! {
                <div class="oh-user-popover-group" role="group" aria-label=text().others>
                    <For each=move || others.get() key=Other::clone let:other>
                        <SwitchTo button=button other=other />
                    </For>
                    <a class="oh-user-popover-item" href=add_url(button) on:click=move |_| button.close()>
                        <Icon name=IconName::Plus />
                        <span>{text().add}</span>
                    </a>
                </div>
                {move || has_others.get().then(|| view! {
                    <div class="oh-user-popover-group"><SignOutOfAll button=button /></div>
                })}
            }
        })
    }
}

fn add_url(button: Button) -> String {
    button.sign_in_url.with_value(|url| {
        let separator = if url.contains('?') { '&' } else { '?' };
        format!("{url}{separator}add=1")
    })
}

#[component]
fn SwitchTo(button: Button, other: Other) -> impl IntoView {
    let sessions = use_session_list();
    let call =
        button.form(SWITCH, path_of::<TouchSessionById>(&other.session), button.after_switch_session_url.get_value());
    let session = other.session;
    let switch = move |_| {
        let (session, url) = (session.clone(), button.after_switch_session_url.get_value());
        button.submit.run(move || sessions.set_active(&session), move || button.leave_for(url));
    };
    let second = (other.identifier != other.name).then_some(other.identifier);
    view! {
        <Form call=call on_submit=Callback::new(switch) pending=button.submit.pending>
            <input type="hidden" name="intent" value="select_session" />
            <button class="oh-user-popover-item" type="submit" disabled=move || button.submit.pending.get()>
                <Avatar name=other.name.clone() image_url=other.image_url size=32 seed=other.seed />
                <span class="oh-user-popover-who">
                    <span class="oh-visually-hidden">{text().switch_to}" "</span>
                    <span class="oh-user-popover-name"><bdi>{other.name}</bdi></span>
                    {second.map(|text| view! { <span class="oh-user-popover-identifier"><bdi dir="ltr">{text}</bdi></span> })}
                </span>
                <Icon name=IconName::ChevronRight />
            </button>
        </Form>
    }
    .into_any()
}
