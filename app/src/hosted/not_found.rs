//! The page for addresses that lead nowhere. The server sends it with status 404.

use leptos::prelude::*;
use leptos_meta::Title;
use onehop::components::parts::{ButtonVariant, Link};

/// Says so and shows the way back.
#[component]
pub fn NotFound() -> impl IntoView {
    view! {
        <Title text="Page not found" />
        <section class="pg-narrow pg-stack">
            <h1 class="pg-title">"Page not found"</h1>
            <p class="pg-text">"Nothing is at this address. It may have moved, or the link is incomplete."</p>
            <p>
                <Link href="/" variant=ButtonVariant::Secondary>
                    "Go to the start page"
                </Link>
            </p>
        </section>
    }
}
