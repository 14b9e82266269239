//! What must hold for every input; whoever includes this file has the parts of the server beside it.

use super::{address, body, cookie, identifiers, picture};
use aws_lc_rs::{
    rand::SystemRandom,
    rsa::{KeyPair, KeySize},
    signature::{KeyPair as _, RSA_PKCS1_SHA256},
};
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use http::{HeaderMap, HeaderValue, header};
use onehop::{
    endpoints::frontend::{AttemptFactor, ResetPasswordBody},
    token::{Jwk, Jwks, KeySet, Policy, Verifier, peek_exp},
};
use serde::de::DeserializeOwned;
use serde_json::{Value, json};
use std::{
    pin::pin,
    sync::LazyLock,
    task::{Context, Poll, Waker},
};

const NOW: i64 = 1_800_000_000;
const ISSUER: &str = "https://id.example.com";
const PARTY: &str = "https://app.example.com";

struct Keys {
    key: KeyPair,
    verifier: Verifier,
    good: String,
}

static KEYS: LazyLock<Keys> = LazyLock::new(|| {
    let key = KeyPair::generate(KeySize::Rsa2048).expect("a key");
    let der = key.public_key().as_ref();
    // The modulus stands between the fixed beginning and the fixed end of a key with exponent 65537.
    let modulus = URL_SAFE_NO_PAD.encode(&der[der.len() - 261..der.len() - 5]);
    let (kty, kid, e) = ("RSA".to_owned(), "ins_1".to_owned(), "AQAB".to_owned());
    let jwk = Jwk { kty, kid, n: modulus, e, alg: Some("RS256".into()), usage: Some("sig".into()) };
    let policy = Policy { issuer: Some(ISSUER.into()), authorized_parties: vec![PARTY.into()], ..Policy::default() };
    let verifier = Verifier::new(KeySet::from_jwks(&Jwks { keys: vec![jwk] }).expect("a key set"), policy);
    let good = sign(&key, HEADER.as_bytes(), payload().to_string().as_bytes());
    Keys { key, verifier, good }
});

const HEADER: &str = r#"{"alg":"RS256","cat":"cl_B7d4PD111AAA","kid":"ins_1","typ":"JWT"}"#;

fn payload() -> Value {
    json!({
        "azp": PARTY, "exp": NOW + 60, "fva": [1, -1], "iat": NOW, "iss": ISSUER, "nbf": NOW - 10, "sid": "sess_1",
        "sts": "active", "sub": "user_1", "v": 2
    })
}

fn sign(key: &KeyPair, header: &[u8], payload: &[u8]) -> String {
    let signed = format!("{}.{}", URL_SAFE_NO_PAD.encode(header), URL_SAFE_NO_PAD.encode(payload));
    let mut signature = vec![0; key.public_modulus_len()];
    key.sign(&RSA_PKCS1_SHA256, &SystemRandom::new(), signed.as_bytes(), &mut signature).expect("a signature");
    format!("{signed}.{}", URL_SAFE_NO_PAD.encode(signature))
}

