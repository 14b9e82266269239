use super::*;
use crate::wire::{SignInId, VerificationStatus};

fn attempt(status: SignInStatus, factors: &[Strategy], sent: Option<Strategy>) -> SignIn {
    let factor = |strategy: &Strategy| Factor {
        strategy: *strategy,
        email_address_id: None,
        safe_identifier: None,
        primary: None,
    };
    SignIn {
        object: Default::default(),
        id: SignInId::from("sia_1"),
        status,
        supported_identifiers: Vec::new(),
        identifier: Some("ada".into()),
        user_data: None,
        supported_first_factors: Some(factors.iter().map(factor).collect()),
        supported_second_factors: None,
        first_factor_verification: Some(Verification { strategy: sent, ..Verification::unsent() }),
        second_factor_verification: None,
        created_session_id: None,
        abandon_at: None,
    }
}

const ALL: &[Strategy] = &[Strategy::Password, Strategy::EmailCode, Strategy::ResetPasswordEmailCode];

fn picked(method: Method) -> Circumstances {
    Circumstances { method: Some(method), ..Circumstances::default() }
}

#[test]
fn without_an_attempt_it_starts() {
    assert_eq!(screen(None, Circumstances::default()), Screen::Start);
}

#[test]
fn signed_in_people_choose_among_their_accounts_unless_they_add_one() {
    let signed_in = Circumstances { is_signed_in: true, ..Circumstances::default() };
    assert_eq!(screen(None, signed_in), Screen::Switcher);
    assert_eq!(screen(None, Circumstances { is_adding: true, ..signed_in }), Screen::Start);
    assert_eq!(screen(None, Circumstances { is_single_session: true, ..signed_in }), Screen::Done);
}

#[test]
fn a_ticket_comes_before_everything_else() {
    let with_ticket =
        Circumstances { has_ticket: true, is_signed_in: true, is_single_session: true, ..picked(Method::Reset) };
    assert_eq!(screen(None, with_ticket), Screen::Ticket);
    for status in [SignInStatus::NeedsIdentifier, SignInStatus::NeedsFirstFactor, SignInStatus::NeedsSecondFactor] {
        assert_eq!(screen(Some(&attempt(status, ALL, None)), with_ticket), Screen::Ticket);
    }
}

#[test]
fn the_instance_decides_which_factor_comes_first() {
    let attempt = attempt(SignInStatus::NeedsFirstFactor, ALL, None);
    assert_eq!(screen(Some(&attempt), Circumstances::default()), Screen::Password);
    let prefers_code = Circumstances { prefers_code: true, ..Circumstances::default() };
    assert_eq!(screen(Some(&attempt), prefers_code), Screen::EmailCode);
}

#[test]
fn a_code_on_its_way_is_asked_for() {
    let code = attempt(SignInStatus::NeedsFirstFactor, ALL, Some(Strategy::EmailCode));
    assert_eq!(screen(Some(&code), Circumstances::default()), Screen::EmailCode);
    let reset = attempt(SignInStatus::NeedsFirstFactor, ALL, Some(Strategy::ResetPasswordEmailCode));
    assert_eq!(screen(Some(&reset), Circumstances::default()), Screen::ResetCode);
    assert_eq!(screen(Some(&reset), picked(Method::Reset)), Screen::ResetCode);
}

#[test]
fn what_the_person_picks_wins_where_the_account_has_it() {
    let all = attempt(SignInStatus::NeedsFirstFactor, ALL, Some(Strategy::EmailCode));
    assert_eq!(screen(Some(&all), picked(Method::Password)), Screen::Password);
    assert_eq!(screen(Some(&all), picked(Method::Alternatives)), Screen::Alternatives);
    assert_eq!(screen(Some(&all), picked(Method::Reset)), Screen::Forgot);
    let code_only = attempt(SignInStatus::NeedsFirstFactor, &[Strategy::EmailCode], None);
    assert_eq!(screen(Some(&code_only), picked(Method::Password)), Screen::EmailCode);
}

#[test]
fn an_account_without_a_usable_factor_is_told_so() {
    let none = attempt(SignInStatus::NeedsFirstFactor, &[], None);
    assert_eq!(screen(Some(&none), Circumstances::default()), Screen::NoFactor);
}

#[test]
fn a_used_up_code_is_no_longer_asked_for() {
    let mut failed = attempt(SignInStatus::NeedsFirstFactor, ALL, Some(Strategy::ResetPasswordEmailCode));
    if let Some(verification) = &mut failed.first_factor_verification {
        verification.status = Some(VerificationStatus::Failed);
    }
    assert_eq!(screen(Some(&failed), picked(Method::Reset)), Screen::Forgot);
}

#[test]
fn after_the_reset_code_comes_the_new_password() {
    let attempt = attempt(SignInStatus::NeedsNewPassword, ALL, None);
    assert_eq!(screen(Some(&attempt), picked(Method::Reset)), Screen::NewPassword);
}

#[test]
fn the_authenticator_app_comes_before_backup_codes() {
    let with = |strategies: &[Strategy]| {
        let supported = attempt(SignInStatus::NeedsSecondFactor, strategies, None).supported_first_factors;
        let attempt = attempt(SignInStatus::NeedsSecondFactor, ALL, None);
        SignIn { supported_second_factors: supported, ..attempt }
    };
    let both = with(&[Strategy::Totp, Strategy::BackupCode]);
    assert_eq!(screen(Some(&both), Circumstances::default()), Screen::Totp);
    assert_eq!(screen(Some(&both), picked(Method::BackupCode)), Screen::BackupCode);
    assert_eq!(screen(Some(&both), picked(Method::Password)), Screen::Totp, "the first factor is done");
    assert_eq!(screen(Some(&with(&[Strategy::BackupCode])), Circumstances::default()), Screen::BackupCode);
    assert_eq!(screen(Some(&with(&[Strategy::Totp])), picked(Method::BackupCode)), Screen::Totp);
    assert_eq!(screen(Some(&with(&[])), Circumstances::default()), Screen::NoFactor);
}
