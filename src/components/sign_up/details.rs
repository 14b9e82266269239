//! The fields for a person's details, and what becomes of them.

use super::{
    flow::Flow,
    text,
    wanted::{Ask, Wanted},
};
use crate::{
    components::parts::{Checkbox, Field, FormValues, NewPasswordField, PasswordRules, field_error, flash_value},
    endpoints::frontend::SignUpFields,
    wire::Lenient,
};
use leptos::prelude::*;

/// The parameters that a field shows the errors of.
pub(super) const PARAMS: &[&str] =
    &["first_name", "last_name", "username", "email_address", "password", "legal_accepted"];

/// The fields that are wanted, filled with what was given before.
#[component]
pub(super) fn Details(flow: Flow, form: &'static str, wanted: Wanted) -> impl IntoView {
    let given = |name: &'static str| given(flow, form, name);
    let detail = move |name: &'static str, label: &'static str, autocomplete: &'static str, ask: Ask| {
        let value = given(name);
        ask.is_asked().then(|| view! { <TextDetail flow form name label autocomplete ask value /> })
    };
    let rules = flow.client.environment.with_untracked(|environment| PasswordRules::of(environment.as_ref()));
    let password = wanted.password.is_asked().then(|| {
        view! {
            <NewPasswordField
                id=flow.id("-password")
                label=text().password
                rules=rules
                error=field_error(form, "password", flow.errors)
            />
        }
    });
    let has_names = wanted.first_name.is_asked() || wanted.last_name.is_asked();
    view! {
        {has_names.then(|| view! {
            <div class="oh-pair">
                {detail("first_name", text().first_name, "given-name", wanted.first_name)}
                {detail("last_name", text().last_name, "family-name", wanted.last_name)}
            </div>
        })}
        {detail("username", text().username, "username", wanted.username)}
        {detail("email_address", text().email, "email", wanted.email_address)}
        {password}
        {wanted.legal.is_asked().then(|| view! { <Consent flow form /> })}
    }
}

#[component]
fn TextDetail(
    flow: Flow,
    form: &'static str,
    name: &'static str,
    label: &'static str,
    autocomplete: &'static str,
    ask: Ask,
    value: String,
) -> impl IntoView {
    let suffix = ["-", name].concat().replace('_', "-");
    let label = if ask.is_required() { label.to_owned() } else { [label, " ", text().optional].concat() };
    view! {
        <Field
            id=flow.id(&suffix)
            label=label
            name=name
            type_=if name == "email_address" { "email" } else { "text" }
            autocomplete=autocomplete
            value=value
            error=field_error(form, name, flow.errors)
            required=ask.is_required()
            readonly=name == "email_address" && flow.is_invited()
        />
    }
}

/// The consent to the terms.
#[component]
fn Consent(flow: Flow, form: &'static str) -> impl IntoView {
    let (terms, privacy) = flow
        .setting(|environment| {
            let config = &environment.display_config;
            (config.terms_url.clone(), config.privacy_policy_url.clone())
        })
        .unwrap_or_default();
    view! {
        <Checkbox
            id=flow.id("-legal")
            name="legal_accepted"
            required=true
            error=field_error(form, "legal_accepted", flow.errors)
        >
            {match (terms.is_empty(), privacy.is_empty()) {
                (false, true) => text().legal_one.view(move |_| document_link(&terms, text().legal_terms)).into_any(),
                (true, false) => text().legal_one.view(move |_| document_link(&privacy, text().legal_privacy)).into_any(),
                _ => text().legal.view(move |slot| match slot {
                    "terms" => document_link(&terms, text().legal_terms),
                    _ => document_link(&privacy, text().legal_privacy),
                }).into_any(),
            }}
        </Checkbox>
    }
}

/// In a new tab, so that what was typed isn't lost.
fn document_link(url: &str, label: &'static str) -> AnyView {
    if url.is_empty() {
        return label.into_any();
    }
    view! { <a class="oh-link" href=url.to_owned() target="_blank" rel="noopener">{label}</a> }.into_any()
}

/// What was typed before a failed post, else what the attempt holds.
fn given(flow: Flow, form: &'static str, name: &str) -> String {
    let held = || {
        flow.attempt.sign_up.with_untracked(|attempt| {
            let attempt = attempt.as_ref()?;
            match name {
                "first_name" => attempt.first_name.clone(),
                "last_name" => attempt.last_name.clone(),
                "username" => attempt.username.clone(),
                "email_address" => attempt.email_address.clone(),
                _ => None,
            }
        })
    };
    flash_value(form, name).or_else(held).unwrap_or_default()
}

/// The details as the call takes them.
pub(super) fn fields_of(values: &FormValues) -> SignUpFields {
    let trimmed = |name: &str| values.filled(name).map(|value| value.trim().to_owned());
    SignUpFields {
        email_address: trimmed("email_address"),
        username: trimmed("username"),
        password: values.filled("password"),
        first_name: trimmed("first_name"),
        last_name: trimmed("last_name"),
        // An unticked box is told too, so that the answer can say what is missing.
        legal_accepted: values.filled("legal_accepted").map(|_| Lenient(values.is_checked("legal_accepted"))),
        ..SignUpFields::default()
    }
}
