//! The popover: who it is, what can be done, which other accounts there are.

use super::{Button, accounts::OtherAccounts, actions::Actions, text};
use crate::{
    components::{UserAvatar, parts::FormAlert},
    signals::use_user,
    text::failure_text,
    wire::User,
};
use leptos::{html, prelude::*};

#[component]
pub fn Popover(button: Button, id: String, is_open: RwSignal<Option<bool>>) -> impl IntoView {
    let node = NodeRef::<html::Div>::new();
    let follow = move |_| {
        if let Some(popover) = node.get_untracked() {
            is_open.set(Some(popover.matches(":popover-open").unwrap_or(false)));
        }
    };
    let errors = button.submit.errors;
    let error = Signal::derive(move || errors.with(|error| error.as_ref().and_then(failure_text)));
    view! {
        <div
            class="oh-user-popover"
            id=id
            popover="auto"
            role="dialog"
            tabindex="-1"
            autofocus=true
            aria-label=text().popover
            aria-busy=move || button.submit.pending.get().then_some("true")
            node_ref=node
            on:toggle=follow
        >
            <Header />
            <FormAlert error=error />
            <Actions button=button />
            <OtherAccounts button=button />
        </div>
    }
    .into_any()
}

/// Picture, name and address of who is signed in.
#[component]
fn Header() -> impl IntoView {
    let user = use_user().user;
    let part = move |part: fn(&User) -> String| user.with(|user| user.as_ref().map(part)).unwrap_or_default();
    let second = move || Some(part(User::identifier)).filter(|identifier| *identifier != part(User::display_name));
    view! {
        <div class="oh-user-popover-head">
            <UserAvatar size=40 decorative=true />
            <div class="oh-user-popover-who">
                <p class="oh-user-popover-name"><bdi>{move || part(User::display_name)}</bdi></p>
                {move || second().map(|identifier| view! { <p class="oh-user-popover-identifier"><bdi dir="ltr">{identifier}</bdi></p> })}
            </div>
        </div>
    }
    .into_any()
}
