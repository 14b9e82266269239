//! Deleting the account: last, apart, and only after its name was typed.

use crate::{
    components::{
        parts::{Alert, Tone, go_to},
        user_profile::{InlinePanel, OpenPanel, Panel, PanelForm, Profile, ProfilePage, Row, Section, Submit, text},
    },
    endpoints::Verb,
    signals::use_user,
    wire::{Environment, User},
};
use leptos::prelude::*;

/// Deleting the account.
pub const PANEL: Panel =
    Panel { name: NAME, page: ProfilePage::Security, is_offered, view: |profile| view(profile).into_any() };

const NAME: &str = "delete-account";
const FORM: &str = "user.delete";

fn is_offered(user: &User, environment: Option<&Environment>) -> bool {
    user.delete_self_enabled && environment.is_none_or(|environment| environment.user_settings.actions.delete_self)
}

fn view(profile: Profile) -> impl IntoView {
    let actions = move || view! { <OpenPanel profile=profile panel=NAME label=text().delete_account danger=true /> };
    view! {
        <Section profile=profile name=NAME title=text().delete_account danger=true>
            <Row actions=actions>
                <p class="oh-profile-text">{text().delete_text}</p>
            </Row>
            <InlinePanel profile=profile name=NAME section=NAME title=text().delete_account danger=true>
                <DeleteForm profile=profile />
            </InlinePanel>
        </Section>
    }
    .into_any()
}

#[component]
fn DeleteForm(profile: Profile) -> impl IntoView {
    let user = use_user();
    let submit = Submit::new();
    let typed = RwSignal::new(String::new());
    let is_typed = move || typed.with(|typed| typed == text().delete_phrase);
    let delete = move |_| {
        let next = profile.after_delete_url();
        submit.run(move || user.delete(), move || go_to(&next));
    };
    let call = profile.form(FORM, Verb::Delete, "/v1/me", NAME).then(profile.after_delete_url());
    view! {
        <Alert tone=Tone::Warning>{text().delete_warning}</Alert>
        <PanelForm
            profile=profile
            section=NAME
            call=call
            submit=submit
            on_submit=Callback::new(delete)
            label=text().delete_account
            disabled=Signal::derive(move || profile.is_hydrated() && !is_typed())
            danger=true
        >
            <Phrase id=profile.dom_id("delete-phrase") typed=typed />
        </PanelForm>
    }
    .into_any()
}

/// The phrase to type. It has no name, so it is never sent; without scripts the browser itself insists on it.
#[component]
fn Phrase(id: String, typed: RwSignal<String>) -> impl IntoView {
    view! {
        <div class="oh-field">
            <label class="oh-label" for=id.clone()>{text().delete_label}</label>
            <input
                class="oh-input"
                id=id
                type="text"
                autocomplete="off"
                autocapitalize="none"
                spellcheck="false"
                required=true
                pattern=text().delete_phrase
                title=text().delete_label
                on:input:target=move |event| typed.set(event.target().value())
            />
        </div>
    }
    .into_any()
}
