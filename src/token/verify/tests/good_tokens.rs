//! Tokens that pass, and what they say.

use super::*;
use crate::token::verify::{CachedVerifier, KeyError, TokenError};

#[test]
fn good_token_passes_with_its_claims() {
    let verified = verifier().verify(&good(), NOW).unwrap();
    let claims = verified.claims();
    assert_eq!((claims.sub.as_str(), claims.sid.as_str()), ("user_1", "sess_1"));
    assert_eq!(claims.fva, Some([1, -1]));
    assert!(!claims.is_pending());
}

#[test]
fn pending_session_passes_and_says_so() {
    let token = sign(HEADER, &claims_with("sts", json!("pending")));
    assert!(verifier().verify(&token, NOW).unwrap().claims().is_pending());
}

#[test]
fn custom_claim_is_read_on_demand() {
    let token = sign(HEADER, &claims_with("plan", json!({"seats": 5})));
    let verified = verifier().verify(&token, NOW).unwrap();
    assert_eq!(verified.claim::<Value>("plan"), Some(json!({"seats": 5})));
    assert_eq!(verified.claim::<String>("absent"), None);
}

#[test]
fn header_without_type_and_tag_passes() {
    let token = sign(r#"{"alg":"RS256","kid":"ins_1"}"#, &claims().to_string());
    assert!(verifier().verify(&token, NOW).is_ok());
}

#[test]
fn organization_claim_is_read() {
    let token = sign(HEADER, &claims_with("o", json!({"id": "org_1", "slg": "acme", "rol": "admin"})));
    let verified = verifier().verify(&token, NOW).unwrap();
    let organization = verified.claims().o.clone().unwrap();
    assert_eq!((organization.id.as_str(), organization.rol.as_deref()), ("org_1", Some("admin")));
}

#[test]
fn leeway_is_five_seconds_and_no_more() {
    let (verifier, token) = (verifier(), good());
    assert!(verifier.verify(&token, NOW + 64).is_ok());
    assert_eq!(verifier.verify(&token, NOW + 65).unwrap_err(), TokenError::Expired);
    assert!(verifier.verify(&token, NOW - 5).is_ok());
    assert_eq!(verifier.verify(&token, NOW - 6).unwrap_err(), TokenError::NotYetValid);
}

#[test]
fn without_authorized_parties_no_page_is_asked_for() {
    let keys = KeySet::from_jwks(&Jwks { keys: vec![jwk("ins_1", &OURS)] }).unwrap();
    let verifier = Verifier::new(keys, Policy::default());
    let token = sign(HEADER, &claims_with("azp", Value::Null));
    assert!(verifier.verify(&token, NOW).is_ok());
}

#[test]
fn cached_token_is_still_refused_after_its_end() {
    let (cached, token) = (CachedVerifier::new(verifier()), good());
    assert!(cached.verify(&token, NOW).is_ok());
    assert!(cached.verify(&token, NOW + 64).is_ok());
    assert_eq!(cached.verify(&token, NOW + 65).unwrap_err(), TokenError::Expired);
    assert_eq!(cached.verify(&token, NOW - 6).unwrap_err(), TokenError::NotYetValid);
}

#[test]
fn cache_does_not_take_a_token_with_the_same_ending() {
    let (cached, token) = (CachedVerifier::new(verifier()), good());
    assert!(cached.verify(&token, NOW).is_ok());
    let (_, signature) = token.rsplit_once('.').unwrap();
    let forged = format!("{}.{}.{signature}", encode(HEADER), encode(claims_with("sub", json!("user_2"))));
    assert_eq!(cached.verify(&forged, NOW).unwrap_err(), TokenError::Signature);
    assert_eq!(cached.verify(&forged, NOW).unwrap_err(), TokenError::Signature);
}

#[test]
fn known_header_does_not_let_a_foreign_signature_pass() {
    let verifier = verifier();
    assert!(verifier.verify(&good(), NOW).is_ok());
    let foreign = sign_as(&THEIRS, &RSA_PKCS1_SHA256, HEADER, &claims().to_string());
    assert_eq!(verifier.verify(&foreign, NOW).unwrap_err(), TokenError::Signature);
}

#[test]
fn each_of_several_keys_verifies_its_own_tokens() {
    let keys = Jwks { keys: vec![jwk("old", &THEIRS), jwk("ins_1", &OURS)] };
    let verifier = Verifier::new(KeySet::from_jwks(&keys).unwrap(), policy());
    let old = sign_as(&THEIRS, &RSA_PKCS1_SHA256, r#"{"alg":"RS256","kid":"old"}"#, &claims().to_string());
    assert!(verifier.verify(&old, NOW).is_ok());
    assert!(verifier.verify(&good(), NOW).is_ok());
}

#[test]
fn debug_output_and_errors_do_not_show_the_token() {
    let token = good();
    let shown = format!("{:?}", verifier().verify(&token, NOW).unwrap());
    assert!(!shown.contains(token.rsplit('.').next().unwrap()));
    assert!(shown.contains("user_1"));
}

#[test]
fn key_set_refuses_what_is_damaged_double_short_or_empty() {
    let set = |keys: Vec<Jwk>| KeySet::from_jwks(&Jwks { keys }).err();
    let ours = jwk("ins_1", &OURS);
    assert_eq!(set(vec![]), Some(KeyError::Empty));
    assert_eq!(set(vec![ours.clone(), ours.clone()]), Some(KeyError::Duplicate("ins_1".into())));
    let short = Jwk { n: encode([0xF1; 128]), ..ours.clone() };
    assert_eq!(set(vec![short]), Some(KeyError::Rejected("ins_1".into())));
    let damaged = Jwk { n: format!("{}=", ours.n), ..ours.clone() };
    assert_eq!(set(vec![damaged]), Some(KeyError::Rejected("ins_1".into())));
    let encryption = Jwk { usage: Some("enc".into()), ..ours.clone() };
    assert_eq!(set(vec![encryption]), Some(KeyError::Empty));
    let other = Jwk { alg: Some("HS256".into()), ..ours };
    assert_eq!(set(vec![other]), Some(KeyError::Empty));
}
