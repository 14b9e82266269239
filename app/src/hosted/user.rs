//! `/user` and `/user/{page}`: the profile. `panel` in the query names the panel that is open.

use super::{query::query_value, text::text};
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::use_params_map;
use onehop::components::{ProfilePage, UserProfile};

/// The signed-in user's own profile. Signed out, the server has already led to `/sign-in`; who signs out while looking
/// at it gets a way back in.
#[component]
pub fn UserPage() -> impl IntoView {
    let params = use_params_map();
    let page = Memo::new(move |_| {
        let name = params.with(|params| params.get("page"));
        name.as_deref().and_then(ProfilePage::from_segment).unwrap_or_default()
    });
    let panel = query_value("panel");
    view! {
        <Title text=text().your_account />
        <UserProfile page panel />
    }
}
