//! The page for addresses that lead nowhere.

use super::{Page, status};
use leptos::prelude::*;
use onehop::components::parts::{ButtonVariant, Link};

/// Says so and shows the way back.
#[component]
pub fn NotFound() -> impl IntoView {
    status::not_found();
    view! {
        <Page title="Page not found" intro="Nothing is at this address of the dashboard." narrow=true>
            <p>
                <Link href="/dashboard" variant=ButtonVariant::Secondary>"Go to the overview"</Link>
            </p>
        </Page>
    }
}
