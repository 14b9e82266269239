//! `/dashboard/waitlist`: who asked to be let in, and what becomes of them.

use super::{
    Call, CallForm, Loaded, Page, Submit, load,
    parts::{Choice, Column, DataTable, Empty, GlyphName, Paged, SearchForm, TableRow, When, grouped},
    use_dashboard,
};
use leptos::prelude::*;
use leptos_router::{hooks::use_query_map, params::ParamsMap};
use onehop::{
    components::parts::{Badge, ButtonVariant, Tone},
    endpoints::{
        backend::{InviteWaitlistEntry, RejectWaitlistEntry},
        dashboard::{ListWaitlistPage, WaitlistPageQuery},
    },
    wire::{
        backend::{WaitlistEntry, WaitlistStatus},
        dashboard::WaitlistPage as Found,
    },
};

const HERE: &str = "/dashboard/waitlist";
/// Names in the address, but for the cursor.
const NAMES: [&str; 3] = ["query", "status", "order_by"];
const STATES: [(&str, &str); 5] = [
    ("", "All"),
    ("pending", "Waiting"),
    ("invited", "Invited"),
    ("rejected", "Turned down"),
    ("completed", "Signed up"),
];
const ORDERS: [(&str, &str); 2] = [("", "Newest first"), ("created_at", "Longest wait first")];

fn text(map: &ParamsMap, name: &str) -> Option<String> {
    map.get(name).map(|text| text.trim().to_owned()).filter(|text| !text.is_empty())
}

fn query_of(map: &ParamsMap) -> WaitlistPageQuery {
    WaitlistPageQuery {
        query: text(map, "query"),
        status: text(map, "status"),
        order_by: text(map, "order_by"),
        after: text(map, "after"),
        limit: None,
    }
}

/// The page after this cursor; the first one without.
fn address(map: &ParamsMap, after: Option<&str>) -> String {
    let mut kept = ParamsMap::new();
    for name in NAMES {
        if let Some(value) = text(map, name) {
            kept.insert(name, value);
        }
    }
    if let Some(after) = after {
        kept.insert("after", after.to_owned());
    }
    format!("{HERE}{}", kept.to_query_string())
}

/// The room.
#[component]
pub fn WaitlistPage() -> impl IntoView {
    let map = use_query_map();
    let found = load::<ListWaitlistPage>(move || ((), map.with(query_of)));
    let again = Callback::new(move |_: String| found.refetch());
    view! {
        <Page title="Waiting list" intro="Who asked for an account while sign-up is by invitation. Inviting somebody sends them a link by mail.">
            {move || view! { <Filters map=map.get() /> }}
            <Loaded of=found skeleton=6 view={move |page: Found| view! { <List page again /> }.into_any()} />
        </Page>
    }
}

#[component]
fn Filters(map: ParamsMap) -> impl IntoView {
    let value = |name: &str| map.get(name).unwrap_or_default();
    let (query, status, order) = (value("query"), value("status"), value("order_by"));
    view! {
        <SearchForm action=HERE label="Waiting list" id="waitlist-query" query=query>
            <Choice id="waitlist-status" name="status" label="Status" options=&STATES chosen=status />
            <Choice id="waitlist-order" name="order_by" label="Order" options=&ORDERS chosen=order />
        </SearchForm>
    }
}

#[component]
fn List(page: Found, again: Callback<String>) -> impl IntoView {
    let map = use_query_map().get_untracked();
    let is_first = text(&map, "after").is_none();
    if page.data.is_empty() {
        return nothing(!is_first || ["query", "status"].iter().any(|name| text(&map, name).is_some()));
    }
    let shown = grouped(i64::try_from(page.data.len()).unwrap_or(i64::MAX));
    let paged = Paged {
        summary: format!("{shown} of {}", grouped(page.total_count)),
        first: (!is_first).then(|| address(&map, None)),
        next: page.next.as_deref().map(|next| address(&map, Some(next))),
    };
    let columns = vec![
        Column::Person("Email address"),
        Column::Fact("Status"),
        Column::Fact("Asked"),
        Column::Fact("Invited"),
        Column::Actions,
    ];
    let rows = page.data.into_iter().map(|entry| row(entry, again)).collect();
    view! { <DataTable label="Waiting list" columns rows paged=paged /> }.into_any()
}