/// The first byte says what the rest is: a token, the payload of one that is signed, its header, or changes to a good one.
pub fn token(data: &[u8]) {
    let Some((kind, rest)) = data.split_first() else { return };
    let keys = &*KEYS;
    match kind % 4 {
        0 => {
            let text = String::from_utf8_lossy(rest);
            peek_exp(&text);
            assert!(keys.verifier.verify(&text, NOW).is_err(), "accepted without a signature: {text}");
        }
        1 => {
            let token = sign(&keys.key, HEADER.as_bytes(), rest);
            if let Ok(verified) = keys.verifier.verify(&token, NOW) {
                assert_eq!(peek_exp(&token), Some(verified.claims().exp));
                let said: Value = serde_json::from_slice(rest).expect("claims are JSON");
                assert!(said["exp"].as_i64().is_some_and(|exp| exp > NOW - 5), "{said}");
                assert!(said["nbf"].as_i64().is_some_and(|nbf| nbf <= NOW + 5), "{said}");
                assert!(said["iat"].as_i64().is_some_and(|iat| iat <= NOW + 5), "{said}");
                assert!(said["iss"] == ISSUER && said["azp"] == PARTY && said["v"] == 2, "{said}");
                let is_named = |name: &str| said[name].as_str().is_some_and(|text| !text.is_empty());
                assert!(is_named("sub") && is_named("sid"), "{said}");
            }
        }
        2 => {
            let token = sign(&keys.key, rest, payload().to_string().as_bytes());
            if keys.verifier.verify(&token, NOW).is_ok() {
                let said: Value = serde_json::from_slice(rest).expect("a header is JSON");
                assert!(said["alg"] == "RS256" && said["kid"] == "ins_1", "{said}");
                assert!(said.get("crit").is_none(), "{said}");
                assert!(said.get("typ").is_none_or(|typ| typ.is_null() || typ == "JWT"), "{said}");
                assert!(said.get("cat").is_none_or(|cat| cat.is_null() || cat == "cl_B7d4PD111AAA"), "{said}");
            }
        }
        _ => {
            assert!(keys.verifier.verify(&keys.good, NOW).is_ok(), "the good one");
            let mut bytes = keys.good.clone().into_bytes();
            for change in rest.chunks_exact(3) {
                let place = usize::from(u16::from_le_bytes([change[0], change[1]])) % (bytes.len() + 1);
                match change[2] {
                    byte @ 0x20..=0x7e if place < bytes.len() => bytes[place] = byte,
                    byte @ 0x80.. => bytes.insert(place, byte & 0x7f),
                    _ => bytes.truncate(place),
                }
            }
            let changed = String::from_utf8_lossy(&bytes);
            peek_exp(&changed);
            assert_eq!(keys.verifier.verify(&changed, NOW).is_ok(), changed == keys.good, "{changed}");
        }
    }
}

/// Each line is a `Cookie` header.
pub fn cookie(data: &[u8]) {
    const NAME: &str = "__client";
    const MAX: usize = 128;
    let mut headers = HeaderMap::new();
    for line in data.split(|byte| *byte == b'\n') {
        if let Ok(line) = HeaderValue::from_bytes(line) {
            headers.append(header::COOKIE, line);
        }
    }
    let Some(value) = cookie::value(&headers, NAME, MAX) else { return };
    assert!(!value.is_empty() && value.len() <= MAX && !value.contains(';'), "{value:?}");
    let pair = format!("{NAME}={value}");
    let is_there =
        headers.get_all(header::COOKIE).iter().any(|line| line.to_str().is_ok_and(|text| text.contains(&pair)));
    assert!(is_there, "{value:?} of {headers:?}");
    let again = HeaderMap::from_iter([(header::COOKIE, HeaderValue::try_from(pair).expect("a cookie"))]);
    assert_eq!(cookie::value(&again, NAME, MAX), Some(value));
}

/// Any text.
pub fn redirect(data: &[u8]) {
    let text = String::from_utf8_lossy(data);
    let Some(url) = address::parse(&text) else { return };
    address::is_this_machine(&url);
    // What another reader takes for the host: all up to the first slash, question mark or number sign.
    let (scheme, rest) = text.split_once("://").expect("a scheme and an authority");
    let authority = rest.split(['/', '?', '#']).next().unwrap_or_default();
    assert!(scheme.eq_ignore_ascii_case(url.scheme()), "{text}");
    assert!(!["javascript", "data", "vbscript", "blob", "file"].contains(&url.scheme()), "{text}");
    assert!(!authority.is_empty() && !authority.contains(['@', '\\']), "{text}");
    assert!(!text.contains(|c: char| c.is_control() || c.is_whitespace()), "{text:?}");
    let host = url.host_str().expect("a host");
    // Browsers, too, read escapes, and numbers as addresses.
    let is_number = url.host().is_some_and(|host| !matches!(host, url::Host::Domain(_)));
    if !is_number && !authority.contains('%') {
        let (name, port) = authority.rsplit_once(':').unwrap_or((authority, ""));
        assert!(name.eq_ignore_ascii_case(host), "{text}: {name} and {host}");
        let known = url.port_or_known_default();
        assert!(port.is_empty() || port.parse().ok() == known, "{text}: {port} and {known:?}");
    }
    let again = address::parse(url.as_str());
    assert_eq!(again.as_ref(), Some(&url), "{text}: it reads itself otherwise");
}

