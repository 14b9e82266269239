use super::*;
use crate::wire::SignUpId;
use serde_json::json;

fn attempt(status: &str, missing: &[&str], unverified: &[&str]) -> SignUp {
    let attempt = json!({
        "object": "sign_up", "id": SignUpId::from("sua_1"), "status": status,
        "required_fields": ["email_address", "password"], "optional_fields": [],
        "missing_fields": missing, "unverified_fields": unverified,
        "email_address": "ada@example.com", "has_password": true, "unsafe_metadata": {},
        "verifications": {"email_address": null, "phone_number": null, "web3_wallet": null, "external_account": null},
    });
    serde_json::from_value(attempt).expect("a sign-up of the contract")
}

#[test]
fn without_an_attempt_it_starts_unless_sign_up_is_closed() {
    assert_eq!(screen(None, true, false), Screen::Start);
    assert_eq!(screen(None, false, false), Screen::Restricted);
}

#[test]
fn missing_fields_come_before_the_code() {
    let attempt = attempt("missing_requirements", &["username"], &["email_address"]);
    assert_eq!(screen(Some(&attempt), true, false), Screen::Continue);
}

#[test]
fn an_unverified_address_asks_for_the_code_and_can_be_edited() {
    let attempt = attempt("missing_requirements", &[], &["email_address"]);
    assert_eq!(screen(Some(&attempt), true, false), Screen::EmailCode);
    assert_eq!(screen(Some(&attempt), true, true), Screen::Start);
}

#[test]
fn an_attempt_without_anything_given_starts() {
    let mut blank = attempt("missing_requirements", &["email_address", "password"], &[]);
    blank.email_address = None;
    blank.has_password = false;
    assert_eq!(screen(Some(&blank), true, false), Screen::Start);
}

#[test]
fn complete_leaves_and_abandoned_starts_again() {
    assert_eq!(screen(Some(&attempt("complete", &[], &[])), true, false), Screen::Done);
    assert_eq!(screen(Some(&attempt("abandoned", &[], &["email_address"])), true, false), Screen::Start);
}
