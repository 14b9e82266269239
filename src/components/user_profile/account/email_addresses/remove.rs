//! Removing an address, after a question.

use super::{Address, NAME, shown};
use crate::{
    components::user_profile::{PanelForm, Profile, Submit, text},
    endpoints::{Verb, frontend::DeleteEmailAddress, path_of},
    signals::use_user,
};
use leptos::prelude::*;

const FORM: &str = "user.email.remove";

/// Says what removing means and asks once more.
#[component]
pub fn RemoveForm(profile: Profile, address: StoredValue<Address>) -> impl IntoView {
    let user = use_user();
    let submit = Submit::new();
    let remove = move |_| {
        let Some(id) = address.try_with_value(|address| address.id.clone()) else {
            return;
        };
        submit.run(move || user.delete_email_address(&id), move || profile.succeed(NAME, text().email_removed));
    };
    let path = address.with_value(|address| path_of::<DeleteEmailAddress>(&address.id));
    let call = profile.form(FORM, Verb::Delete, path, &address.with_value(Address::remove_panel));
    view! {
        <p class="oh-profile-text">
            {text().remove_email_text.view(|_| shown(address))}
        </p>
        <PanelForm
            profile=profile
            section=NAME
            call=call
            submit=submit
            on_submit=Callback::new(remove)
            label=text().remove_email
            danger=true
        />
    }
    .into_any()
}
