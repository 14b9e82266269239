//! The scheme, by a published vector and by what must not pass.

use super::*;
use aws_lc_rs::{
    hmac,
    signature::{Ed25519KeyPair, KeyPair},
};
use base64::{Engine, prelude::BASE64_STANDARD};

const SECRET: &str = "whsec_AAECAwQFBgcICQoLDA0ODxAREhMUFRYX";
const ID: &str = "msg_test1";
const AT: i64 = 1_700_000_000;
const BODY: &str = r#"{"data":{"id":"user_1","object":"user","deleted":true},"object":"event","type":"user.deleted","timestamp":1700000000000,"instance_id":"ins_1"}"#;
const SIGNATURE: &str = "v1,589kvfGbfZKnh+VEjHbv92zzShcqkkPXqaHntVkOhkg=";
const OWN: &str = r#"{"data":{"id":"user_1","object":"user","deleted":true},"object":"event","type":"user.deleted","timestamp":1700000000000,"instance_id":"ins_1","event_attributes":{"http_request":{"client_ip":"","user_agent":""}},"id":"evt_1","sequence":7,"resource_id":"user_1","version":3}"#;

fn verify(
    secret: &str,
    [id, at, signature]: [&str; 3],
    body: &str,
    now: i64,
) -> Result<crate::wire::backend::Event, WebhookError> {
    let header = |name: &str| match name {
        "svix-id" => Some(id.to_owned()),
        "svix-timestamp" => Some(at.to_owned()),
        "svix-signature" => Some(signature.to_owned()),
        _ => None,
    };
    Receiver::new([secret])?.verify(header, body.as_bytes(), now)
}

fn sign(id: &str, at: i64, body: &str) -> String {
    let key: Vec<u8> = (0..24).collect();
    let tag = hmac::sign(&hmac::Key::new(hmac::HMAC_SHA256, &key), format!("{id}.{at}.{body}").as_bytes());
    format!("v1,{}", BASE64_STANDARD.encode(tag))
}

#[test]
fn the_published_vector_is_signed_the_same() {
    assert_eq!(sign(ID, AT, BODY), SIGNATURE);
}

#[test]
fn an_event_is_read_where_one_signature_of_several_is_right() {
    let good = sign(ID, AT, OWN);
    for signatures in [good.clone(), format!("v1,AAAA {good}"), format!("v1a,AAAA {good} v2,x")] {
        let event =
            verify(SECRET, [ID, &AT.to_string(), &signatures], OWN, AT + TOLERANCE_SECONDS).expect("it is right");
        assert_eq!((event.kind.as_str(), event.version, event.sequence), ("user.deleted", 3, 7));
        assert_eq!(event.event_type(), Some(crate::wire::EventType::UserDeleted));
    }
}

#[test]
fn a_key_pair_signs_as_well() {
    let pair = Ed25519KeyPair::from_seed_unchecked(&[7; 32]).expect("a seed");
    let public = format!("whpk_{}", BASE64_STANDARD.encode(pair.public_key()));
    let signature = pair.sign(format!("{ID}.{AT}.{OWN}").as_bytes());
    let signature = format!("v1a,{}", BASE64_STANDARD.encode(signature));
    assert!(verify(&public, [ID, &AT.to_string(), &signature], OWN, AT).is_ok());
    let as_shared = signature.replace("v1a,", "v1,");
    assert_eq!(verify(&public, [ID, &AT.to_string(), &as_shared], OWN, AT).err(), Some(WebhookError::Signature));
}

#[test]
fn nothing_else_passes() {
    let at = AT.to_string();
    let good = sign(ID, AT, OWN);
    let other = "whsec_ZGVmZ2hpamtsbW5vcHFyc3R1dnd4eXoh";
    fn refused(secret: &str, headers: [&str; 3], body: &str, now: i64) -> Option<WebhookError> {
        verify(secret, headers, body, now).err()
    }
    let (unknown, many) = (good.replace("v1,", "v2,"), "v1,AAAA ".repeat(40));
    for (secret, headers, body, now, error) in [
        (other, [ID, &at, &good], OWN, AT, WebhookError::Signature),
        (SECRET, ["msg_test2", &at, &good], OWN, AT, WebhookError::Signature),
        (SECRET, [ID, "1700000001", &good], OWN, AT, WebhookError::Signature),
        (SECRET, [ID, &at, &good], BODY, AT, WebhookError::Signature),
        (SECRET, [ID, &at, &unknown], OWN, AT, WebhookError::Signature),
        (SECRET, [ID, &at, &good[3..]], OWN, AT, WebhookError::Signature),
        (SECRET, [ID, &at, ""], OWN, AT, WebhookError::Signature),
        (SECRET, [ID, &at, "v1,"], OWN, AT, WebhookError::Signature),
        (SECRET, [ID, &at, &good], OWN, AT + TOLERANCE_SECONDS + 1, WebhookError::Timestamp),
        (SECRET, [ID, &at, &good], OWN, AT - TOLERANCE_SECONDS - 1, WebhookError::Timestamp),
        (SECRET, ["", &at, &good], OWN, AT, WebhookError::Headers),
        (SECRET, ["msg.1", &at, &good], OWN, AT, WebhookError::Headers),
        (SECRET, [ID, "+1700000000", &good], OWN, AT, WebhookError::Headers),
        (SECRET, [ID, "99999999999999999999", &good], OWN, AT, WebhookError::Headers),
        (SECRET, [ID, "", &good], OWN, AT, WebhookError::Headers),
        (SECRET, [ID, &at, &many], OWN, AT, WebhookError::Headers),
    ] {
        assert_eq!(refused(secret, headers, body, now), Some(error), "{headers:?}");
    }
    let every_bit = BASE64_STANDARD.decode(&good[3..]).expect("base64");
    for place in 0..every_bit.len() {
        let mut wrong = every_bit.clone();
        wrong[place] ^= 1;
        let wrong = format!("v1,{}", BASE64_STANDARD.encode(wrong));
        assert_eq!(refused(SECRET, [ID, &at, &wrong], OWN, AT), Some(WebhookError::Signature), "{place}");
    }
    for secret in ["", "whsec_", "whsec_AAAA", "whsec_!!", "whpk_AAAA"] {
        assert_eq!(refused(secret, [ID, &at, &good], OWN, AT), Some(WebhookError::Secret(SecretError)), "{secret}");
    }
    assert!(Receiver::new([]).expect("no secret").verify(|_| Some("v1,"), b"", 0).is_err());
}
