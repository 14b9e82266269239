//! `/dashboard/invitations`: who was invited, and a place to invite one or many.

use super::{
    Call, CallForm, Loaded, Page, Submit, call_error, load,
    parts::{Choice, Column, DataTable, Empty, GlyphName, Paged, SearchForm, TableRow, When, grouped},
    typed, use_dashboard,
};
use leptos::prelude::*;
use leptos_router::{hooks::use_query_map, params::ParamsMap};
use onehop::{
    components::parts::{Alert, Badge, ButtonVariant, Checkbox, Field, Tone},
    endpoints::{
        backend::{CreateInvitation, ListInvitations, ListInvitationsQuery, RevokeInvitation},
        dashboard::InviteMany,
    },
    wire::{
        backend::{Invitation, Page as Found, Paging, TicketStatus},
        dashboard::InvitedMany,
    },
};

const HERE: &str = "/dashboard/invitations";
const LIMIT: i64 = 50;
const STATES: [(&str, &str); 5] = [
    ("", "All but revoked"),
    ("pending", "Pending"),
    ("accepted", "Accepted"),
    ("expired", "Expired"),
    ("revoked", "Revoked"),
];

fn query_of(map: &ParamsMap) -> ListInvitationsQuery {
    let text = |name: &str| map.get(name).map(|text| text.trim().to_owned()).filter(|text| !text.is_empty());
    ListInvitationsQuery {
        status: text("status"),
        query: text("query"),
        order_by: None,
        paging: Paging::new(LIMIT, (page_of(map) - 1) * LIMIT),
    }
}

fn page_of(map: &ParamsMap) -> i64 {
    map.get("page").and_then(|page| page.parse().ok()).filter(|page| (1..=100_000).contains(page)).unwrap_or(1)
}

fn address(map: &ParamsMap, page: i64) -> String {
    let mut kept = ParamsMap::new();
    for name in ["query", "status"] {
        if let Some(value) = map.get(name).filter(|value| !value.is_empty()) {
            kept.insert(name, value);
        }
    }
    if page > 1 {
        kept.insert("page", page.to_string());
    }
    format!("{HERE}{}", kept.to_query_string())
}

/// The room.
#[component]
pub fn InvitationsPage() -> impl IntoView {
    let map = use_query_map();
    let found = load::<ListInvitations>(move || ((), map.with(query_of)));
    let again = Callback::new(move |_: String| found.refetch());
    view! {
        <Page title="Invitations" intro="An invitation is a link by mail. Whoever follows it signs up without a code.">
            <div class="db-columns">
                <InviteOne again />
                <InviteSeveral again />
            </div>
            {move || view! { <Filters map=map.get() /> }}
            <Loaded of=found skeleton=6 view={move |page: Found<Invitation>| view! { <List page again /> }.into_any()} />
        </Page>
    }
}

#[component]
fn InviteOne(again: Callback<String>) -> impl IntoView {
    let call = Call::of::<CreateInvitation>("invitation.create", &()).said("The invitation was sent.");
    view! {
        <section class="db-card" aria-labelledby="invite-one">
            <header class="db-card-head"><h2 class="db-card-title" id="invite-one">"Invite somebody"</h2></header>
            <div class="db-card-body"><CallForm call=call on_done=again><OneFields /></CallForm></div>
        </section>
    }
    .into_any()
}

#[component]
fn OneFields() -> impl IntoView {
    view! {
        <Field id="invite-email" name="email_address" type_="email" label="Email address" value=typed("email_address") autocomplete="off" required=true error=call_error("email_address") />
        <Field id="invite-days" name="expires_in_days?" label="Days it is good for" value="30" inputmode="numeric" autocomplete="off" error=call_error("expires_in_days") />
        <p class="db-actions"><Submit>"Send invitation"</Submit></p>
    }
    .into_any()
}

#[component]
fn InviteSeveral(again: Callback<String>) -> impl IntoView {
    let flash = use_dashboard().flash.get_untracked().filter(|flash| flash.form == "invitation.many");
    let answer = RwSignal::new(flash.and_then(|flash| flash.answer));
    let outcome =
        move || answer.with(|text| text.as_deref().and_then(|text| serde_json::from_str::<InvitedMany>(text).ok()));
    let done = Callback::new(move |text: String| {
        answer.set(Some(text.clone()));
        again.run(text);
    });
    let call = Call::of::<InviteMany>("invitation.many", &()).shows_answer();
    view! {
        <section class="db-card" aria-labelledby="invite-many">
            <header class="db-card-head"><h2 class="db-card-title" id="invite-many">"Invite many"</h2></header>
            <div class="db-card-body">
                <CallForm call=call on_done=done><ManyFields /></CallForm>
                {move || outcome().map(|outcome| view! { <Outcome outcome /> })}
            </div>
        </section>
    }
    .into_any()
}

