//! `/dashboard/users`: all users, page by page.

use super::{
    bulk::{Bulk, PICK},
    columns::{Chooser, UserColumn, chosen},
    filters::{Filters, LIST, address, is_filtered, query_of},
    matching::{Matching, Outcome},
    new::{NEW, NewUser},
};
use crate::dashboard::{
    Loaded, Page, load,
    parts::{
        Column, DataTable, Empty, Glyph, GlyphName, Paged, Pager, TableRow, grouped, identifier_of, name_of,
        use_row_keys,
    },
    use_dashboard,
};
use leptos::{ev, prelude::*};
use leptos_router::{hooks::use_query_map, params::ParamsMap};
use onehop::{
    client::DashboardClient,
    components::parts::{Avatar, Dialog},
    endpoints::dashboard::{ExportUsers, ListUserPage, UserPageQuery},
    wire::{backend::User, dashboard::UserPage},
};

/// The list.
#[component]
pub fn UsersPage() -> impl IntoView {
    let map = use_query_map();
    let page = load::<ListUserPage>(move || ((), map.with(query_of)));
    use_row_keys();
    let actions = move || view! { <Actions /> };
    view! {
        <Page title="Users" intro="Everybody who has an account." actions=actions>
            {move || view! { <Filters map=map.get() /> }}
            <Loaded
                of=page
                skeleton=10
                view={move |found: UserPage| {
                    // Other columns are no other question, and yet another table.
                    map.track();
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
    let is_creating = RwSignal::new(false);
    // A living page asks in a dialog; the link's page does the same by itself.
    let create = move |event: ev::MouseEvent| {
        if event.button() == 0 && !(event.ctrl_key() || event.meta_key() || event.shift_key() || event.alt_key()) {
            event.prevent_default();
            is_creating.set(true);
        }
    };
    view! {
        <a class="oh-button" data-variant="secondary" href=export rel="external">
            <Glyph name=GlyphName::Download />
            "Export CSV"
        </a>
        <a href=NEW class="oh-button" data-variant="primary" on:click=create>"Create user"</a>
        <Dialog id="create-user" title="Create user" open=is_creating on_close=Callback::new(move |()| is_creating.set(false))>
            <p class="db-text">"The account counts as made by its owner: nobody is asked for a code."</p>
            <NewUser on_cancel=Callback::new(move |()| is_creating.set(false)) />
        </Dialog>
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
    let paged = Paged {
        summary: format!("{shown} of {} users", grouped(found.total_count)),
        first: (!is_first).then(|| address(&map, None)),
        next: found.next.as_deref().map(|next| address(&map, Some(next))),
    };
    let back = address(&map, map.get("after").as_deref().filter(|after| !after.is_empty()));
    let filter = filter_text(&map);
    let now = use_dashboard().now;
    let chosen = chosen(&map);
    let mut columns = vec![Column::Pick, Column::Person("User")];
    columns.extend(chosen.iter().map(|column| column.column()));
    let rows = found.data.iter().map(|user| row(user, &chosen, now)).collect();
    view! {
        <Outcome filter=filter.clone() back=back.clone() />
        <div class="db-list-bar">
            <p class="db-note db-keys oh-scripted">
                <kbd class="db-key">"j"</kbd>" "<kbd class="db-key">"k"</kbd>" move, "<kbd class="db-key">"Enter"</kbd>" opens, "<kbd class="db-key">"x"</kbd>" selects"
            </p>
            <div class="db-actions">
                <Chooser map=map />
                <Matching filter total=found.total_count back=back.clone() on_done=again />
            </div>
        </div>
        <div class="db-card">
            <Bulk back=back on_done=again>
                <DataTable label="Users" columns rows bare=true />
            </Bulk>
            <Pager summary=paged.summary first=paged.first next=paged.next />
        </div>
    }
    .into_any()
}

/// What the server is asked, as one text: the filter of a change of all.
fn filter_text(map: &ParamsMap) -> String {
    let query = UserPageQuery { after: None, order_by: None, ..query_of(map) };
    let url = DashboardClient::url::<ListUserPage>(&(), &query);
    url.split_once('?').map(|(_, query)| query.to_owned()).unwrap_or_default()
}

fn nothing(is_filtered: bool) -> AnyView {
    if is_filtered {
        let clear = || view! { <a href=LIST class="oh-button" data-variant="secondary">"Clear filters"</a> };
        return view! {
            <Empty icon=GlyphName::Search title="No users match" text="Try another search, or fewer filters." action=clear />
        }
        .into_any();
    }
    let create = || view! { <a href=NEW class="oh-button" data-variant="primary">"Create user"</a> };
    view! {
        <Empty icon=GlyphName::People title="No users yet" text="Users appear here when they sign up, or when you create them." action=create />
    }
    .into_any()
}

fn row(user: &User, chosen: &[UserColumn], now: i64) -> TableRow {
    let (name, identifier) = (name_of(user), identifier_of(user));
    let has_name = name != identifier;
    let href = format!("{LIST}/{}", user.id);
    let pick = format!("Select {name}");
    let (id, image_url) = (user.id.to_string(), user.image_url.clone());
    let cells = [
        view! { <input class="oh-checkbox" type="checkbox" name=PICK value=id.clone() aria-label=pick /> }.into_any(),
        view! {
            <Avatar name=name.clone() size=32 seed=id image_url=image_url />
            <span class="db-person-text">
                <a href=href class="db-row-link">{name}</a>
                {has_name.then(|| view! { <span class="db-person-sub">{identifier}</span> })}
            </span>
        }
        .into_any(),
    ];
    TableRow::new(cells.into_iter().chain(chosen.iter().map(|column| column.cell(user, now))))
}
