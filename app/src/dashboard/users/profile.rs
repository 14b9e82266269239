//! Names of a user.

use super::detail::Subject;
use crate::dashboard::{Call, CallForm, Submit, call_error};
use leptos::prelude::*;
use onehop::{components::parts::Field, endpoints::backend::UpdateUser};

/// The form of the names. An emptied field is cleared.
#[component]
pub(super) fn Profile(subject: Subject) -> impl IntoView {
    let Subject { user, again } = subject;
    let text = |value: &Option<String>| value.clone().unwrap_or_default();
    let call = Call::of::<UpdateUser>("user.profile", &user.id).said("The profile was saved.");
    view! {
        <section class="db-card" aria-labelledby="user-profile">
            <header class="db-card-head"><h2 class="db-card-title" id="user-profile">"Profile"</h2></header>
            <div class="db-card-body">
                <CallForm call=call on_done=again>
                    <div class="db-field-row">
                        <Field id="user-first-name" name="first_name:null" label="First name" value=text(&user.first_name) autocomplete="off" error=call_error("first_name") />
                        <Field id="user-last-name" name="last_name:null" label="Last name" value=text(&user.last_name) autocomplete="off" error=call_error("last_name") />
                    </div>
                    <div class="db-field-row">
                        <Field id="user-username" name="username:null" label="Username" value=text(&user.username) autocomplete="off" error=call_error("username") />
                        <Field id="user-external-id" name="external_id:null" label="External ID" value=text(&user.external_id) autocomplete="off" hint="The user's id in your own system." error=call_error("external_id") />
                    </div>
                    <p class="db-actions"><Submit>"Save profile"</Submit></p>
                </CallForm>
            </div>
        </section>
    }
    .into_any()
}
