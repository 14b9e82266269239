//! `/dashboard/users`: all users, page by page.

use super::{
    bulk::{Bulk, PICK},
    filters::{Filters, LIST, address, is_filtered, query_of},
};
use crate::dashboard::{
    Loaded, Page, load,
    parts::{Empty, Glyph, GlyphName, Pager, When, grouped, identifier_of, name_of, status_badges},
    use_dashboard,
};
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;
use onehop::{
    client::DashboardClient,
    components::parts::Avatar,
    endpoints::dashboard::{ExportUsers, ListUserPage},
    wire::{backend::User, dashboard::UserPage},
};

/// The list.
#[component]
pub fn UsersPage() -> impl IntoView {
    let map = use_query_map();
    let page = load::<ListUserPage>(move || ((), map.with(query_of)));
    let actions = move || view! { <Actions /> };
    view! {
        <Page title="Users" intro="Everybody who has an account." actions=actions>
            {move || view! { <Filters map=map.get() /> }}
            <Loaded
                of=page
                skeleton=10
                view={move |found: UserPage| {
                    let again = Callback::new(move |_: String| page.refetch());
                    view! { <Found found again /> }.into_any()
                }}
            />
        </Page>
    }
}

#[component]
fn Actions() -> impl IntoView {
    let map = use_query_map();
    // The proof that it is the operator comes first; the file follows.
    let export = move || prove_then(&DashboardClient::url::<ExportUsers>(&(), &map.with(query_of)));
    view! {
        <a class="oh-button" data-variant="secondary" href=export rel="external">
            <Glyph name=GlyphName::Download />
            "Export CSV"
        </a>
        <a href="/dashboard/users/new" class="oh-button" data-variant="primary">"Create user"</a>
    }
}

/// The page that asks for a proof and leads on to this address.
fn prove_then(address: &str) -> String {
    let mut then = leptos_router::params::ParamsMap::new();
    then.insert("then", address.to_owned());
    format!("/dashboard/prove{}", then.to_query_string())
}

#[component]
fn Found(found: UserPage, again: Callback<String>) -> impl IntoView {
    let map = use_query_map().get_untracked();
    let is_first = map.get("after").is_none_or(|after| after.is_empty());
    if found.data.is_empty() {
        return nothing(is_filtered(&map) || !is_first);
    }
    let shown = grouped(i64::try_from(found.data.len()).unwrap_or(i64::MAX));
    let summary = format!("{shown} of {} users", grouped(found.total_count));
    let next = found.next.as_deref().map(|next| address(&map, Some(next)));
    let first = (!is_first).then(|| address(&map, None));
    let back = address(&map, map.get("after").as_deref().filter(|after| !after.is_empty()));
    view! {
        <div class="db-card">
            <Bulk back=back on_done=again>
                <Table users=found.data />
            </Bulk>
            <Pager summary=summary first=first next=next />
        </div>
    }
    .into_any()
}

fn nothing(is_filtered: bool) -> AnyView {
    if is_filtered {
        let clear = || view! { <a href=LIST class="oh-button" data-variant="secondary">"Clear filters"</a> };
        return view! {
            <Empty icon=GlyphName::Search title="No users match" text="Try another search, or fewer filters." action=clear />
        }
        .into_any();
    }
    let create = || view! { <a href="/dashboard/users/new" class="oh-button" data-variant="primary">"Create user"</a> };
    view! {
        <Empty icon=GlyphName::People title="No users yet" text="Users appear here when they sign up, or when you create them." action=create />
    }
    .into_any()
}

#[component]
fn Table(users: Vec<User>) -> impl IntoView {
    let now = use_dashboard().now;
    let rows: Vec<_> = users.into_iter().map(|user| view! { <Row user now=now /> }).collect();
    view! {
        <div class="db-table-box" tabindex="0" role="region" aria-label="Users">
            <table class="db-table" data-stack="">
                <thead>
                    <tr>
                        <th scope="col" class="db-pick"><span class="oh-visually-hidden">"Select"</span></th>
                        <th scope="col">"User"</th>
                        <th scope="col">"Status"</th>
                        <th scope="col">"Created"</th>
                        <th scope="col">"Last sign-in"</th>
                        <th scope="col">"Last active"</th>
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
            </table>
        </div>
    }
    .into_any()
}

#[component]
fn Row(user: User, now: i64) -> impl IntoView {
    let (name, identifier) = (name_of(&user), identifier_of(&user));
    let has_name = name != identifier;
    let href = format!("{LIST}/{}", user.id);
    let pick = format!("Select {name}");
    view! {
        <tr class="db-row">
            <td class="db-pick">
                <input class="oh-checkbox" type="checkbox" name=PICK value=user.id.to_string() aria-label=pick />
            </td>
            <th scope="row" class="db-person">
                <Avatar name=name.clone() size=32 seed=user.id.to_string() image_url=user.image_url.clone() />
                <span class="db-person-text">
                    <a href=href class="db-row-link">{name}</a>
                    {has_name.then(|| view! { <span class="db-person-sub">{identifier}</span> })}
                </span>
            </th>
            <td data-label="Status">{status_badges(&user)}</td>
            <td data-label="Created"><When at=Some(user.created_at) now=now /></td>
            <td data-label="Last sign-in"><When at=user.last_sign_in_at now=now /></td>
            <td data-label="Last active"><Day at=user.last_active_at now=now /></td>
        </tr>
    }
    .into_any()
}

/// Last use is told to the day.
#[component]
fn Day(at: Option<i64>, now: i64) -> impl IntoView {
    const DAY: i64 = 86_400_000;
    let days = at.map(|at| now.div_euclid(DAY) - at.div_euclid(DAY));
    match (at, days) {
        (_, Some(0)) => view! { <span>"Today"</span> }.into_any(),
        (_, Some(1)) => view! { <span>"Yesterday"</span> }.into_any(),
        (at, _) => view! { <When at=at now=now /> }.into_any(),
    }
}
