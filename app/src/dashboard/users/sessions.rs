//! Where a user is signed in.

use crate::dashboard::{
    Call, CallForm, Loaded, Submit, load,
    parts::{Empty, GlyphName, When},
    use_dashboard,
};
use leptos::prelude::*;
use onehop::{
    components::parts::{Badge, ButtonVariant, Tone},
    endpoints::backend::{ListSessions, ListSessionsQuery, RevokeSession},
    wire::{
        SessionActivity, SessionStatus, UserId,
        backend::{Page, Paging, Session},
    },
};

const LIMIT: i64 = 100;

/// The sessions, newest first.
#[component]
pub(super) fn Sessions(user_id: UserId) -> impl IntoView {
    let sessions = load::<ListSessions>(move || {
        let query =
            ListSessionsQuery { user_id: Some(user_id.clone()), paging: Paging::new(LIMIT, 0), ..Default::default() };
        ((), query)
    });
    let again = Callback::new(move |_: String| sessions.refetch());
    view! {
        <Loaded of=sessions skeleton=4 view={move |page: Page<Session>| view! { <List page again /> }.into_any()} />
    }
}

#[component]
fn List(page: Page<Session>, again: Callback<String>) -> impl IntoView {
    if page.data.is_empty() {
        return view! {
            <Empty icon=GlyphName::Device title="No sessions" text="Sessions appear here when the user signs in." />
        }
        .into_any();
    }
    let now = use_dashboard().now;
    let rows: Vec<_> = page.data.into_iter().map(|session| view! { <Row session now again /> }).collect();
    view! {
        <div class="db-card"><div class="db-table-box" tabindex="0" role="region" aria-label="Sessions">
            <table class="db-table" data-stack="">
                <thead>
                    <tr>
                        <th scope="col">"Device"</th>
                        <th scope="col">"Status"</th>
                        <th scope="col">"Last active"</th>
                        <th scope="col">"Began"</th>
                        <th scope="col"><span class="oh-visually-hidden">"Actions"</span></th>
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
            </table>
        </div></div>
    }
    .into_any()
}

#[component]
fn Row(session: Session, now: i64, again: Callback<String>) -> impl IntoView {
    let is_live = matches!(session.status, SessionStatus::Active | SessionStatus::Pending);
    let device = session.latest_activity.as_ref().map_or_else(|| "Unknown device".to_owned(), device_of);
    let address = session.latest_activity.as_ref().and_then(|activity| activity.ip_address.clone());
    let call = Call::of::<RevokeSession>(format!("revoke.{}", session.id), &session.id).said("The session was ended.");
    let label = format!("Revoke session on {device}");
    view! {
        <tr class="db-row">
            <th scope="row" class="db-person">
                <span class="db-person-text">
                    <span>{device}{session.actor.is_some().then(|| view! { " "<Badge tone=Tone::Warning>"Impersonated"</Badge> })}</span>
                    <span class="db-person-sub">{address.unwrap_or_else(|| session.id.to_string())}</span>
                </span>
            </th>
            <td data-label="Status">
                <Badge tone=if is_live { Tone::Success } else { Tone::Info }>{status_text(session.status)}</Badge>
            </td>
            <td data-label="Last active"><When at=Some(session.last_active_at) now=now /></td>
            <td data-label="Began"><When at=Some(session.created_at) now=now /></td>
            <td class="db-end">
                {is_live.then(|| view! {
                    <CallForm call=call on_done=again inline=true>
                        <Submit variant=ButtonVariant::Ghost label=label>"Revoke"</Submit>
                    </CallForm>
                })}
            </td>
        </tr>
    }
    .into_any()
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
