//! Tokens that must pass, and a table of tokens that must not.

mod bad_tokens;
mod good_tokens;
mod vectors;

use super::{KeySet, Policy, Verifier};
use crate::token::{Jwk, Jwks};
use aws_lc_rs::{
    rand::SystemRandom,
    rsa::{KeyPair, KeySize},
    signature::{KeyPair as _, RSA_PKCS1_SHA256, RsaEncoding},
};
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use serde_json::{Value, json};
use std::sync::LazyLock;

const NOW: i64 = 1_800_000_000;
const HEADER: &str = r#"{"alg":"RS256","cat":"cl_B7d4PD111AAA","kid":"ins_1","typ":"JWT"}"#;

static OURS: LazyLock<KeyPair> = LazyLock::new(|| KeyPair::generate(KeySize::Rsa2048).expect("a new key"));
static THEIRS: LazyLock<KeyPair> = LazyLock::new(|| KeyPair::generate(KeySize::Rsa2048).expect("a new key"));

fn encode(bytes: impl AsRef<[u8]>) -> String {
    URL_SAFE_NO_PAD.encode(bytes)
}

fn sign_as(
    key: &KeyPair,
    encoding: &'static dyn RsaEncoding,
    header: &(impl AsRef<[u8]> + ?Sized),
    payload: &(impl AsRef<[u8]> + ?Sized),
) -> String {
    let signed = format!("{}.{}", encode(header), encode(payload));
    let mut signature = vec![0; key.public_modulus_len()];
    key.sign(encoding, &SystemRandom::new(), signed.as_bytes(), &mut signature).expect("a signature");
    format!("{signed}.{}", encode(signature))
}

fn sign(header: &(impl AsRef<[u8]> + ?Sized), payload: &(impl AsRef<[u8]> + ?Sized)) -> String {
    sign_as(&OURS, &RSA_PKCS1_SHA256, header, payload)
}

fn claims() -> Value {
    json!({
        "azp": "https://app.example.com", "exp": NOW + 60, "fva": [1, -1], "iat": NOW, "iss": "https://id.example.com",
        "nbf": NOW - 10, "sid": "sess_1", "sts": "active", "sub": "user_1", "v": 2
    })
}

/// Claims with one member replaced, or removed by `Value::Null`.
fn claims_with(name: &str, value: Value) -> String {
    let mut claims = claims();
    let members = claims.as_object_mut().expect("an object");
    if value.is_null() {
        members.remove(name);
    } else {
        members.insert(name.to_owned(), value);
    }
    claims.to_string()
}

fn good() -> String {
    sign(HEADER, &claims().to_string())
}

/// The 256 bytes between the fixed beginning and the fixed end of a 2048-bit key with exponent 65537 in DER.
fn modulus(key: &KeyPair) -> &[u8] {
    let der = key.public_key().as_ref();
    &der[der.len() - 5 - 256..der.len() - 5]
}

fn jwk(kid: &str, key: &KeyPair) -> Jwk {
    Jwk {
        kty: "RSA".into(),
        kid: kid.into(),
        n: encode(modulus(key)),
        e: "AQAB".into(),
        alg: Some("RS256".into()),
        usage: Some("sig".into()),
    }
}

fn policy() -> Policy {
    Policy {
        issuer: Some("https://id.example.com".into()),
        authorized_parties: vec!["https://app.example.com".into()],
        leeway_seconds: 5,
    }
}

fn verifier() -> Verifier {
    let keys = KeySet::from_jwks(&Jwks { keys: vec![jwk("ins_1", &OURS)] }).expect("a sound key");
    Verifier::new(keys, policy())
}
