//! What a user signs in with: addresses and numbers.

use super::detail::Subject;
use crate::dashboard::{Call, CallForm, Submit, call_error, typed};
use leptos::prelude::*;
use onehop::{
    components::parts::{Badge, ButtonVariant, Checkbox, Field, Tone},
    endpoints::backend::{
        CreateUserEmailAddress, CreateUserPhoneNumber, DeleteUserEmailAddress, DeleteUserPhoneNumber,
        UpdateUserEmailAddress, UpdateUserPhoneNumber,
    },
    wire::{
        IdentificationId, UserId, VerificationStatus,
        backend::{User, Verification},
    },
};

/// One of them, as the list shows it.
#[derive(Clone)]
struct Item {
    id: IdentificationId,
    text: String,
    is_verified: bool,
    is_primary: bool,
    kind: Kind,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Email,
    Phone,
}

fn is_verified(verification: Option<&Verification>) -> bool {
    verification.is_some_and(|it| it.status == VerificationStatus::Verified)
}

fn items(user: &User) -> (Vec<Item>, Vec<Item>) {
    let emails = user.email_addresses.iter().map(|email| Item {
        id: email.id.clone(),
        text: email.email_address.clone(),
        is_verified: is_verified(email.verification.as_ref()),
        is_primary: user.primary_email_address_id.as_ref() == Some(&email.id),
        kind: Kind::Email,
    });
    let phones = user.phone_numbers.iter().map(|phone| Item {
        id: phone.id.clone(),
        text: phone.phone_number.clone(),
        is_verified: is_verified(phone.verification.as_ref()),
        is_primary: user.primary_phone_number_id.as_ref() == Some(&phone.id),
        kind: Kind::Phone,
    });
    (emails.collect(), phones.collect())
}

/// Both lists, each with a form for one more.
#[component]
pub(super) fn Identifiers(subject: Subject) -> impl IntoView {
    let Subject { user, again } = subject;
    let (emails, phones) = items(&user);
    let list = move |items: Vec<Item>, none: &'static str| {
        if items.is_empty() {
            return view! { <p class="db-note">{none}</p> }.into_any();
        }
        let items: Vec<_> = items.into_iter().map(|item| view! { <Line item again /> }).collect();
        view! { <ul class="db-lines">{items}</ul> }.into_any()
    };
    view! {
        <section class="db-card" aria-labelledby="user-emails">
            <header class="db-card-head"><h2 class="db-card-title" id="user-emails">"Email addresses"</h2></header>
            <div class="db-card-body">
                {list(emails, "This user has no email address.")}
                <Add user_id=user.id.clone() kind=Kind::Email again />
            </div>
        </section>
        <section class="db-card" aria-labelledby="user-phones">
            <header class="db-card-head"><h2 class="db-card-title" id="user-phones">"Phone numbers"</h2></header>
            <div class="db-card-body">
                {list(phones, "This user has no phone number.")}
                <Add user_id=user.id kind=Kind::Phone again />
            </div>
        </section>
    }
    .into_any()
}

#[component]
fn Line(item: Item, again: Callback<String>) -> impl IntoView {
    let Item { id, text, is_verified, is_primary, kind } = item;
    let call = |name: &str, said: &str| match kind {
        Kind::Email => Call::of::<UpdateUserEmailAddress>(format!("{name}.{id}"), &id).said(said),
        Kind::Phone => Call::of::<UpdateUserPhoneNumber>(format!("{name}.{id}"), &id).said(said),
    };
    let (verify, main) = (call("verify", "It counts as verified."), call("main", "It is the primary one now."));
    let remove = match kind {
        Kind::Email => Call::of::<DeleteUserEmailAddress>(format!("remove.{id}"), &id),
        Kind::Phone => Call::of::<DeleteUserPhoneNumber>(format!("remove.{id}"), &id),
    };
    let remove = remove.said("It was removed.");
    let [verify_label, main_label, remove_label] =
        ["Mark as verified", "Make primary", "Remove"].map(|verb| format!("{verb}: {text}"));
    view! {
        <li class="db-line">
            <span class="db-line-text">
                <bdi class="db-line-name">{text}</bdi>
                {is_primary.then(|| view! { <Badge>"Primary"</Badge> })}
                {if is_verified {
                    view! { <Badge tone=Tone::Success>"Verified"</Badge> }
                } else {
                    view! { <Badge tone=Tone::Warning>"Unverified"</Badge> }
                }}
            </span>
            <span class="db-line-actions">
                {(!is_verified).then(|| view! {
                    <CallForm call=verify on_done=again inline=true>
                        <input type="hidden" name="verified:bool" value="true" />
                        <Submit variant=ButtonVariant::Ghost label=verify_label>"Mark as verified"</Submit>
                    </CallForm>
                })}
                {(is_verified && !is_primary).then(|| view! {
                    <CallForm call=main on_done=again inline=true>
                        <input type="hidden" name="primary:bool" value="true" />
                        <Submit variant=ButtonVariant::Ghost label=main_label>"Make primary"</Submit>
                    </CallForm>
                })}
                <CallForm call=remove on_done=again inline=true>
                    <Submit variant=ButtonVariant::Ghost label=remove_label>"Remove"</Submit>
                </CallForm>
            </span>
        </li>
    }
    .into_any()
}

#[component]
fn Add(user_id: UserId, kind: Kind, again: Callback<String>) -> impl IntoView {
    let (call, open) = match kind {
        Kind::Email => (Call::of::<CreateUserEmailAddress>("email.add", &()), "Add email address"),
        Kind::Phone => (Call::of::<CreateUserPhoneNumber>("phone.add", &()), "Add phone number"),
    };
    view! {
        <details class="db-add">
            <summary class="db-add-open">{open}</summary>
            <CallForm call=call.said("It was added.") on_done=again>
                <input type="hidden" name="user_id" value=user_id.to_string() />
                {match kind {
                    Kind::Email => view! {
                        <Field id="add-email" name="email_address" type_="email" label="Email address" value=typed("email_address") autocomplete="off" required=true error=call_error("email_address") />
                        <Checkbox id="add-email-verified" name="verified:bool" checked=true>"Counts as verified"</Checkbox>
                    }.into_any(),
                    Kind::Phone => view! {
                        <Field id="add-phone" name="phone_number" type_="tel" label="Phone number" value=typed("phone_number") autocomplete="off" required=true hint="With the country's code, such as +14155552671." error=call_error("phone_number") />
                        <Checkbox id="add-phone-verified" name="verified:bool" checked=true>"Counts as verified"</Checkbox>
                    }.into_any(),
                }}
                <p class="db-actions"><Submit variant=ButtonVariant::Secondary>"Add"</Submit></p>
            </CallForm>
        </details>
    }
    .into_any()
}