/// Any text.
pub fn email(data: &[u8]) {
    let text = String::from_utf8_lossy(data);
    identifiers::mask(&text);
    identifiers::dotless(&text);
    let Ok(email) = identifiers::email(&text, "email_address") else { return };
    assert!(email.address.len() <= 254 && text.contains(&email.address), "{text:?}");
    assert_eq!(email.address.matches('@').count(), 1, "{text:?}");
    let is_bad = |c: char| c.is_control() || c.is_whitespace() || matches!(c, '<' | '>' | ',' | ';' | ':' | '"');
    assert!(!email.address.contains(is_bad) && !email.normalized.contains(is_bad), "{text:?}");
    assert_eq!(identifiers::normalize_email(&email.normalized), email.normalized, "{text:?}: compared otherwise twice");
    let again = identifiers::email(&email.normalized, "email_address");
    assert!(again.is_ok_and(|again| again.normalized == email.normalized), "{text:?}: refused as it is compared");
    assert!(email.address.parse::<lettre::Address>().is_ok(), "{text:?}: no mail can be sent there");
}

/// The first byte says how the rest is sent.
pub fn form(data: &[u8]) {
    let Some((kind, rest)) = data.split_first() else { return };
    let kind = match kind % 3 {
        0 => "application/json",
        1 => "application/x-www-form-urlencoded",
        _ => "text/plain",
    };
    read::<AttemptFactor>(kind, rest);
    read::<ResetPasswordBody>(kind, rest);
    let members = body::form(rest);
    let pairs = members.iter().flat_map(|(name, value)| match value {
        Value::Array(values) => values.iter().map(|value| (name, value)).collect(),
        value => vec![(name, value)],
    });
    let mut written = form_urlencoded::Serializer::new(String::new());
    for (name, value) in pairs {
        written.append_pair(name, value.as_str().expect("forms know text only"));
    }
    assert_eq!(body::form(written.finish().as_bytes()), members, "written and read again");
    let has_nul = members.iter().any(|(name, value)| name.contains('\0') || body::has_nul(value));
    assert_eq!(has_nul, body::has_nul(&Value::Object(members)));
}

fn read<T: DeserializeOwned>(kind: &'static str, bytes: &[u8]) {
    let headers = HeaderMap::from_iter([(header::CONTENT_TYPE, HeaderValue::from_static(kind))]);
    let mut reading = pin!(body::read::<T>(&headers, bytes.to_vec().into(), 64 * 1024));
    // All bytes are there: it never waits.
    let Poll::Ready(outcome) = reading.as_mut().poll(&mut Context::from_waker(Waker::noop())) else {
        panic!("it waits");
    };
    assert!(outcome.is_err() || kind != "text/plain" || bytes.iter().all(u8::is_ascii_whitespace));
}

/// A file.
pub fn image(data: &[u8]) {
    let Ok(picture) = picture::read(data) else { return };
    let decoded = image::load_from_memory(&picture.content).expect("our own picture can be read");
    assert!((1..=512).contains(&decoded.width()) && (1..=512).contains(&decoded.height()));
    let format = image::guess_format(&picture.content).expect("our own format");
    assert_eq!(format.to_mime_type(), picture.media_type);
}
