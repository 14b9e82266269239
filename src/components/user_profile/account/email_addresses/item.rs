//! One address with its marks and what can be done with it.

use super::{Address, NAME, PRIMARY_FORM, remove::RemoveForm, verify::VerifyStep};
use crate::{
    components::{
        parts::{Badge, Form, Tone},
        user_profile::{InlinePanel, OpenPanel, Profile, Row, RowSubmit, Submit, text},
    },
    endpoints::Verb,
    signals::use_user,
};
use leptos::prelude::*;

/// A row of the list and its panels. `primary` is shared by all rows: one of them can become the primary one at a time.
#[component]
pub fn Item(profile: Profile, address: Address, primary: Submit) -> impl IntoView {
    let Address { is_primary, is_verified, .. } = address;
    let stored = StoredValue::new(address);
    let shown = move || stored.with_value(|address| address.text.clone());
    let remove_panel = stored.with_value(Address::remove_panel);
    let verify_panel = stored.with_value(Address::verify_panel);
    let actions = move || {
        let verify = stored.with_value(Address::verify_panel);
        let remove = stored.with_value(Address::remove_panel);
        view! {
            {(!is_verified).then(|| view! { <OpenPanel profile=profile panel=verify label=text().verify about=shown() /> })}
            {(is_verified && !is_primary).then(|| view! { <SetPrimary profile=profile address=stored primary=primary /> })}
            {(!is_primary).then(|| view! {
                <OpenPanel profile=profile panel=remove label=text().remove about=shown() danger=true />
            })}
        }
    };
    view! {
        <li>
            <Row actions=actions>
                <span class="oh-profile-value"><bdi dir="ltr">{shown()}</bdi></span>
                {is_primary.then(|| view! { <Badge>{text().primary}</Badge> })}
                {(!is_verified).then(|| view! { <Badge tone=Tone::Warning>{text().unverified}</Badge> })}
            </Row>
            {(!is_verified).then(|| view! {
                <InlinePanel profile=profile name=verify_panel section=NAME title=text().verify_email>
                    <VerifyStep profile=profile address=stored />
                </InlinePanel>
            })}
            {(!is_primary).then(|| view! {
                <InlinePanel profile=profile name=remove_panel section=NAME title=text().remove_email danger=true>
                    <RemoveForm profile=profile address=stored />
                </InlinePanel>
            })}
        </li>
    }
    .into_any()
}

/// Makes a proven address the primary one, in one step.
#[component]
fn SetPrimary(profile: Profile, address: StoredValue<Address>, primary: Submit) -> impl IntoView {
    let user = use_user();
    let id = move || address.with_value(|address| address.id.clone());
    let choose = move |_| {
        let Some(id) = address.try_with_value(|address| address.id.clone()) else {
            return;
        };
        primary.run(move || user.set_primary_email_address(&id), move || profile.succeed(NAME, text().primary_changed));
    };
    let call = profile.form(PRIMARY_FORM, Verb::Patch, "/v1/me", NAME);
    view! {
        <Form call=call on_submit=Callback::new(choose) pending=primary.pending inline=true>
            <input type="hidden" name="primary_email_address_id" value=id().to_string() />
            <RowSubmit label=text().set_primary about=address.with_value(|address| address.text.clone()) disabled=primary.pending />
        </Form>
    }
    .into_any()
}
