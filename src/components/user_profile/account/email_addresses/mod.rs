//! E-mail addresses: the list, adding, proving, choosing the primary one, removing.

mod add;
mod item;
mod remove;
mod verify;

use crate::{
    components::{
        parts::{FormAlert, form_error},
        user_profile::{InlinePanel, OpenPanel, Panel, Profile, ProfilePage, Section, Submit, text},
    },
    wire::{EmailAddress, IdentificationId, User},
};
use leptos::prelude::*;

/// E-mail addresses.
pub const PANEL: Panel =
    Panel { name: NAME, page: ProfilePage::Account, is_offered: |_, _| true, view: |profile| view(profile).into_any() };

const NAME: &str = "email-addresses";
const ADD: &str = "email-new";
/// Where adding without scripts leads: the newest address that isn't proven, whose id the form could not know.
const NEWEST: &str = "email-newest";
const PRIMARY_FORM: &str = "user.email.primary";

/// What a row shows. A change of any of it builds the row anew.
#[derive(Clone, PartialEq, Eq, Hash)]
struct Address {
    id: IdentificationId,
    text: String,
    is_primary: bool,
    is_verified: bool,
}

impl Address {
    fn of(user: &User, email: &EmailAddress) -> Self {
        Self {
            id: email.id.clone(),
            text: email.email_address.clone(),
            is_primary: user.primary_email_address_id.as_ref() == Some(&email.id),
            is_verified: email.is_verified(),
        }
    }

    fn verify_panel(&self) -> String {
        Self::verify_panel_of(&self.id)
    }

    fn verify_panel_of(id: &IdentificationId) -> String {
        format!("email-{id}")
    }

    fn remove_panel(&self) -> String {
        format!("email-remove-{}", self.id)
    }
}

/// An address in running text.
fn shown(address: StoredValue<Address>) -> AnyView {
    let text = address.with_value(|address| address.text.clone());
    view! { <bdi class="oh-profile-strong" dir="ltr">{text}</bdi> }.into_any()
}

/// Primary first, then the proven ones, then the rest.
fn addresses(user: &User) -> Vec<Address> {
    let mut list: Vec<_> = user.email_addresses.iter().map(|email| Address::of(user, email)).collect();
    list.sort_by_key(|address| (!address.is_primary, !address.is_verified));
    list
}

fn newest_unverified(user: &User) -> Option<String> {
    let open = user.email_addresses.iter().filter(|email| !email.is_verified());
    open.max_by_key(|email| email.created_at).map(|email| Address::of(user, email).verify_panel())
}

fn view(profile: Profile) -> impl IntoView {
    profile.resolve(NEWEST, newest_unverified);
    let list = Memo::new(move |_| profile.user(addresses));
    let primary = Submit::new();
    view! {
        <Section profile=profile name=NAME title=text().emails>
            <FormAlert error=form_error(PRIMARY_FORM, &[], primary.errors) />
            {move || list.with(Vec::is_empty).then(|| view! { <p class="oh-profile-empty">{text().no_emails}</p> })}
            <ul class="oh-profile-list">
                <For each=move || list.get() key=Address::clone let:address>
                    <item::Item profile=profile address=address primary=primary />
                </For>
            </ul>
            <div class="oh-profile-row">
                <OpenPanel profile=profile panel=ADD label=text().add_email />
            </div>
            <InlinePanel profile=profile name=ADD section=NAME title=text().add_email>
                <add::AddForm profile=profile />
            </InlinePanel>
        </Section>
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn email(id: &str, created_at: i64, status: &str) -> serde_json::Value {
        json!({
            "object": "email_address", "id": id, "email_address": format!("{id}@example.com"), "linked_to": [],
            "verification": {"status": status, "strategy": "email_code", "attempts": 0, "expire_at": null},
            "matches_sso_connection": false, "created_at": created_at, "updated_at": created_at
        })
    }

    fn user() -> User {
        serde_json::from_value(json!({
            "object": "user", "id": "user_1", "image_url": "", "has_image": false, "primary_email_address_id": "idn_c",
            "email_addresses": [
                email("idn_a", 1, "unverified"), email("idn_b", 2, "verified"), email("idn_c", 3, "verified"),
                email("idn_d", 4, "unverified"),
            ],
            "phone_numbers": [], "web3_wallets": [], "external_accounts": [], "enterprise_accounts": [], "passkeys": [],
            "organization_memberships": [], "password_enabled": true, "totp_enabled": false,
            "backup_code_enabled": false, "two_factor_enabled": false, "public_metadata": {}, "unsafe_metadata": {},
            "create_organization_enabled": true, "delete_self_enabled": true, "created_at": 1, "updated_at": 1
        }))
        .expect("a user of the contract's form")
    }

    #[test]
    fn the_primary_address_comes_first_and_unproven_ones_last() {
        let order: Vec<_> = addresses(&user()).into_iter().map(|address| address.id.to_string()).collect();
        assert_eq!(order, ["idn_c", "idn_b", "idn_a", "idn_d"]);
    }

    #[test]
    fn adding_without_scripts_leads_to_the_newest_unproven_address() {
        assert_eq!(newest_unverified(&user()).as_deref(), Some("email-idn_d"));
    }
}
