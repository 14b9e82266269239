//! `/waitlist`: `joined=1` says that a form without scripts put the person on the list.

use super::{query::is_set, text::text};
use leptos::prelude::*;
use leptos_meta::Title;
use onehop::components::Waitlist;

/// Asking to be let in.
#[component]
pub fn WaitlistPage() -> impl IntoView {
    let joined = is_set("joined");
    view! {
        <Title text=text().waitlist />
        <div class="pg-centre">{move || view! { <Waitlist joined=joined.get() /> }}</div>
    }
}
