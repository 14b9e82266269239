//! Signed up and in: on to where the person wanted to go.

use super::{text, use_flow};
use crate::components::parts::{ButtonVariant, Card, Link, Spinner, go_to};
use leptos::prelude::*;

/// Leaves by itself in a living page, by a link otherwise.
#[component]
pub(super) fn Done() -> impl IntoView {
    let target = use_flow().target();
    let url = target.clone();
    Effect::new(move |_| go_to(&url));
    view! {
        <Card title=text().done_title subtitle=text().done_subtitle>
            <div class="oh-leaving" role="status"><Spinner /></div>
            <Link variant=ButtonVariant::Secondary full=true href=target>{text().next}</Link>
        </Card>
    }
}
