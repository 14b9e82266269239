//! `/dashboard/templates`: all templates, and what is to be known of tokens.

use super::{LIST, NEW, session_claims::Facts};
use crate::dashboard::{
    Loaded, Page, load,
    parts::{Column, DataTable, Empty, GlyphName, Paged, TableRow, When, duration, grouped},
    use_dashboard,
};
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;
use onehop::{
    endpoints::{
        backend::{ListJwtTemplates, ListQuery},
        dashboard::GetTokenFacts,
    },
    wire::{
        backend::{JwtTemplate, Page as Found, Paging},
        dashboard::TokenFacts,
    },
};

const LIMIT: i64 = 50;

/// The room.
#[component]
pub fn TemplatesPage() -> impl IntoView {
    let map = use_query_map();
    let page = Memo::new(move |_| {
        let asked = map.with(|map| map.get("page").and_then(|page| page.parse::<i64>().ok()));
        asked.filter(|page| (1..=1_000).contains(page)).unwrap_or(1)
    });
    let templates = load::<ListJwtTemplates>(move || {
        let paging = Paging::new(LIMIT, (page.get() - 1) * LIMIT);
        ((), ListQuery { paging })
    });
    let facts = load::<GetTokenFacts>(|| ((), Default::default()));
    let actions = || view! { <a href=NEW class="oh-button" data-variant="primary">"Create template"</a> };
    view! {
        <Page
            title="JWT templates"
            intro="A template says what a token for somebody else's service contains. Your app asks for one by its name."
            actions=actions
        >
            <Loaded
                of=templates
                view={move |found: Found<JwtTemplate>| {
                    let page = page.get_untracked();
                    view! { <List found page /> }.into_any()
                }}
            />
            <Loaded of=facts view={move |facts: TokenFacts| view! { <Facts facts /> }.into_any()} />
        </Page>
    }
}

#[component]
fn List(found: Found<JwtTemplate>, page: i64) -> impl IntoView {
    if found.data.is_empty() {
        let create = || view! { <a href=NEW class="oh-button" data-variant="secondary">"Create template"</a> };
        let (title, text) =
            ("No templates", "Hasura, Supabase or a service of your own: each gets the claims it expects.");
        return view! { <Empty icon=GlyphName::Log title text action=create /> }.into_any();
    }
    let shown = grouped(i64::try_from(found.data.len()).unwrap_or(i64::MAX));
    let has_more = page * LIMIT < found.total_count;
    let paged = Paged {
        summary: format!("{shown} of {}", grouped(found.total_count)),
        first: (page > 1).then(|| LIST.to_owned()),
        next: has_more.then(|| format!("{LIST}?page={}", page + 1)),
    };
    let columns = vec![
        Column::Subject("Name"),
        Column::Fact("Signed with"),
        Column::Fact("Lifetime"),
        Column::Fact("Created"),
        Column::Fact("Changed"),
    ];
    let rows = found.data.into_iter().map(row).collect();
    view! { <DataTable label="Templates" columns rows paged=paged /> }.into_any()
}

fn row(template: JwtTemplate) -> TableRow {
    let now = use_dashboard().now;
    let href = format!("{LIST}/{}", template.id);
    let key = if template.custom_signing_key { "own key" } else { "instance's key" };
    let (created_at, updated_at) = (template.created_at, template.updated_at);
    TableRow::new([
        view! { <a href=href class="db-row-link">{template.name}</a> }.into_any(),
        format!("{}, {key}", template.signing_algorithm).into_any(),
        duration(template.lifetime * 1_000).into_any(),
        view! { <When at=Some(created_at) now=now /> }.into_any(),
        view! { <When at=Some(updated_at) now=now /> }.into_any(),
    ])
}
