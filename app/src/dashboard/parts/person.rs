//! How a user is called, and what is to be known at once.

use leptos::prelude::*;
use onehop::{
    components::parts::{Badge, Tone},
    wire::backend::User,
};

/// The name; where there is none, what the user signs in with.
pub fn name_of(user: &User) -> String {
    let names: Vec<&str> = [&user.first_name, &user.last_name].into_iter().flatten().map(String::as_str).collect();
    let name = names.join(" ");
    if name.trim().is_empty() { identifier_of(user) } else { name }
}

/// What the user signs in with: the main address, the username, the number, at last the id.
pub fn identifier_of(user: &User) -> String {
    let email = user.primary_email_address().or(user.email_addresses.first()).map(|email| email.email_address.clone());
    let phone = || user.phone_numbers.first().map(|phone| phone.phone_number.clone());
    email.or_else(|| user.username.clone()).or_else(phone).unwrap_or_else(|| user.id.to_string())
}

/// Banned, locked, second factor.
pub fn status_badges(user: &User) -> impl IntoView {
    let is_fine = !user.banned && !user.locked;
    view! {
        <span class="db-badges">
            {user.banned.then(|| view! { <Badge tone=Tone::Danger>"Banned"</Badge> })}
            {user.locked.then(|| view! { <Badge tone=Tone::Warning>"Locked"</Badge> })}
            {is_fine.then(|| view! { <Badge tone=Tone::Success>"Active"</Badge> })}
            {user.two_factor_enabled.then(|| view! { <Badge tone=Tone::Info>"2-step"</Badge> })}
        </span>
    }
    .into_any()
}
