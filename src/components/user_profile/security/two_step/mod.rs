//! Two-step verification: an authenticator app, and backup codes for the day it is gone.

mod authenticator;
mod backup_codes;
mod codes;

use crate::{
    components::{
        parts::{Badge, Tone},
        user_profile::{InlinePanel, OpenPanel, Panel, Profile, ProfilePage, Row, Section},
    },
    signals::use_flash,
    text::{TwoStepText, use_text},
    wire::{Environment, User},
};
use authenticator::{RemoveForm, SetUp};
use backup_codes::NewCodesForm;
use codes::Codes;
use leptos::prelude::*;

/// Two-step verification.
pub const PANEL: Panel =
    Panel { name: NAME, page: ProfilePage::Security, is_offered, view: |profile| view(profile).into_any() };

const NAME: &str = "two-step";
const SET_UP: &str = "totp";
const REMOVE: &str = "totp-remove";
const NEW_CODES: &str = "backup-codes";

fn text() -> &'static TwoStepText {
    &use_text().two_step
}

fn is_offered(user: &User, environment: Option<&Environment>) -> bool {
    user.totp_enabled
        || environment.is_some_and(|environment| environment.user_settings.is_enabled("authenticator_app"))
}

/// Codes that are shown this once; with them nothing else of the section matters.
fn told_codes() -> Option<Vec<String>> {
    use_flash().with_untracked(|flash| flash.as_ref()?.told.as_ref()?.backup_codes.clone())
}

fn view(profile: Profile) -> impl IntoView {
    let codes = RwSignal::new(told_codes());
    let is_on = Memo::new(move |_| profile.user(|user| user.totp_enabled));
    let has_second_factor = Memo::new(move |_| profile.user(|user| user.two_factor_enabled));
    let has_codes = Memo::new(move |_| profile.user(|user| user.backup_code_enabled));
    let app_actions = move || {
        move || match is_on.get() {
            true => {
                view! { <OpenPanel profile=profile panel=REMOVE label=text().remove about=text().app danger=true /> }
                    .into_any()
            }
            false => {
                view! { <OpenPanel profile=profile panel=SET_UP label=text().set_up about=text().app /> }.into_any()
            }
        }
    };
    let codes_actions = move || {
        move || {
            let label = if has_codes.get() { text().new_codes } else { text().add_codes };
            view! { <OpenPanel profile=profile panel=NEW_CODES label=label /> }
        }
    };
    let codes_row = move || {
        has_second_factor.get().then(|| {
            view! {
                <Row actions=codes_actions>
                    <span class="oh-profile-value">{text().backup_codes}</span>
                    {move || has_codes.get().then(|| view! { <Badge tone=Tone::Success>{text().ready}</Badge> })}
                </Row>
            }
        })
    };
    view! {
        <Section profile=profile name=NAME title=text().title>
            <Row actions=app_actions>
                <span class="oh-profile-value">{text().app}</span>
                {move || match is_on.get() {
                    true => view! { <Badge tone=Tone::Success>{text().on}</Badge> }.into_any(),
                    false => view! { <span class="oh-profile-empty">{text().off}</span> }.into_any(),
                }}
            </Row>
            <InlinePanel profile=profile name=SET_UP section=NAME title=text().set_up_title>
                <SetUp profile=profile codes=codes />
            </InlinePanel>
            <InlinePanel profile=profile name=REMOVE section=NAME title=text().remove_title danger=true>
                <RemoveForm profile=profile />
            </InlinePanel>
            {codes_row}
            <InlinePanel profile=profile name=NEW_CODES section=NAME title=text().new_codes>
                <NewCodesForm profile=profile codes=codes />
            </InlinePanel>
            <Codes profile=profile codes=codes />
        </Section>
    }
    .into_any()
}
