//! `/dashboard/audit`: who changed what, with before and after.

use super::{
    Loaded, Page, load,
    parts::{Column, CopyId, DataTable, Diff, Empty, GlyphName, Paged, TableRow, When, parse_date},
    use_dashboard,
};
use leptos::prelude::*;
use leptos_router::{components::Form, hooks::use_query_map, params::ParamsMap};
use onehop::{
    components::parts::{Badge, Button},
    endpoints::dashboard::{AuditQuery, GetAuditEntry, ListAuditEntries},
    wire::{
        AuditEntryId, Lenient,
        dashboard::{ActorKind, AuditActor, AuditDetail, AuditEntry, AuditPage as Found},
    },
};

const HERE: &str = "/dashboard/audit";
const DAY: i64 = 86_400_000;
const NAMES: [&str; 5] = ["action", "actor_id", "target_id", "from", "to"];
/// Offered for choice; any other can be typed.
const ACTIONS: [&str; 12] = [
    "user.*",
    "user.ban",
    "user.delete",
    "user.export",
    "invitation.*",
    "allowlist_identifier.*",
    "blocklist_identifier.*",
    "secret_key.*",
    "jwt_template.*",
    "webhook_endpoint.*",
    "instance.*",
    "operator.*",
];

fn text(map: &ParamsMap, name: &str) -> Option<String> {
    map.get(name).map(|text| text.trim().to_owned()).filter(|text| !text.is_empty())
}

fn query_of(map: &ParamsMap) -> AuditQuery {
    let day = |name: &str| text(map, name).and_then(|text| parse_date(&text));
    AuditQuery {
        action: text(map, "action"),
        actor_id: text(map, "actor_id"),
        target_id: text(map, "target_id"),
        created_at_after: day("from").map(Lenient),
        created_at_before: day("to").map(|day| Lenient(day + DAY)),
        after: text(map, "after"),
        limit: None,
    }
}

