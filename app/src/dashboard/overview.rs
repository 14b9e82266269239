//! `/dashboard`: how many, and how it went in the last thirty days.

use super::{
    Loaded, Page, load,
    parts::{Chart, grouped},
};
use leptos::prelude::*;
use onehop::{endpoints::dashboard::GetOverview, wire::dashboard::Overview};

/// The first room.
#[component]
pub fn OverviewPage() -> impl IntoView {
    let overview = load::<GetOverview>(|| ((), Default::default()));
    view! {
        <Page title="Overview" intro="Users and how they come back, counted as it happens.">
            <Loaded of=overview skeleton=6 view={move |overview: Overview| view! { <Numbers overview /> }.into_any()} />
        </Page>
    }
}

#[component]
fn Numbers(overview: Overview) -> impl IntoView {
    let last = |days: &[onehop::wire::dashboard::DayCount]| days.last().map_or(0, |day| day.count);
    let (new, active) = (last(&overview.sign_ups), last(&overview.active_users));
    view! {
        <dl class="db-stats">
            <Stat label="Users" value=overview.users href="/dashboard/users" />
            <Stat label="New today" value=new href="/dashboard/users?order_by=-created_at" />
            <Stat label="Active today" value=active href="/dashboard/users?order_by=-last_active_at" />
            <Stat label="Pending invitations" value=overview.pending_invitations href="/dashboard/invitations?status=pending" />
        </dl>
        <div class="db-charts">
            <Chart id="sign-ups" title="Sign-ups" unit=("user", "users") days=overview.sign_ups />
            <Chart id="active-users" title="Active users" unit=("active user", "active users") series=1 repeats=true days=overview.active_users />
        </div>
        <p class="db-note">"Days begin at midnight UTC. A user counts as active once on each day on which a session of theirs begins or is used."</p>
    }
    .into_any()
}

#[component]
fn Stat(label: &'static str, value: i64, href: &'static str) -> impl IntoView {
    view! {
        <div class="db-stat">
            <dt class="db-stat-label"><a href=href class="db-stat-link">{label}</a></dt>
            <dd class="db-stat-value">{grouped(value)}</dd>
        </div>
    }
}
