//! `/sign-in`: `redirect_url` says where to go afterwards, `method` which way to begin with, `add=1` that another
//! account joins those that are signed in already, `__clerk_ticket` brings a ticket that signs in.

use super::{
    query::{is_set, query_value, redirect_target},
    text::text,
};
use leptos::prelude::*;
use leptos_meta::Title;
use onehop::components::SignIn;

/// Signing in.
#[component]
pub fn SignInPage() -> impl IntoView {
    let redirect_url = redirect_target();
    let method = query_value("method");
    let add = is_set("add");
    let ticket = query_value("__clerk_ticket");
    view! {
        <Title text=text().sign_in />
        <div class="pg-centre">
            // Another target or another account is another attempt; the method only picks a step of it.
            {move || view! { <SignIn redirect_url=redirect_url.get() method add=add.get() ticket=ticket.get() /> }}
        </div>
    }
}
