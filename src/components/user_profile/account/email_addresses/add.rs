//! A new address, and the code that proves it.

use super::{ADD, Address, NAME, NEWEST};
use crate::{
    components::{
        parts::{Field, FormValues, field_error, flash_value},
        user_profile::{PanelForm, Profile, Submit, text},
    },
    endpoints::Verb,
    signals::use_user,
};
use leptos::prelude::*;

const FORM: &str = "user.email.new";

/// The form for a new address. The code is sent at once; the panel of the new row asks for it.
#[component]
pub fn AddForm(profile: Profile) -> impl IntoView {
    let user = use_user();
    let submit = Submit::new();
    let add = move |values: FormValues| {
        let add_and_send = move || {
            let added = user.create_email_address(values.get("email_address"));
            async move {
                let email = added.await?;
                // The address is there now. A code that couldn't be sent can be asked for again in its own panel.
                let _ = user.prepare_email_address(&email.id).await;
                profile.open(&Address::verify_panel_of(&email.id));
                Ok(())
            }
        };
        submit.run(add_and_send, || ());
    };
    let call =
        profile.form(FORM, Verb::Post, "/v1/me/email_addresses", ADD).then(untrack(|| profile.panel_path(NEWEST)));
    view! {
        <PanelForm
            profile=profile
            section=NAME
            call=call
            submit=submit
            on_submit=Callback::new(add)
            label=text().add
            params=&["email_address"]
            needs_change=true
        >
            <Field
                id=profile.dom_id("new-email")
                label=text().email
                name="email_address"
                type_="email"
                autocomplete="email"
                value=flash_value(FORM, "email_address").unwrap_or_default()
                hint=text().add_email_hint
                required=true
                error=field_error(FORM, "email_address", submit.errors)
            />
        </PanelForm>
    }
    .into_any()
}
