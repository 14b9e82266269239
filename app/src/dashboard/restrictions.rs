//! `/dashboard/restrictions`: who alone may sign up, and who may not.

use super::{
    Call, CallForm, Loaded, Page, Submit, call_error, load,
    parts::{Empty, GlyphName, Pager, When, grouped},
    typed, use_dashboard,
};
use leptos::prelude::*;
use leptos_router::{hooks::use_query_map, params::ParamsMap};
use onehop::{
    components::parts::{Badge, ButtonVariant, Checkbox, Field},
    endpoints::backend::{
        CreateAllowlistIdentifier, CreateBlocklistIdentifier, DeleteAllowlistIdentifier, DeleteBlocklistIdentifier,
        ListAllowlistIdentifiers, ListBlocklistIdentifiers, ListQuery,
    },
    wire::{
        AllowlistIdentifierId, BlocklistIdentifierId, Millis,
        backend::{AllowlistIdentifier, BlocklistIdentifier, IdentifierType, Page as Found, Paging},
    },
};

const HERE: &str = "/dashboard/restrictions";
const LIMIT: i64 = 50;

/// One of the two lists.
#[derive(Clone, Copy, PartialEq, Eq)]
enum List {
    Allow,
    Block,
}

impl List {
    /// The parameter of the address that says which page of it is shown.
    fn param(self) -> &'static str {
        match self {
            Self::Allow => "allow",
            Self::Block => "block",
        }
    }
}

/// An entry of either list.
#[derive(Clone)]
struct Entry {
    id: String,
    identifier: String,
    kind: IdentifierType,
    created_at: Millis,
}

impl From<AllowlistIdentifier> for Entry {
    fn from(it: AllowlistIdentifier) -> Self {
        Self { id: it.id.to_string(), identifier: it.identifier, kind: it.identifier_type, created_at: it.created_at }
    }
}

impl From<BlocklistIdentifier> for Entry {
    fn from(it: BlocklistIdentifier) -> Self {
        Self { id: it.id.to_string(), identifier: it.identifier, kind: it.identifier_type, created_at: it.created_at }
    }
}

fn entries<T: Into<Entry>>(page: Found<T>) -> Found<Entry> {
    Found { data: page.data.into_iter().map(Into::into).collect(), total_count: page.total_count }
}

fn page_of(map: &ParamsMap, list: List) -> i64 {
    let page = map.get(list.param()).and_then(|page| page.parse().ok());
    page.filter(|page| (1..=100_000).contains(page)).unwrap_or(1)
}

/// Another page of one list, with the other list as it is.
fn address(map: &ParamsMap, list: List, page: i64) -> String {
    let mut kept = ParamsMap::new();
    for other in [List::Allow, List::Block] {
        let page = if other == list { page } else { page_of(map, other) };
        if page > 1 {
            kept.insert(other.param(), page.to_string());
        }
    }
    format!("{HERE}{}", kept.to_query_string())
}

fn query_of(map: &ParamsMap, list: List) -> ListQuery {
    ListQuery { paging: Paging::new(LIMIT, (page_of(map, list) - 1) * LIMIT) }
}

/// The room.
#[component]
pub fn RestrictionsPage() -> impl IntoView {
    let map = use_query_map();
    let allowed = load::<ListAllowlistIdentifiers>(move || ((), map.with(|map| query_of(map, List::Allow))));
    let blocked = load::<ListBlocklistIdentifiers>(move || ((), map.with(|map| query_of(map, List::Block))));
    let allow_again = Callback::new(move |_: String| allowed.refetch());
    let block_again = Callback::new(move |_: String| blocked.refetch());
    view! {
        <Page title="Restrictions" intro="Two lists of who may sign up and sign in. Each counts only while its switch is on.">
            <p class="db-note">"The switches are in "<a href="/dashboard/settings" class="oh-link">"Settings"</a>"."</p>
            <section class="db-card" aria-labelledby="allow-list">
                <header class="db-card-head"><h2 class="db-card-title" id="allow-list">"Allow list"</h2></header>
                <div class="db-card-body">
                    <p class="db-note">"While it is on, nobody else can sign up."</p>
                    <CallForm call={Call::of::<CreateAllowlistIdentifier>("allow.add", &()).said("It was added to the allow list.")} on_done=allow_again>
                        <AddFields list=List::Allow />
                    </CallForm>
                    <Loaded of=allowed skeleton=3 view={move |page: Found<AllowlistIdentifier>| {
                        view! { <Entries page=entries(page) list=List::Allow again=allow_again /> }.into_any()
                    }} />
                </div>
            </section>
            <section class="db-card" aria-labelledby="block-list">
                <header class="db-card-head"><h2 class="db-card-title" id="block-list">"Block list"</h2></header>
                <div class="db-card-body">
                    <p class="db-note">"While it is on, these can't sign up or sign in."</p>
                    <CallForm call={Call::of::<CreateBlocklistIdentifier>("block.add", &()).said("It was added to the block list.")} on_done=block_again>
                        <AddFields list=List::Block />
                    </CallForm>
                    <Loaded of=blocked skeleton=3 view={move |page: Found<BlocklistIdentifier>| {
                        view! { <Entries page=entries(page) list=List::Block again=block_again /> }.into_any()
                    }} />
                </div>
            </section>
        </Page>
    }
}

