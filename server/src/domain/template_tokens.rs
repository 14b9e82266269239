//! What a token from a template says: the template's claims with their shortcodes replaced, and around them what we say
//! of every token ourselves.

use super::templates;
use crate::{
    clock::{Millis, SECOND},
    random,
    state::App,
};
use onehop::wire::{
    VerificationStatus,
    backend::{User, Verification},
};
use serde_json::{Map, Value, json};

/// Objects among the facts whose members nobody knows beforehand.
pub const OPEN: [&str; 4] = ["user.public_metadata", "user.unsafe_metadata", "user.organizations", "session.actor"];

/// What a template says of its tokens.
pub struct Terms<'a> {
    /// The claims with their shortcodes.
    pub claims: &'a Map<String, Value>,
    /// Seconds.
    pub lifetime: i64,
    /// Seconds.
    pub allowed_clock_skew: i64,
}

/// What a token says that is minted now. Our own claims win over a template's.
pub fn payload(app: &App, terms: &Terms<'_>, facts: &Value, now: Millis) -> Map<String, Value> {
    let mut claims = templates::render(terms.claims, facts);
    let iat = now.div_euclid(SECOND);
    for (name, value) in [
        ("exp", json!(iat + terms.lifetime)),
        ("iat", json!(iat)),
        ("iss", json!(app.instance.issuer)),
        ("jti", json!(random::id(&*app.random, now, "jti_"))),
        ("nbf", json!(iat - terms.allowed_clock_skew)),
        ("sub", facts["user"]["id"].clone()),
    ] {
        claims.insert(name.to_owned(), value);
    }
    claims
}

/// All that shortcodes can reach. What is private is not among it.
pub fn facts(user: &User, actor: Option<Value>) -> Value {
    let email = user.email_addresses.iter().find(|email| Some(&email.id) == user.primary_email_address_id.as_ref());
    let phone = user.phone_numbers.iter().find(|phone| Some(&phone.id) == user.primary_phone_number_id.as_ref());
    let wallet = user.web3_wallets.iter().find(|wallet| Some(&wallet.id) == user.primary_web3_wallet_id.as_ref());
    let names: Vec<&str> = [&user.first_name, &user.last_name].into_iter().flatten().map(String::as_str).collect();
    let seconds = |time: Millis| time.div_euclid(SECOND);
    json!({
        "user": {
            "id": user.id,
            "external_id": user.external_id,
            "first_name": user.first_name,
            "last_name": user.last_name,
            "full_name": Some(names.join(" ")).filter(|name| !name.is_empty()),
            "username": user.username,
            "primary_email_address": email.map(|email| &email.email_address),
            "primary_phone_number": phone.map(|phone| &phone.phone_number),
            "primary_web3_wallet": wallet.map(|wallet| &wallet.web3_wallet),
            "email_verified": is_verified(email.and_then(|email| email.verification.as_ref())),
            "phone_number_verified": is_verified(phone.and_then(|phone| phone.verification.as_ref())),
            "image_url": user.image_url,
            "profile_image_url": user.image_url,
            "has_image": user.has_image,
            "two_factor_enabled": user.two_factor_enabled,
            "created_at": seconds(user.created_at),
            "updated_at": seconds(user.updated_at),
            "last_sign_in_at": user.last_sign_in_at.map(seconds),
            "public_metadata": user.public_metadata,
            "unsafe_metadata": user.unsafe_metadata,
            "organizations": {},
        },
        "session": { "actor": actor },
    })
}

fn is_verified(verification: Option<&Verification>) -> bool {
    verification.is_some_and(|verification| verification.status == VerificationStatus::Verified)
}
