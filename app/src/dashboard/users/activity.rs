//! What happened to a user lately.

use crate::dashboard::{
    Loaded, load,
    parts::{Empty, GlyphName, HeatMap, When},
    use_dashboard,
};
use leptos::prelude::*;
use onehop::{
    endpoints::dashboard::{GetUserDays, ListUserActivity},
    wire::{
        UserId,
        dashboard::{Activity as Happened, ActivityPage, UserDays},
    },
};

/// The last hundred things, newest first.
#[component]
pub(super) fn Activity(user_id: UserId) -> impl IntoView {
    let id = user_id.clone();
    let activity = load::<ListUserActivity>(move || (id.clone(), Default::default()));
    let id = user_id.clone();
    let days = load::<GetUserDays>(move || (id.clone(), Default::default()));
    let log = format!("/dashboard/audit?target_id={user_id}");
    let heat = |it: UserDays| {
        let unit = ("event", "events");
        view! { <HeatMap title="Activity by day" unit first=it.first last=it.last days=it.days /> }.into_any()
    };
    view! {
        <Loaded of=days skeleton=4 view=heat />
        <p class="db-note">
            "What the user and everybody else did, from the change feed. "
            <a href=log class="oh-link">"What operators and backends changed"</a>
            " is in the audit log."
        </p>
        <Loaded of=activity skeleton=6 view={move |page: ActivityPage| view! { <List page /> }.into_any()} />
    }
}

#[component]
fn List(page: ActivityPage) -> impl IntoView {
    if page.data.is_empty() {
        return view! { <Empty icon=GlyphName::Clock title="Nothing yet" text="What happens to this user appears here." /> }.into_any();
    }
    let now = use_dashboard().now;
    let items: Vec<_> = page.data.into_iter().map(|happened| view! { <Item happened now /> }).collect();
    view! { <ol class="db-feed">{items}</ol> }.into_any()
}

#[component]
fn Item(happened: Happened, now: i64) -> impl IntoView {
    let changes =
        (!happened.changes.is_empty() && happened.kind == "user.updated").then(|| happened.changes.join(", "));
    let place = happened.client_ip.clone();
    view! {
        <li class="db-feed-item">
            <span class="db-feed-text">
                <span class="db-feed-title">{words(&happened.kind)}</span>
                {changes.map(|changes| view! { <span class="db-feed-detail"><code>{changes}</code></span> })}
            </span>
            <span class="db-feed-meta">
                <When at=Some(happened.created_at) now=now />
                {place.map(|place| view! { <span>{place}</span> })}
            </span>
        </li>
    }
    .into_any()
}

fn words(kind: &str) -> String {
    match kind {
        "user.created" => "Account created".to_owned(),
        "user.updated" => "Account changed".to_owned(),
        "user.deleted" => "Account deleted".to_owned(),
        "session.created" => "Signed in".to_owned(),
        "session.ended" => "Session ended by the application".to_owned(),
        "session.removed" => "Signed out".to_owned(),
        "session.revoked" => "Session revoked".to_owned(),
        other => other.to_owned(),
    }
}