#[component]
fn AddFields(list: List) -> impl IntoView {
    let id = format!("{}-identifier", list.param());
    view! {
        <Field
            id=id
            name="identifier"
            label="Email address, domain, phone number or wallet"
            value=typed("identifier")
            autocomplete="off"
            required=true
            hint="Write *@example.com for everybody of a domain."
            error=call_error("identifier")
        />
        {(list == List::Allow).then(|| view! { <Checkbox id="allow-notify" name="notify:bool">"Send an invitation too"</Checkbox> })}
        <p class="db-actions"><Submit variant=ButtonVariant::Secondary>"Add"</Submit></p>
    }
    .into_any()
}

#[component]
fn Entries(page: Found<Entry>, list: List, again: Callback<String>) -> impl IntoView {
    let map = use_query_map().get_untracked();
    let number = page_of(&map, list);
    if page.data.is_empty() {
        let title = if number > 1 { "Nothing on this page" } else { "Nobody is on this list" };
        return view! { <Empty icon=GlyphName::Block title=title text="Entries appear here when you add them." /> }
            .into_any();
    }
    let now = use_dashboard().now;
    let shown = i64::try_from(page.data.len()).unwrap_or(i64::MAX);
    let from = (number - 1) * LIMIT;
    let summary = format!("{}–{} of {}", grouped(from + 1), grouped(from + shown), grouped(page.total_count));
    let next = (from + shown < page.total_count).then(|| address(&map, list, number + 1));
    let first = (number > 1).then(|| address(&map, list, 1));
    let rows: Vec<_> = page.data.into_iter().map(|entry| view! { <Line entry list now again /> }).collect();
    view! {
        <ul class="db-lines">{rows}</ul>
        <Pager summary=summary first=first next=next />
    }
    .into_any()
}

#[component]
fn Line(entry: Entry, list: List, now: i64, again: Callback<String>) -> impl IntoView {
    let form = format!("remove.{}", entry.id);
    let call = match list {
        List::Allow => Call::of::<DeleteAllowlistIdentifier>(form, &AllowlistIdentifierId::from(entry.id.as_str())),
        List::Block => Call::of::<DeleteBlocklistIdentifier>(form, &BlocklistIdentifierId::from(entry.id.as_str())),
    };
    let kind = match entry.kind {
        IdentifierType::EmailAddress if entry.identifier.starts_with("*@") => "Domain",
        IdentifierType::EmailAddress => "Email",
        IdentifierType::PhoneNumber => "Phone",
        IdentifierType::Web3Wallet => "Wallet",
    };
    let label = format!("Remove {}", entry.identifier);
    view! {
        <li class="db-line">
            <span class="db-line-text">
                <bdi class="db-line-name">{entry.identifier}</bdi>
                <Badge>{kind}</Badge>
                <span class="db-line-sub">"added "<When at=Some(entry.created_at) now=now /></span>
            </span>
            <span class="db-line-actions">
                <CallForm call=call.said("It was removed.") on_done=again inline=true>
                    <Submit variant=ButtonVariant::Ghost label=label>"Remove"</Submit>
                </CallForm>
            </span>
        </li>
    }
    .into_any()
}