/// The same filters with other parameters beside them.
fn address(map: &ParamsMap, extra: &[(&'static str, &str)]) -> String {
    let mut kept = ParamsMap::new();
    for name in NAMES {
        if let Some(value) = text(map, name) {
            kept.insert(name, value);
        }
    }
    for (name, value) in extra {
        kept.insert(*name, (*value).to_owned());
    }
    format!("{HERE}{}", kept.to_query_string())
}

/// The room.
#[component]
pub fn AuditPage() -> impl IntoView {
    let map = use_query_map();
    let found = load::<ListAuditEntries>(move || ((), map.with(query_of)));
    let entry = Memo::new(move |_| map.with(|map| text(map, "entry")));
    view! {
        <Page title="Audit log" intro="Every change made with a secret key or at the dashboard.">
            {move || entry.get().map(|id| view! { <Detail id=AuditEntryId::from(id) /> })}
            {move || view! { <Filters map=map.get() /> }}
            <Loaded of=found skeleton=8 view={move |page: Found| view! { <List page /> }.into_any()} />
        </Page>
    }
}

#[component]
fn Filters(map: ParamsMap) -> impl IntoView {
    let value = move |name: &str| text(&map, name).unwrap_or_default();
    view! {
        <div role="search" aria-label="Audit log">
            <Form method="get" action=HERE attr:class="db-filters">
                <div class="db-filter">
                    <label class="oh-label" for="audit-action">"Action"</label>
                    <input class="oh-input" id="audit-action" name="action" list="audit-actions" value=value("action") autocomplete="off" spellcheck="false" />
                    <datalist id="audit-actions">{ACTIONS.map(|action| view! { <option value=action></option> })}</datalist>
                </div>
                <div class="db-filter">
                    <label class="oh-label" for="audit-actor">"Who (id)"</label>
                    <input class="oh-input" id="audit-actor" name="actor_id" value=value("actor_id") autocomplete="off" spellcheck="false" />
                </div>
                <div class="db-filter">
                    <label class="oh-label" for="audit-target">"What (id)"</label>
                    <input class="oh-input" id="audit-target" name="target_id" value=value("target_id") autocomplete="off" spellcheck="false" />
                </div>
                <div class="db-filter">
                    <label class="oh-label" for="audit-from">"From"</label>
                    <input class="oh-input" id="audit-from" type="date" name="from" value=value("from") />
                </div>
                <div class="db-filter">
                    <label class="oh-label" for="audit-to">"To"</label>
                    <input class="oh-input" id="audit-to" type="date" name="to" value=value("to") />
                </div>
                <div class="db-filter-actions"><Button>"Search"</Button></div>
            </Form>
        </div>
    }
    .into_any()
}

#[component]
fn List(page: Found) -> impl IntoView {
    let map = use_query_map().get_untracked();
    let is_first = text(&map, "after").is_none();
    if page.data.is_empty() {
        if is_first && NAMES.iter().all(|name| text(&map, name).is_none()) {
            return view! { <Empty icon=GlyphName::Log title="Nothing was changed yet" text="Changes by backends and operators appear here." /> }.into_any();
        }
        let clear = || view! { <a href=HERE class="oh-button" data-variant="secondary">"Clear filters"</a> };
        return view! { <Empty icon=GlyphName::Search title="No changes match" text="Try fewer filters, or other days." action=clear /> }.into_any();
    }
    let now = use_dashboard().now;
    let summary = match page.data.len() {
        1 => "1 change on this page".to_owned(),
        count => format!("{count} changes on this page"),
    };
    let next = page.next.as_deref().map(|next| address(&map, &[("after", next)]));
    let paged = Paged { summary, first: (!is_first).then(|| address(&map, &[])), next };
    let after = text(&map, "after");
    let link = |entry: &AuditEntry| match &after {
        Some(after) => address(&map, &[("after", after), ("entry", entry.id.as_str())]),
        None => address(&map, &[("entry", entry.id.as_str())]),
    };
    let columns = vec![
        Column::Subject("Action"),
        Column::Fact("Who"),
        Column::Fact("What"),
        Column::Fact("Changed"),
        Column::Fact("When"),
    ];
    let rows = page.data.iter().map(|entry| row(entry.clone(), link(entry), now)).collect();
    view! { <DataTable label="Changes" columns rows paged=paged /> }.into_any()
}

fn row(entry: AuditEntry, href: String, now: i64) -> TableRow {
    let label = format!("{}, {}: before and after", entry.action, entry.target_id);
    TableRow::new([
        view! { <a href=href class="db-row-link" aria-label=label><code>{entry.action}</code></a> }.into_any(),
        view! { <Actor actor=entry.actor /> }.into_any(),
        view! { <code class="db-id">{entry.target_id}</code> }.into_any(),
        view! { <span class="db-changes">{entry.changes.join(", ")}</span> }.into_any(),
        view! { <When at=Some(entry.created_at) now=now /> }.into_any(),
    ])
}

#[component]
fn Actor(actor: AuditActor) -> impl IntoView {
    let kind = match actor.kind {
        ActorKind::Operator => "Operator",
        ActorKind::SecretKey => "Secret key",
        ActorKind::User => "User",
        ActorKind::CommandLine => "Command line",
        ActorKind::System => "System",
    };
    let name = if actor.name.is_empty() { actor.id } else { actor.name };
    view! { <span class="db-actor"><bdi>{name}</bdi>" "<Badge>{kind}</Badge></span> }
}

/// One change, above the list.
#[component]
fn Detail(id: AuditEntryId) -> impl IntoView {
    let detail = load::<GetAuditEntry>(move || (id.clone(), Default::default()));
    let map = use_query_map();
    let close = move || {
        map.with(|map| match text(map, "after") {
            Some(after) => address(map, &[("after", &after)]),
            None => address(map, &[]),
        })
    };
    view! {
        <section class="db-card" aria-labelledby="audit-detail">
            <header class="db-card-head">
                <h2 class="db-card-title" id="audit-detail">"Before and after"</h2>
                <a href=close class="oh-button" data-variant="ghost">"Close"</a>
            </header>
            <div class="db-card-body">
                <Loaded of=detail skeleton=4 view={move |detail: AuditDetail| view! { <Facts detail /> }.into_any()} />
            </div>
        </section>
    }
    .into_any()
}

#[component]
fn Facts(detail: AuditDetail) -> impl IntoView {
    let AuditDetail { entry, before, after } = detail;
    let now = use_dashboard().now;
    let target = entry.target_id.clone();
    let rooms = [
        ("user_", "users", "Open the user"),
        ("jtmp_", "templates", "Open the template"),
        ("ep_", "webhooks", "Open the endpoint"),
    ];
    let page = rooms.into_iter().find(|(prefix, ..)| target.starts_with(prefix));
    let page = page.map(|(_, room, label)| (format!("/dashboard/{room}/{target}"), label));
    view! {
        <dl class="db-facts">
            <div class="db-fact"><dt>"Action"</dt><dd><code>{entry.action}</code></dd></div>
            <div class="db-fact"><dt>"Who"</dt><dd><Actor actor=entry.actor.clone() />" "<CopyId text=entry.actor.id what="id of who did it" /></dd></div>
            <div class="db-fact">
                <dt>"What"</dt>
                <dd>
                    <CopyId text=target what="id of what was changed" />
                    {page.map(|(href, label)| view! { " "<a href=href class="oh-link">{label}</a> })}
                </dd>
            </div>
            <div class="db-fact"><dt>"When"</dt><dd><When at=Some(entry.created_at) now=now /></dd></div>
            <div class="db-fact"><dt>"From"</dt><dd>{entry.client_ip.unwrap_or_else(|| "Unknown".to_owned())}</dd></div>
            <div class="db-fact"><dt>"Program"</dt><dd>{entry.user_agent.unwrap_or_else(|| "Unknown".to_owned())}</dd></div>
        </dl>
        <Diff before=before after=after />
    }
    .into_any()
}
