//! New backup codes.

use super::{NAME, NEW_CODES, text};
use crate::{
    components::{
        parts::FormValues,
        user_profile::{PanelForm, Profile, Submit},
    },
    endpoints::{Endpoint, Verb, frontend::CreateBackupCodes},
    signals::use_user,
};
use leptos::prelude::*;

const FORM: &str = "user.backup_codes";

/// Says what becomes of the old ones and makes new ones.
#[component]
pub fn NewCodesForm(profile: Profile, codes: RwSignal<Option<Vec<String>>>) -> impl IntoView {
    let user = use_user();
    let submit = Submit::new();
    let make = move |_: FormValues| {
        let draw = move || {
            let making = user.create_backup_codes();
            async move {
                let made = making.await?;
                let _ = codes.try_set(Some(made.codes));
                Ok(())
            }
        };
        submit.run(draw, move || profile.succeed(NAME, text().codes_made));
    };
    let call = profile.form(FORM, Verb::Post, CreateBackupCodes::PATH, NEW_CODES);
    view! {
        <p class="oh-profile-text">{text().new_codes_text}</p>
        <PanelForm
            profile=profile
            section=NAME
            call=call
            submit=submit
            on_submit=Callback::new(make)
            label=text().new_codes
        />
    }
    .into_any()
}