#[component]
fn ManyFields() -> impl IntoView {
    let error = call_error("email_addresses");
    view! {
        <div class="oh-field" data-invalid=move || error.get().map(|_| "")>
            <div class="oh-field-head"><label class="oh-label" for="invite-addresses">"Email addresses"</label></div>
            <textarea
                class="oh-input db-textarea"
                id="invite-addresses"
                name="email_addresses"
                rows="4"
                required=true
                autocomplete="off"
                autocapitalize="none"
                spellcheck="false"
                aria-invalid=move || error.get().map(|_| "true")
                aria-describedby="invite-addresses-error invite-addresses-hint"
            ></textarea>
            <p class="oh-hint" id="invite-addresses-hint">"Up to 100, with spaces, commas or new lines between them."</p>
            <div class="oh-field-error" id="invite-addresses-error" aria-live="polite">{move || error.get()}</div>
        </div>
        <Checkbox id="invite-again" name="ignore_existing:bool">"Also those who were invited already"</Checkbox>
        <p class="db-actions"><Submit variant=ButtonVariant::Secondary>"Send invitations"</Submit></p>
    }
    .into_any()
}

/// How many were invited, and who wasn't.
#[component]
fn Outcome(outcome: InvitedMany) -> impl IntoView {
    let tone = if outcome.refused.is_empty() { Tone::Success } else { Tone::Warning };
    let title = match outcome.invited {
        1 => "1 invitation was sent".to_owned(),
        count => format!("{} invitations were sent", grouped(count)),
    };
    let refused: Vec<_> = outcome
        .refused
        .into_iter()
        .map(|one| view! { <li><bdi>{one.email_address}</bdi>": "{one.reason}</li> })
        .collect();
    let has_refused = !refused.is_empty();
    view! {
        <Alert tone=tone title=title>
            {has_refused.then(|| view! { <p>"Not invited:"</p><ul class="db-plain-list">{refused}</ul> })}
        </Alert>
    }
    .into_any()
}

#[component]
fn Filters(map: ParamsMap) -> impl IntoView {
    let (query, status) = (map.get("query").unwrap_or_default(), map.get("status").unwrap_or_default());
    view! {
        <SearchForm action=HERE label="Invitations" id="invitations-query" query=query>
            <Choice id="invitations-status" name="status" label="Status" options=&STATES chosen=status />
        </SearchForm>
    }
}

#[component]
fn List(page: Found<Invitation>, again: Callback<String>) -> impl IntoView {
    let map = use_query_map().get_untracked();
    let number = page_of(&map);
    if page.data.is_empty() {
        let is_filtered =
            number > 1 || ["query", "status"].iter().any(|name| map.get(name).is_some_and(|text| !text.is_empty()));
        if !is_filtered {
            return view! { <Empty icon=GlyphName::Letter title="No invitations yet" text="Those you send appear here until they are used." /> }.into_any();
        }
        let clear = || view! { <a href=HERE class="oh-button" data-variant="secondary">"Clear filters"</a> };
        return view! { <Empty icon=GlyphName::Search title="No invitations match" text="Try another search, or another status." action=clear /> }.into_any();
    }
    let now = use_dashboard().now;
    let shown = i64::try_from(page.data.len()).unwrap_or(i64::MAX);
    let from = (number - 1) * LIMIT;
    let summary = format!("{}–{} of {}", grouped(from + 1), grouped(from + shown), grouped(page.total_count));
    let next = (from + shown < page.total_count).then(|| address(&map, number + 1));
    let first = (number > 1).then(|| address(&map, 1));
    let columns = vec![
        Column::Person("Email address"),
        Column::Fact("Status"),
        Column::Fact("Sent"),
        Column::Fact("Runs out"),
        Column::Actions,
    ];
    let rows = page.data.into_iter().map(|invitation| row(invitation, now, again)).collect();
    view! { <DataTable label="Invitations" columns rows paged=Paged { summary, first, next } /> }.into_any()
}

fn row(invitation: Invitation, now: i64, again: Callback<String>) -> TableRow {
    let (tone, status) = match invitation.status {
        TicketStatus::Pending => (Tone::Info, "Pending"),
        TicketStatus::Accepted => (Tone::Success, "Accepted"),
        TicketStatus::Revoked => (Tone::Danger, "Revoked"),
        TicketStatus::Expired => (Tone::Warning, "Expired"),
    };
    let can_revoke = invitation.status == TicketStatus::Pending;
    let call = Call::of::<RevokeInvitation>(format!("revoke.{}", invitation.id), &invitation.id)
        .said("The invitation was revoked.");
    let label = format!("Revoke invitation of {}", invitation.email_address);
    TableRow::new([
        view! { <bdi class="db-person-text">{invitation.email_address}</bdi> }.into_any(),
        view! { <Badge tone=tone>{status}</Badge> }.into_any(),
        view! { <When at=Some(invitation.created_at) now=now /> }.into_any(),
        view! { <When at=invitation.expires_at now=now /> }.into_any(),
        can_revoke
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
