//! What the address of the list says: which users, in which order, after which. The address is the only state of the
//! list, so that it can be kept, shared and gone back to.

use crate::dashboard::parts::parse_date;
use leptos::prelude::*;
use leptos_router::{components::Form, params::ParamsMap};
use onehop::{
    components::parts::Button,
    endpoints::{backend::UserFilter, dashboard::UserPageQuery},
    wire::Lenient,
};

/// The list's own address.
pub(super) const LIST: &str = "/dashboard/users";
const DAY: i64 = 86_400_000;
/// The name of the columns in the address. It is there once for each.
pub(super) const COLUMNS: &str = "columns";
/// Names in the address, but for the columns and the cursor.
pub(super) const NAMES: [&str; 7] =
    ["query", "banned", "created_from", "created_to", "active_from", "active_to", "order_by"];
const ORDERS: [(&str, &str); 9] = [
    ("-created_at", "Newest first"),
    ("created_at", "Oldest first"),
    ("-last_active_at", "Last active"),
    ("-last_sign_in_at", "Last signed in"),
    ("-updated_at", "Last changed"),
    ("first_name", "First name"),
    ("last_name", "Last name"),
    ("username", "Username"),
    ("-username", "Username, Z first"),
];

/// What the server is asked.
pub(super) fn query_of(map: &ParamsMap) -> UserPageQuery {
    let text = |name: &str| map.get(name).map(|text| text.trim().to_owned()).filter(|text| !text.is_empty());
    let day = |name: &str| text(name).and_then(|text| parse_date(&text));
    // "From" includes its day, and so does "to".
    let from = |name: &str| day(name).map(|day| Lenient(day - 1));
    let to = |name: &str| day(name).map(|day| Lenient(day + DAY));
    UserPageQuery {
        filter: UserFilter {
            query: text("query"),
            banned: text("banned").map(|text| Lenient(text == "true")),
            created_at_after: from("created_from"),
            created_at_before: to("created_to"),
            last_active_at_after: from("active_from"),
            last_active_at_before: to("active_to"),
            ..UserFilter::default()
        },
        order_by: text("order_by"),
        after: text("after"),
        limit: None,
    }
}

/// Does the address narrow the list?
pub(super) fn is_filtered(map: &ParamsMap) -> bool {
    NAMES.iter().any(|name| *name != "order_by" && map.get(name).is_some_and(|text| !text.is_empty()))
}

/// The address of the page after this cursor; of the first page without.
pub(super) fn address(map: &ParamsMap, after: Option<&str>) -> String {
    let mut kept = ParamsMap::new();
    for name in NAMES {
        if let Some(value) = map.get(name).filter(|value| !value.is_empty()) {
            kept.insert(name, value);
        }
    }
    for column in map.get_all(COLUMNS).unwrap_or_default() {
        kept.insert(COLUMNS, column);
    }
    if let Some(after) = after {
        kept.insert("after", after.to_owned());
    }
    format!("{LIST}{}", kept.to_query_string())
}

/// Search, filters and order: one form that leads to the list's address.
#[component]
pub(super) fn Filters(
    /// What the address says.
    map: ParamsMap,
) -> impl IntoView {
    let columns = map.get_all(COLUMNS).unwrap_or_default();
    let columns: Vec<_> =
        columns.into_iter().map(|column| view! { <input type="hidden" name=COLUMNS value=column /> }).collect();
    let value = move |name: &str| map.get(name).unwrap_or_default();
    let (banned, order) = (value("banned"), value("order_by"));
    let has_dates =
        ["created_from", "created_to", "active_from", "active_to"].iter().any(|name| !value(name).is_empty());
    let options = |options: &[(&'static str, &'static str)], chosen: &str| {
        let option = |(value, label): &(&'static str, &'static str)| {
            view! { <option value=*value selected=*value == chosen>{*label}</option> }
        };
        options.iter().map(option).collect::<Vec<_>>()
    };
    view! {
        <div role="search" aria-label="Users">
            <Form method="get" action=LIST attr:class="db-filters">
                {columns}
                <div class="db-filter db-filter-wide">
                    <label class="oh-label" for="users-query">"Search"</label>
                    <input class="oh-input" id="users-query" type="search" name="query" value=value("query") autocomplete="off" />
                </div>
                <div class="db-filter">
                    <label class="oh-label" for="users-banned">"Status"</label>
                    <select class="oh-input db-select" id="users-banned" name="banned">
                        {options(&[("", "All"), ("false", "Not banned"), ("true", "Banned")], &banned)}
                    </select>
                </div>
                <div class="db-filter">
                    <label class="oh-label" for="users-order">"Order"</label>
                    <select class="oh-input db-select" id="users-order" name="order_by">{options(&ORDERS, &order)}</select>
                </div>
                <div class="db-filter-actions"><Button>"Search"</Button></div>
                <details class="db-filter-more" open=has_dates>
                    <summary class="db-filter-open">"Dates"</summary>
                    <div class="db-filter-dates">
                        <DateField id="users-created-from" name="created_from" label="Created from" value=value("created_from") />
                        <DateField id="users-created-to" name="created_to" label="Created to" value=value("created_to") />
                        <DateField id="users-active-from" name="active_from" label="Active from" value=value("active_from") />
                        <DateField id="users-active-to" name="active_to" label="Active to" value=value("active_to") />
                    </div>
                </details>
            </Form>
        </div>
    }
    .into_any()
}

#[component]
fn DateField(id: &'static str, name: &'static str, label: &'static str, value: String) -> impl IntoView {
    view! {
        <div class="db-filter">
            <label class="oh-label" for=id>{label}</label>
            <input class="oh-input" id=id type="date" name=name value=value />
        </div>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_taken_whole_and_empty_fields_narrow_nothing() {
        let mut map = ParamsMap::new();
        for (name, value) in
            [("created_from", "1970-01-02"), ("created_to", "1970-01-02"), ("query", " "), ("banned", "")]
        {
            map.insert(name, value.to_owned());
        }
        let query = query_of(&map);
        assert_eq!(query.filter.created_at_after, Some(Lenient(DAY - 1)));
        assert_eq!(query.filter.created_at_before, Some(Lenient(2 * DAY)));
        assert_eq!((query.filter.query, query.filter.banned), (None, None));
    }

    #[test]
    fn the_next_page_keeps_the_filters_and_the_first_has_no_cursor() {
        let mut map = ParamsMap::new();
        map.insert("query", "ada".to_owned());
        map.insert("after", "t.1.user_1".to_owned());
        map.insert(COLUMNS, "status".to_owned());
        assert_eq!(address(&map, None), "/dashboard/users?query=ada&columns=status");
        let next = address(&map, Some("t.2.user_2")).replace("%2E", ".").replace("%5F", "_");
        assert_eq!(next, "/dashboard/users?query=ada&columns=status&after=t.2.user_2");
        assert!(is_filtered(&map));
    }
}
