//! Where the account is signed in. The list is read when the page lives: it is never part of the first HTML, which
//! shows this device alone.

mod device;

use crate::{
    components::{
        parts::{Alert, Button, ButtonVariant, Form, FormAlert, Tone, form_error},
        user_profile::{Panel, Profile, ProfilePage, RowSubmit, Section, Submit, text, time::TimeAgo},
    },
    endpoints::{Verb, frontend::RevokeMySession, path_of},
    signals::{UseUser, use_user},
    wire::{Session, SessionActivity},
};
use device::{Face, name_of, place_of};
use leptos::{prelude::*, task::spawn_local};
use std::time::Duration;

/// Active devices.
pub const PANEL: Panel = Panel {
    name: NAME,
    page: ProfilePage::Security,
    is_offered: |_, _| true,
    view: |profile| view(profile).into_any(),
};

const NAME: &str = "devices";
const FORM: &str = "user.device.revoke";
const SKELETON_DELAY: Duration = Duration::from_millis(200);

/// What is known of the list.
#[derive(Clone, PartialEq)]
enum Devices {
    /// Asked for; `late` once it takes long enough to say so.
    Loading {
        late: bool,
    },
    Loaded(Vec<Session>),
    Failed,
}

impl Devices {
    fn list(&self) -> &[Session] {
        match self {
            Self::Loaded(list) => list,
            _ => &[],
        }
    }

    fn is_loading(&self) -> bool {
        matches!(self, Self::Loading { .. })
    }
}

fn view(profile: Profile) -> impl IntoView {
    let user = use_user();
    let devices = RwSignal::new(Devices::Loading { late: false });
    let ask = move || load(user, devices);
    Effect::new(move |_| {
        // A new password may have ended other sessions.
        profile.user(|user| user.updated_at);
        ask();
    });
    let retry = Callback::new(move |()| {
        devices.set(Devices::Loading { late: false });
        ask();
    });
    let revoke = Submit::new();
    view! {
        <Section profile=profile name=NAME title=text().devices>
            <FormAlert error=form_error(FORM, &[], revoke.errors) />
            <DeviceList profile=profile devices=devices revoke=revoke />
            <p class="oh-profile-no-script">{text().devices_need_scripts}</p>
            {move || devices.with(|devices| match devices {
                Devices::Loading { late: true } => Some(view! { <SkeletonRow /> }.into_any()),
                Devices::Failed => Some(view! { <Failed retry=retry /> }.into_any()),
                _ => None,
            })}
        </Section>
    }
    .into_any()
}

/// Reads the list. One that is shown already stays until the new one is there.
fn load(user: UseUser, devices: RwSignal<Devices>) {
    set_timeout(
        move || {
            devices.try_update(|devices| {
                if matches!(devices, Devices::Loading { .. }) {
                    *devices = Devices::Loading { late: true };
                }
            });
        },
        SKELETON_DELAY,
    );
    spawn_local(async move {
        let outcome = user.sessions().await;
        devices.try_update(|devices| match outcome {
            Ok(list) => *devices = Devices::Loaded(list),
            Err(_) if matches!(devices, Devices::Loaded(_)) => {}
            Err(_) => *devices = Devices::Failed,
        });
    });
}

/// This device first: it is known from the start. The others follow.
#[component]
fn DeviceList(profile: Profile, devices: RwSignal<Devices>, revoke: Submit) -> impl IntoView {
    let is_current = move |session: &Session| profile.session_id().with(|id| id.as_ref() == Some(&session.id));
    let activity = Memo::new(move |_| {
        devices.with(|devices| {
            devices
                .list()
                .iter()
                .find(|session| is_current(session))
                .and_then(|session| session.latest_activity.clone())
        })
    });
    let others = Memo::new(move |_| {
        devices
            .with(|devices| devices.list().iter().filter(|session| !is_current(session)).cloned().collect::<Vec<_>>())
    });
    view! {
        <ul class="oh-profile-list" aria-busy=move || devices.with(|devices| devices.is_loading().then_some("true"))>
            <li><ThisDevice activity=activity /></li>
            <For each=move || others.get() key=|session| session.id.clone() let:session>
                <li><OtherDevice profile=profile session=session revoke=revoke devices=devices /></li>
            </For>
        </ul>
    }
    .into_any()
}

/// Another device, with the button that ends its session.
#[component]
fn OtherDevice(profile: Profile, session: Session, revoke: Submit, devices: RwSignal<Devices>) -> impl IntoView {
    let user = use_user();
    let name = name_of(session.latest_activity.as_ref());
    let place = place_of(session.latest_activity.as_ref());
    let call = profile.form(FORM, Verb::Post, path_of::<RevokeMySession>(&session.id), NAME);
    let id = session.id.clone();
    let sign_out = move |_| {
        let (id, gone) = (id.clone(), id.clone());
        let done = move || {
            devices.try_update(|devices| {
                if let Devices::Loaded(list) = devices {
                    list.retain(|session| session.id != gone);
                }
            });
            profile.succeed(NAME, text().device_signed_out);
        };
        revoke.run(move || user.revoke_session(&id), done);
    };
    view! {
        <div class="oh-profile-row">
            <Face activity=session.latest_activity.as_ref() is_acting=session.actor.is_some()>
                {place.map(|place| view! { <bdi dir="ltr">{place}</bdi> " · " })}
                <TimeAgo at=session.last_active_at />
            </Face>
            <div class="oh-profile-row-actions">
                <Form call=call on_submit=Callback::new(sign_out) pending=revoke.pending inline=true>
                    <RowSubmit label=text().sign_out about=name disabled=revoke.pending />
                </Form>
            </div>
        </div>
    }
    .into_any()
}

/// The device in use. Until the list is there, all that is known is that it is this one.
#[component]
fn ThisDevice(activity: Memo<Option<SessionActivity>>) -> impl IntoView {
    move || {
        activity.with(|activity| {
            let place = place_of(activity.as_ref());
            view! {
                <div class="oh-profile-row">
                    <Face activity=activity.as_ref() is_current=true>
                        {place.map(|place| view! { <bdi dir="ltr">{place}</bdi> " · " })}
                        {text().in_use_now}
                    </Face>
                </div>
            }
        })
    }
}

/// A row in the size of a real one.
#[component]
fn SkeletonRow() -> impl IntoView {
    view! {
        <div class="oh-profile-row">
            <p class="oh-visually-hidden" role="status">{text().devices_loading}</p>
            <div class="oh-profile-device-text" aria-hidden="true">
                <span class="oh-skeleton" data-width="long"></span>
                <span class="oh-skeleton" data-width="short"></span>
            </div>
        </div>
    }
    .into_any()
}

/// The list couldn't be read.
#[component]
fn Failed(retry: Callback<()>) -> impl IntoView {
    view! {
        <Alert tone=Tone::Danger>
            <p>{text().devices_failed}</p>
            <Button variant=ButtonVariant::Link type_="button" on_click=retry>{text().retry}</Button>
        </Alert>
    }
    .into_any()
}
