//! Whose account a step is about, with a way back to another one.

use super::{text, use_flow};
use crate::components::parts::{Avatar, Form, Icon, IconName};
use leptos::prelude::*;

/// The account, and a button that starts over with another one.
#[component]
pub(super) fn Identity() -> impl IntoView {
    let flow = use_flow();
    let (identifier, name, image_url) = flow.attempt.sign_in.with_untracked(|attempt| {
        let identifier = attempt.as_ref().and_then(|attempt| attempt.identifier.clone()).unwrap_or_default();
        let data = attempt.as_ref().and_then(|attempt| attempt.user_data.as_ref());
        let names = data.into_iter().flat_map(|data| [data.first_name.as_deref(), data.last_name.as_deref()]);
        let name = names.flatten().collect::<Vec<_>>().join(" ");
        (identifier, name, data.filter(|data| data.has_image).map(|data| data.image_url.clone()).unwrap_or_default())
    });
    let name = if name.is_empty() { identifier.clone() } else { name };
    view! {
        <div class="oh-identity">
            <Avatar name=name image_url=image_url size=28 seed=identifier.clone() />
            <bdi class="oh-identity-name">{identifier}</bdi>
            <Form
                call=flow.start_form("sign_in.restart")
                on_submit=Callback::new(move |_| flow.reset())
                pending=flow.attempt.pending
                inline=true
            >
                <button class="oh-icon-button" type="submit" aria-label=text().edit_identity>
                    <Icon name=IconName::Edit />
                </button>
            </Form>
        </div>
    }
}
