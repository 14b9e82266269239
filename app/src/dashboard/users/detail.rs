//! `/dashboard/users/{user_id}/{tab}`: one user. The tab is in the address.

use super::{
    activity::Activity, danger::Danger, filters::LIST, identifiers::Identifiers, metadata::Metadata, profile::Profile,
    security::Security, sessions::Sessions,
};
use crate::dashboard::{
    Loaded, Page, load,
    parts::{CopyId, When, identifier_of, name_of, status_badges},
    use_dashboard,
};
use leptos::prelude::*;
use leptos_router::hooks::use_params_map;
use onehop::{
    components::parts::Avatar,
    endpoints::backend::GetUser,
    wire::{UserId, backend::User},
};

/// What the tabs hand to their forms: the user, and whom to tell of a change.
#[derive(Clone)]
pub(super) struct Subject {
    /// The user.
    pub(super) user: User,
    /// Reads the user again.
    pub(super) again: Callback<String>,
}

/// Address and name of each tab.
const TABS: [(&str, &str); 4] =
    [("", "Profile"), ("metadata", "Metadata"), ("sessions", "Sessions"), ("activity", "Activity")];

/// The page of a user.
#[component]
pub fn UserPage() -> impl IntoView {
    let params = use_params_map();
    let id = Memo::new(move |_| UserId::from(params.with(|params| params.get("user_id").unwrap_or_default())));
    let tab = Memo::new(move |_| params.with(|params| params.get("tab").unwrap_or_default()));
    let user = load::<GetUser>(move || (id.get(), Default::default()));
    let again = Callback::new(move |_: String| user.refetch());
    view! {
        <p class="db-back"><a href=LIST class="oh-link">"All users"</a></p>
        <Loaded
            of=user
            skeleton=8
            view={move |user: User| {
                let title = name_of(&user);
                let subject = Subject { user, again };
                view! {
                    <Page title=title>
                        <Head user=subject.user.clone() />
                        <Tabs id=id tab=tab />
                        <Tab subject tab />
                    </Page>
                }
                .into_any()
            }}
        />
    }
}

#[component]
fn Head(user: User) -> impl IntoView {
    let now = use_dashboard().now;
    let (name, identifier) = (name_of(&user), identifier_of(&user));
    view! {
        <section class="db-card db-user-head" aria-label="At a glance">
            <Avatar name=name size=64 seed=user.id.to_string() image_url=user.image_url.clone() />
            <div class="db-user-head-text">
                <p class="db-user-head-name">{identifier}" "{status_badges(&user)}</p>
                <CopyId text=user.id.to_string() what="user id" />
            </div>
            <dl class="db-user-head-facts">
                <div><dt>"Created"</dt><dd><When at=Some(user.created_at) now=now /></dd></div>
                <div><dt>"Last sign-in"</dt><dd><When at=user.last_sign_in_at now=now /></dd></div>
                <div><dt>"Changed"</dt><dd><When at=Some(user.updated_at) now=now /></dd></div>
            </dl>
        </section>
    }
    .into_any()
}

#[component]
fn Tabs(id: Memo<UserId>, tab: Memo<String>) -> impl IntoView {
    let link = move |(path, name): (&'static str, &'static str)| {
        let href = move || match path {
            "" => format!("{LIST}/{}", id.get()),
            path => format!("{LIST}/{}/{path}", id.get()),
        };
        let current = move || (tab.get() == path).then_some("page");
        view! { <a class="db-tab" href=href aria-current=current>{name}</a> }
    };
    view! { <nav class="db-tabs" aria-label="Parts of this user">{TABS.map(link)}</nav> }
}

#[component]
fn Tab(subject: Subject, tab: Memo<String>) -> impl IntoView {
    move || {
        let subject = subject.clone();
        match tab.get().as_str() {
            "metadata" => view! { <Metadata subject /> }.into_any(),
            "sessions" => view! { <Sessions user_id=subject.user.id /> }.into_any(),
            "activity" => view! { <Activity user_id=subject.user.id /> }.into_any(),
            _ => view! {
                <Profile subject=subject.clone() />
                <Identifiers subject=subject.clone() />
                <Security subject=subject.clone() />
                <Danger subject />
            }
            .into_any(),
        }
    }
}