fn nothing(is_filtered: bool) -> AnyView {
    if is_filtered {
        let clear = || view! { <a href=HERE class="oh-button" data-variant="secondary">"Clear filters"</a> };
        return view! { <Empty icon=GlyphName::Search title="Nobody matches" text="Try another search, or another status." action=clear /> }.into_any();
    }
    let settings =
        || view! { <a href="/dashboard/settings" class="oh-button" data-variant="secondary">"Who may sign up"</a> };
    view! {
        <Empty
            icon=GlyphName::Clock
            title="Nobody is waiting"
            text="While sign-up is by waiting list, whoever asks for an account appears here."
            action=settings
        />
    }
    .into_any()
}

fn row(entry: WaitlistEntry, again: Callback<String>) -> TableRow {
    let now = use_dashboard().now;
    let (tone, status) = match entry.status {
        WaitlistStatus::Pending => (Tone::Info, "Waiting"),
        WaitlistStatus::Invited => (Tone::Warning, "Invited"),
        WaitlistStatus::Rejected => (Tone::Danger, "Turned down"),
        WaitlistStatus::Completed => (Tone::Success, "Signed up"),
    };
    let invited_at = entry.invitation.as_ref().map(|invitation| invitation.created_at);
    let invited = match invited_at {
        Some(at) => view! { <When at=Some(at) now=now /> }.into_any(),
        None => view! { <span class="db-none">"Not yet"</span> }.into_any(),
    };
    let (email, asked) = (entry.email_address.clone(), entry.created_at);
    TableRow::new([
        view! { <bdi class="db-person-text">{email}</bdi> }.into_any(),
        view! { <Badge tone=tone>{status}</Badge> }.into_any(),
        view! { <When at=Some(asked) now=now /> }.into_any(),
        invited,
        view! { <Actions entry again /> }.into_any(),
    ])
}

#[component]
fn Actions(entry: WaitlistEntry, again: Callback<String>) -> impl IntoView {
    let (id, email) = (&entry.id, &entry.email_address);
    let can_invite = matches!(entry.status, WaitlistStatus::Pending | WaitlistStatus::Rejected);
    let can_reject = matches!(entry.status, WaitlistStatus::Pending | WaitlistStatus::Invited);
    let invite = Call::of::<InviteWaitlistEntry>(format!("invite.{id}"), id).said(format!("{email} was invited."));
    let reject = Call::of::<RejectWaitlistEntry>(format!("reject.{id}"), id).said(format!("{email} was turned down."));
    let (invite_label, reject_label) = (format!("Invite {email}"), format!("Turn down {email}"));
    view! {
        <div class="db-row-buttons">
            {can_invite.then(|| view! {
                <CallForm call=invite on_done=again inline=true>
                    <Submit variant=ButtonVariant::Secondary label=invite_label>"Invite"</Submit>
                </CallForm>
            })}
            {can_reject.then(|| view! {
                <CallForm call=reject on_done=again inline=true>
                    <Submit variant=ButtonVariant::Ghost label=reject_label>"Turn down"</Submit>
                </CallForm>
            })}
        </div>
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_next_page_keeps_search_status_and_order() {
        let mut map = ParamsMap::new();
        for (name, value) in [("query", "ada"), ("status", "pending"), ("order_by", "created_at"), ("after", "1.wle_1")]
        {
            map.insert(name, value.to_owned());
        }
        let next = address(&map, Some("2.wle_2"));
        assert!(next.contains("query=ada") && next.contains("status=pending") && next.contains("after=2"), "{next}");
        assert!(!address(&map, None).contains("after"));
    }
}
