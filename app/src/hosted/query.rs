//! Values of the page's query. They are text from strangers: redirects are checked, the rest is only compared or shown.

use crate::redirect::{AllowedRedirect, same_site_path};
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

/// The query's value of `name`, if it is there and not empty. Follows the address.
pub fn query_value(name: &'static str) -> Memo<Option<String>> {
    let query = use_query_map();
    Memo::new(move |_| query.with(|query| query.get(name)).filter(|value| !value.is_empty()))
}

/// Whether the query says `name=1`.
pub fn is_set(name: &'static str) -> Memo<bool> {
    let value = query_value(name);
    Memo::new(move |_| value.with(|value| value.as_deref() == Some("1")))
}

/// Where `redirect_url` leads, if that is on this site or the server allowed it when it made the page.
pub fn redirect_target() -> Memo<Option<String>> {
    let allowed: Option<String> =
        SharedValue::new(|| use_context::<AllowedRedirect>().map(|allowed| allowed.0)).into_inner();
    let asked = query_value("redirect_url");
    Memo::new(move |_| {
        asked.get().filter(|target| same_site_path(target).is_some() || allowed.as_ref() == Some(target))
    })
}
