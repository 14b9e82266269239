//! Where a user is signed in.

use crate::dashboard::{
    Call, CallForm, Loaded, Submit, load,
    parts::{AskFirst, Column, DataTable, Empty, GlyphName, TableRow, TypeToConfirm, When},
    use_dashboard,
};
use leptos::prelude::*;
use onehop::{
    components::parts::{Badge, ButtonVariant, Tone},
    endpoints::{
        backend::{ListSessions, ListSessionsQuery, RevokeSession},
        dashboard::RevokeUserSessions,
    },
    wire::{
        SessionActivity, SessionStatus, UserId,
        backend::{Page, Paging, Session},
    },
};

const LIMIT: i64 = 100;

/// The sessions, newest first, and an end to all of them.
#[component]
pub(super) fn Sessions(user_id: UserId) -> impl IntoView {
    let id = user_id.clone();
    let sessions = load::<ListSessions>(move || {
        let query =
            ListSessionsQuery { user_id: Some(id.clone()), paging: Paging::new(LIMIT, 0), ..Default::default() };
        ((), query)
    });
    // Outside of what is drawn anew with each answer: the dialog closes by itself.
    let is_asking = RwSignal::new(false);
    let again = Callback::new(move |_: String| {
        is_asking.set(false);
        sessions.refetch();
    });
    view! {
        <Loaded of=sessions skeleton=4 view={move |page: Page<Session>| {
            view! { <List page user_id=user_id.clone() is_asking again /> }.into_any()
        }} />
    }
}

#[component]
fn List(page: Page<Session>, user_id: UserId, is_asking: RwSignal<bool>, again: Callback<String>) -> impl IntoView {
    if page.data.is_empty() {
        return view! {
            <Empty icon=GlyphName::Device title="No sessions" text="Sessions appear here when the user signs in." />
        }
        .into_any();
    }
    let live = page.data.iter().filter(|session| is_live(session)).count();
    let columns = vec![
        Column::Person("Device"),
        Column::Fact("Status"),
        Column::Fact("Last active"),
        Column::Fact("Began"),
        Column::Actions,
    ];
    let rows = page.data.into_iter().map(|session| row(session, again)).collect();
    let summary = match live {
        0 => "Signed in nowhere".to_owned(),
        1 => "Signed in on 1 device".to_owned(),
        count => format!("Signed in on {count} devices"),
    };
    view! {
        <div class="db-list-bar">
            <p class="db-note">{summary}</p>
            {(live > 0).then(|| view! { <RevokeAll user_id is_asking again /> })}
        </div>
        <DataTable label="Sessions" columns rows />
    }
    .into_any()
}

#[component]
fn RevokeAll(user_id: UserId, is_asking: RwSignal<bool>, again: Callback<String>) -> impl IntoView {
    let call = Call::of::<RevokeUserSessions>("sessions.revoke", &user_id).said("All sessions of this user are ended.");
    view! {
        <AskFirst id="revoke-sessions" label="Revoke all sessions" title="Sign this user out everywhere?" open=is_asking>
            <p class="db-text">
                "All sessions end at once, on every device. Apps that only look at tokens follow when those run out, in about a minute. The user can sign in again."
            </p>
            <CallForm call=call on_done=again>
                <TypeToConfirm id="revoke-confirm" name="confirm" text="revoke" label="Revoke all sessions" />
            </CallForm>
        </AskFirst>
    }
}

fn is_live(session: &Session) -> bool {
    matches!(session.status, SessionStatus::Active | SessionStatus::Pending)
}

fn row(session: Session, again: Callback<String>) -> TableRow {
    let now = use_dashboard().now;
    let is_live = is_live(&session);
    let device = session.latest_activity.as_ref().map_or_else(|| "Unknown device".to_owned(), device_of);
    let address = session.latest_activity.as_ref().and_then(|activity| activity.ip_address.clone());
    let call = Call::of::<RevokeSession>(format!("revoke.{}", session.id), &session.id).said("The session was ended.");
    let label = format!("Revoke session on {device}");
    let (last_active_at, created_at, is_acted) = (session.last_active_at, session.created_at, session.actor.is_some());
    TableRow::new([
        view! {
            <span class="db-person-text">
                <span>{device}{is_acted.then(|| view! { " "<Badge tone=Tone::Warning>"Impersonated"</Badge> })}</span>
                <span class="db-person-sub">{address.unwrap_or_else(|| session.id.to_string())}</span>
            </span>
        }
        .into_any(),
        view! { <Badge tone=if is_live { Tone::Success } else { Tone::Info }>{status_text(session.status)}</Badge> }
            .into_any(),
        view! { <When at=Some(last_active_at) now=now /> }.into_any(),
        view! { <When at=Some(created_at) now=now /> }.into_any(),
        is_live
            .then(|| {
                view! {
                    <CallForm call=call on_done=again inline=true>
                        <Submit variant=ButtonVariant::Ghost label=label>"Revoke"</Submit>
                    </CallForm>
                }
            })
            .into_any(),
    ])
}

fn status_text(status: SessionStatus) -> &'static str {
    match status {
        SessionStatus::Active => "Active",
        SessionStatus::Pending => "Pending",
        SessionStatus::Ended => "Ended",
        SessionStatus::Expired => "Expired",
        SessionStatus::Removed => "Signed out",
        SessionStatus::Abandoned => "Abandoned",
        SessionStatus::Replaced => "Replaced",
        SessionStatus::Revoked => "Revoked",
    }
}

/// Browser and system, as far as they are known.
fn device_of(activity: &SessionActivity) -> String {
    let parts = [&activity.browser_name, &activity.device_type].into_iter().flatten();
    let words: Vec<&str> = parts.map(String::as_str).collect();
    if words.is_empty() { "Unknown device".to_owned() } else { words.join(" on ") }
}
