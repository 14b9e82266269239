//! Picture and name.

use super::picture::PictureForm;
use crate::{
    components::{
        UserAvatar,
        parts::{Field, FormValues, field_error, flash_value},
        user_profile::{InlinePanel, OpenPanel, Panel, PanelForm, Profile, ProfilePage, Row, Section, Submit, text},
    },
    endpoints::{Verb, frontend::UserUpdate},
    signals::{use_client, use_user},
    wire::{User, UserSettings},
};
use leptos::prelude::*;

/// Picture and name.
pub const PANEL: Panel =
    Panel { name: NAME, page: ProfilePage::Account, is_offered: |_, _| true, view: |profile| view(profile).into_any() };

pub(super) const NAME: &str = "profile";
const FORM: &str = "user.profile";
const PARAMS: &[&str] = &["first_name", "last_name"];

fn view(profile: Profile) -> impl IntoView {
    let actions = move || view! { <OpenPanel profile=profile panel=NAME label=text().edit_profile /> };
    view! {
        <Section profile=profile name=NAME title=text().profile>
            <Row actions=actions>
                <UserAvatar size=40 decorative=true />
                <span class="oh-profile-value"><bdi>{move || profile.user(User::display_name)}</bdi></span>
            </Row>
            <InlinePanel profile=profile name=NAME section=NAME title=text().edit_profile>
                <PictureForm profile=profile />
                {has_names().then(|| view! { <NameForm profile=profile /> })}
            </InlinePanel>
        </Section>
    }
    .into_any()
}

/// Are there names here?
fn has_names() -> bool {
    setting(|settings| settings.is_enabled("first_name")).unwrap_or(true)
}

fn setting(read: impl FnOnce(&UserSettings) -> bool) -> Option<bool> {
    use_client().environment.with_untracked(|environment| environment.as_ref().map(|it| read(&it.user_settings)))
}

#[component]
fn NameForm(profile: Profile) -> impl IntoView {
    let user = use_user();
    let submit = Submit::new();
    let save = move |values: FormValues| {
        let update = UserUpdate {
            first_name: Some(values.get("first_name")),
            last_name: Some(values.get("last_name")),
            ..UserUpdate::default()
        };
        submit.run(move || user.update(update.clone()), move || profile.succeed(NAME, text().profile_saved));
    };
    let initial = move |name: &str, part: fn(&User) -> Option<String>| {
        flash_value(FORM, name).or_else(|| profile.user_untracked(part)).unwrap_or_default()
    };
    let is_required = setting(|settings| settings.is_required("first_name")).unwrap_or_default();
    view! {
        <PanelForm
            profile=profile
            section=NAME
            call=profile.form(FORM, Verb::Patch, "/v1/me", NAME)
            submit=submit
            on_submit=Callback::new(save)
            label=text().save
            params=PARAMS
            needs_change=true
        >
            <div class="oh-profile-pair">
                <Field
                    id=profile.dom_id("first-name")
                    label=text().first_name
                    name="first_name"
                    autocomplete="given-name"
                    value=initial("first_name", |user| user.first_name.clone())
                    error=field_error(FORM, "first_name", submit.errors)
                    required=is_required
                />
                <Field
                    id=profile.dom_id("last-name")
                    label=text().last_name
                    name="last_name"
                    autocomplete="family-name"
                    value=initial("last_name", |user| user.last_name.clone())
                    error=field_error(FORM, "last_name", submit.errors)
                    required=is_required
                />
            </div>
        </PanelForm>
    }
    .into_any()
}
