//! `/sign-up`: `redirect_url` says where to go afterwards, `edit=1` that what was given already is to be changed,
//! `__clerk_ticket` brings the ticket of an invitation.

use super::{
    query::{is_set, query_value, redirect_target},
    text::text,
};
use leptos::prelude::*;
use leptos_meta::Title;
use onehop::components::SignUp;

/// Signing up.
#[component]
pub fn SignUpPage() -> impl IntoView {
    let redirect_url = redirect_target();
    let edit = is_set("edit");
    let ticket = query_value("__clerk_ticket");
    view! {
        <Title text=text().create_account />
        <div class="pg-centre">
            {move || view! { <SignUp redirect_url=redirect_url.get() edit=edit.get() ticket=ticket.get() /> }}
        </div>
    }
}
