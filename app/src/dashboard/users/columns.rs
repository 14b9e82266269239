//! Which columns the list has: the address says so, so that a list can be kept and shared as it is.

use super::filters::{COLUMNS, LIST, NAMES};
use crate::dashboard::parts::{Column, When, status_badges};
use leptos::prelude::*;
use leptos_router::{components::Form, params::ParamsMap};
use onehop::{components::parts::Button, wire::backend::User};

/// A column that can be chosen. Who it is stands first in every list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum UserColumn {
    Status,
    Created,
    LastSignIn,
    LastActive,
    Username,
    Phone,
    ExternalId,
    Id,
}

/// All of them in their order: value in the address, name.
const ALL: [(UserColumn, &str, &str); 8] = [
    (UserColumn::Status, "status", "Status"),
    (UserColumn::Created, "created", "Created"),
    (UserColumn::LastSignIn, "last_sign_in", "Last sign-in"),
    (UserColumn::LastActive, "last_active", "Last active"),
    (UserColumn::Username, "username", "Username"),
    (UserColumn::Phone, "phone", "Phone number"),
    (UserColumn::ExternalId, "external_id", "External ID"),
    (UserColumn::Id, "id", "User ID"),
];
/// So many of the first ones are there unless told.
const USUAL: usize = 4;

/// The columns that the address asks for; the usual ones when it says nothing that is known.
pub(super) fn chosen(map: &ParamsMap) -> Vec<UserColumn> {
    let asked = map.get_all(COLUMNS).unwrap_or_default();
    let known: Vec<_> = ALL.iter().filter(|(_, value, _)| asked.iter().any(|it| it == value)).map(|it| it.0).collect();
    if known.is_empty() { ALL[..USUAL].iter().map(|it| it.0).collect() } else { known }
}

impl UserColumn {
    /// As the table knows it.
    pub(super) fn column(self) -> Column {
        Column::Fact(ALL.iter().find(|it| it.0 == self).map_or("", |it| it.2))
    }

    /// What it says of this user.
    pub(super) fn cell(self, user: &User, now: i64) -> AnyView {
        let text = |text: Option<String>| match text {
            Some(text) => view! { <bdi class="db-cell-text">{text}</bdi> }.into_any(),
            None => view! { <span class="db-none">"None"</span> }.into_any(),
        };
        match self {
            Self::Status => status_badges(user).into_any(),
            Self::Created => view! { <When at=Some(user.created_at) now=now /> }.into_any(),
            Self::LastSignIn => view! { <When at=user.last_sign_in_at now=now /> }.into_any(),
            Self::LastActive => view! { <Day at=user.last_active_at now=now /> }.into_any(),
            Self::Username => text(user.username.clone()),
            Self::Phone => text(user.phone_numbers.first().map(|phone| phone.phone_number.clone())),
            Self::ExternalId => text(user.external_id.clone()),
            Self::Id => view! { <code class="db-id">{user.id.to_string()}</code> }.into_any(),
        }
    }
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

/// Chooses them: a form that leads to the same list with other columns.
#[component]
pub(super) fn Chooser(map: ParamsMap) -> impl IntoView {
    let chosen = chosen(&map);
    let kept: Vec<_> = NAMES
        .into_iter()
        .chain(["after"])
        .filter_map(|name| Some((name, map.get(name).filter(|value| !value.is_empty())?)))
        .map(|(name, value)| view! { <input type="hidden" name=name value=value /> })
        .collect();
    let boxes = ALL.map(|(column, value, name)| {
        view! {
            <label class="db-tick">
                <input class="oh-checkbox" type="checkbox" name=COLUMNS value=value checked=chosen.contains(&column) />
                <span>{name}</span>
            </label>
        }
    });
    view! {
        <details class="db-menu">
            <summary class="oh-button" data-variant="secondary">"Columns"</summary>
            <div class="db-menu-body">
                <Form method="get" action=LIST attr:class="db-ticks">
                    {kept}
                    <fieldset class="db-choices">
                        <legend class="oh-label">"Columns beside the user"</legend>
                        {boxes}
                    </fieldset>
                    <Button>"Show these"</Button>
                </Form>
            </div>
        </details>
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_address_says_which_columns_there_are_and_their_order_is_ours() {
        let mut map = ParamsMap::new();
        assert_eq!(chosen(&map).len(), USUAL);
        for value in ["id", "status", "nonsense"] {
            map.insert(COLUMNS, value.to_owned());
        }
        assert_eq!(chosen(&map), [UserColumn::Status, UserColumn::Id]);
    }
}
