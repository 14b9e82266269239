use super::*;
use crate::wire::SignUpId;
use serde_json::json;

const OPEN: Circumstances = Circumstances { is_open: true, is_editing: false, has_ticket: false };
const CLOSED: Circumstances = Circumstances { is_open: false, ..OPEN };
const EDITING: Circumstances = Circumstances { is_editing: true, ..OPEN };

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
    assert_eq!(screen(None, OPEN), Screen::Start);
    assert_eq!(screen(None, CLOSED), Screen::Restricted);
}

#[test]
fn missing_fields_come_before_the_code() {
    let attempt = attempt("missing_requirements", &["username"], &["email_address"]);
    assert_eq!(screen(Some(&attempt), OPEN), Screen::Continue);
}

#[test]
fn an_unverified_address_asks_for_the_code_and_can_be_edited() {
    let attempt = attempt("missing_requirements", &[], &["email_address"]);
    assert_eq!(screen(Some(&attempt), OPEN), Screen::EmailCode);
    assert_eq!(screen(Some(&attempt), EDITING), Screen::Start);
}

#[test]
fn an_attempt_without_anything_given_starts() {
    let mut blank = attempt("missing_requirements", &["email_address", "password"], &[]);
    blank.email_address = None;
    blank.has_password = false;
    assert_eq!(screen(Some(&blank), OPEN), Screen::Start);
}

#[test]
fn complete_leaves_and_abandoned_starts_again() {
    assert_eq!(screen(Some(&attempt("complete", &[], &[])), OPEN), Screen::Done);
    assert_eq!(screen(Some(&attempt("abandoned", &[], &["email_address"])), OPEN), Screen::Start);
}

#[test]
fn a_ticket_comes_before_everything_else() {
    for at in [OPEN, CLOSED, EDITING] {
        let at = Circumstances { has_ticket: true, ..at };
        assert_eq!(screen(None, at), Screen::Ticket);
        assert_eq!(screen(Some(&attempt("missing_requirements", &["password"], &[])), at), Screen::Ticket);
    }
}

#[test]
fn who_is_invited_passes_a_closed_sign_up_and_starts_with_the_address_filled_in() {
    let mut invited = attempt("missing_requirements", &["password"], &[]);
    let proof = json!({"status": "verified", "strategy": "ticket", "attempts": null, "expire_at": null});
    invited.verifications.email_address = Some(serde_json::from_value(proof).expect("a verification"));
    assert_eq!(screen(Some(&invited), CLOSED), Screen::Start);
    assert_eq!(screen(Some(&invited), OPEN), Screen::Start);
    assert_eq!(screen(Some(&attempt("missing_requirements", &["password"], &[])), CLOSED), Screen::Restricted);
}
