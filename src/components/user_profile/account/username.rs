//! The username, where the instance has usernames.

use crate::{
    components::{
        parts::{Field, FormValues, field_error, flash_value},
        user_profile::{InlinePanel, OpenPanel, Panel, PanelForm, Profile, ProfilePage, Row, Section, Submit, text},
    },
    endpoints::{Verb, frontend::UserUpdate},
    signals::{use_client, use_user},
    wire::{Attribute, Environment, User},
};
use leptos::prelude::*;

/// The username.
pub const PANEL: Panel =
    Panel { name: NAME, page: ProfilePage::Account, is_offered, view: |profile| view(profile).into_any() };

const NAME: &str = "username";
const FORM: &str = "user.username";

fn is_offered(user: &User, environment: Option<&Environment>) -> bool {
    let attribute = environment.and_then(attribute);
    attribute.is_some_and(|attribute| attribute.enabled && (!attribute.immutable || user.username.is_some()))
}

fn attribute(environment: &Environment) -> Option<&Attribute> {
    environment.user_settings.attributes.get("username")
}

fn view(profile: Profile) -> impl IntoView {
    let environment = use_client().environment;
    let is_fixed = Memo::new(move |_| {
        environment
            .with(|environment| environment.as_ref().and_then(attribute).is_some_and(|attribute| attribute.immutable))
    });
    let is_set = Memo::new(move |_| profile.user(|user| user.username.is_some()));
    let actions = move || {
        let label = move || {
            if is_set.get() { text().change_username } else { text().set_username }
        };
        move || (!is_fixed.get()).then(|| view! { <OpenPanel profile=profile panel=NAME label=label() /> })
    };
    let value = move || match profile.user(|user| user.username.clone()) {
        Some(name) => view! { <span class="oh-profile-value"><bdi dir="ltr">{name}</bdi></span> }.into_any(),
        None => view! { <span class="oh-profile-empty">{text().no_username}</span> }.into_any(),
    };
    view! {
        <Section profile=profile name=NAME title=text().username>
            <Row actions=actions>{value}</Row>
            <InlinePanel profile=profile name=NAME section=NAME title=text().username>
                <UsernameForm profile=profile />
            </InlinePanel>
        </Section>
    }
    .into_any()
}

#[component]
fn UsernameForm(profile: Profile) -> impl IntoView {
    let user = use_user();
    let submit = Submit::new();
    let save = move |values: FormValues| {
        let update = UserUpdate { username: Some(values.get("username")), ..UserUpdate::default() };
        submit.run(move || user.update(update.clone()), move || profile.succeed(NAME, text().username_saved));
    };
    let value = flash_value(FORM, "username").or_else(|| profile.user_untracked(|user| user.username.clone()));
    let required = use_client().environment.with_untracked(|environment| {
        environment.as_ref().is_some_and(|environment| environment.user_settings.is_required("username"))
    });
    view! {
        <PanelForm
            profile=profile
            section=NAME
            call=profile.form(FORM, Verb::Patch, "/v1/me", NAME)
            submit=submit
            on_submit=Callback::new(save)
            label=text().save
            params=&["username"]
            needs_change=true
        >
            <Field
                id=profile.dom_id("new-username")
                label=text().username
                name="username"
                autocomplete="username"
                value=value.unwrap_or_default()
                required=required
                error=field_error(FORM, "username", submit.errors)
            />
        </PanelForm>
    }
    .into_any()
}
