//! The page for addresses that lead nowhere. The server sends it with status 404.

use super::text::text;
use leptos::prelude::*;
use leptos_meta::Title;
use onehop::components::parts::{ButtonVariant, Link};

/// Says so and shows the way back.
#[component]
pub fn NotFound() -> impl IntoView {
    view! {
        <Title text=text().not_found />
        <section class="pg-narrow pg-stack">
            <h1 class="pg-title">{text().not_found}</h1>
            <p class="pg-text">{text().not_found_text}</p>
            <p>
                <Link href="/" variant=ButtonVariant::Secondary>
                    {text().to_start}
                </Link>
            </p>
        </section>
    }
}
