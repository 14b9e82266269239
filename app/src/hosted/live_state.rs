//! The person as `use_user()` has them: unknown, signed out or signed in, and always up to date with the other tabs.

use super::text::text;
use leptos::prelude::*;
use onehop::{
    components::{
        UserAvatar,
        parts::{ButtonVariant, Link},
    },
    signals::use_user,
    wire::User,
};

/// One card, three states.
#[component]
pub fn LiveState() -> impl IntoView {
    let user = use_user();
    view! {
        <section class="pg-card" aria-labelledby="you">
            <h2 class="pg-heading" id="you">
                {text().you_here}
            </h2>
            <div class="pg-state" aria-live="polite">
                {move || match (user.is_loaded.get(), user.user.get()) {
                    (false, _) => view! { <Unknown /> }.into_any(),
                    (true, None) => view! { <SignedOutState /> }.into_any(),
                    (true, Some(user)) => view! { <SignedInState user /> }.into_any(),
                }}
            </div>
        </section>
    }
}

/// Not known yet. Never shown as signed out.
#[component]
fn Unknown() -> impl IntoView {
    view! { <p class="pg-text">{text().looking}</p> }
}

/// Nobody.
#[component]
fn SignedOutState() -> impl IntoView {
    view! {
        <p class="pg-text">{text().nobody}</p>
        <p class="pg-actions">
            <Link href="/sign-in" variant=ButtonVariant::Primary>
                {text().sign_in}
            </Link>
            <Link href="/sign-up" variant=ButtonVariant::Secondary>
                {text().create_account}
            </Link>
        </p>
    }
}

/// Somebody.
#[component]
fn SignedInState(user: User) -> impl IntoView {
    let name = user.display_name();
    let identifier = user.identifier();
    let identifier = (identifier != name).then_some(identifier);
    view! {
        <div class="pg-person">
            <UserAvatar size=40 />
            <div class="pg-person-text">
                <p class="pg-person-name"><bdi>{name}</bdi></p>
                {identifier.map(|identifier| view! { <p class="pg-person-detail"><bdi dir="ltr">{identifier}</bdi></p> })}
            </div>
        </div>
        <p class="pg-actions">
            <Link href="/user" variant=ButtonVariant::Primary>
                {text().open_profile}
            </Link>
        </p>
    }
}
