//! The table: every way we know to present a token that must be refused, and the reason it must be refused for.

use super::*;
use crate::token::verify::TokenError::{self, *};
use aws_lc_rs::{
    hmac,
    signature::{RSA_PKCS1_SHA384, RSA_PSS_SHA256},
};

type Case = (&'static str, String, TokenError);

fn header(members: &str) -> String {
    sign(members, &claims().to_string())
}

fn payload(name: &str, value: Value) -> String {
    sign(HEADER, &claims_with(name, value))
}

fn parts() -> (String, String, String) {
    let token = good();
    let mut parts = token.split('.').map(str::to_owned);
    (parts.next().unwrap(), parts.next().unwrap(), parts.next().unwrap())
}

/// The same bytes with a last symbol whose unused bits are set: another text for the same signature.
fn non_canonical(signature: &str) -> String {
    const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    let (rest, last) = signature.split_at(signature.len() - 1);
    let index = ALPHABET.iter().position(|symbol| *symbol == last.as_bytes()[0]).unwrap();
    format!("{rest}{}", char::from(ALPHABET[index | 1]))
}

fn with_secret(secret: &[u8]) -> String {
    let signed = format!("{}.{}", encode(r#"{"alg":"HS256","kid":"ins_1","typ":"JWT"}"#), encode(claims().to_string()));
    let tag = hmac::sign(&hmac::Key::new(hmac::HMAC_SHA256, secret), signed.as_bytes());
    format!("{signed}.{}", encode(tag))
}

/// A JSON object with one more member, whose value is no UTF-8.
fn untext(object: &str) -> Vec<u8> {
    let object = object.strip_suffix('}').expect("an object");
    [object.as_bytes(), b",\"ignored\":\"\xb1\"}"].concat()
}

fn shape() -> Vec<Case> {
    let (h, p, s) = parts();
    let mut flipped = URL_SAFE_NO_PAD.decode(&s).unwrap();
    flipped[100] ^= 1;
    vec![
        ("nothing", String::new(), Missing),
        ("one dot", ".".into(), Malformed),
        ("two dots", "..".into(), Malformed),
        ("a word", "token".into(), Malformed),
        ("two parts", format!("{h}.{p}"), Malformed),
        ("four parts", format!("{h}.{p}.{s}.{s}"), Malformed),
        ("four parts, one empty", format!("{h}..{p}.{s}"), Malformed),
        ("a dot at the end", format!("{h}.{p}.{s}."), Malformed),
        ("a dot at the start", format!(".{h}.{p}.{s}"), Malformed),
        ("a header that is no text, where it is ignored", sign(&untext(HEADER), &claims().to_string()), Malformed),
        ("a payload that is no text, where it is ignored", sign(HEADER, &untext(&claims().to_string())), Malformed),
        ("no signature", format!("{h}.{p}."), Signature),
        ("no payload", format!("{h}..{s}"), Signature),
        ("no header", format!(".{p}.{s}"), Malformed),
        ("padding on the signature", format!("{h}.{p}.{s}=="), Malformed),
        ("padding on the header", format!("{h}=.{p}.{s}"), Malformed),
        ("the signature in the other base64", format!("{h}.{p}.+{}", &s[1..]), Malformed),
        ("a signature that is not canonical", format!("{h}.{p}.{}", non_canonical(&s)), Malformed),
        ("a line break at the end", format!("{h}.{p}.{s}\n"), Malformed),
        ("a space at the start", format!(" {h}.{p}.{s}"), Malformed),
        ("the scheme in front", format!("Bearer {h}.{p}.{s}"), Malformed),
        ("a letter that is not ASCII", format!("{h}.{p}.ü{s}"), Malformed),
        ("a NUL byte", format!("{h}.{p}.{s}\0"), Malformed),
        ("longer than a token may be", format!("{h}.{}.{s}", "A".repeat(9_000)), Malformed),
        ("a signature longer than any key", format!("{h}.{p}.{}", "A".repeat(1_400)), Malformed),
        ("a truncated signature", format!("{h}.{p}.{}", &s[..s.len() - 2]), Signature),
        ("half a signature", format!("{h}.{p}.{}", &s[..168]), Signature),
        ("a doubled signature", format!("{h}.{p}.{}", encode([flipped.clone(), flipped.clone()].concat())), Signature),
        ("one bit flipped in the signature", format!("{h}.{p}.{}", encode(&flipped)), Signature),
        ("a signature of zeros", format!("{h}.{p}.{}", encode([0; 256])), Signature),
        ("a payload exchanged", format!("{h}.{}.{s}", encode(claims_with("sub", json!("user_2")))), Signature),
    ]
}

fn headers() -> Vec<Case> {
    let (h, p, s) = parts();
    let none = encode(r#"{"alg":"none","kid":"ins_1","typ":"JWT"}"#);
    let public = jwk("ins_1", &OURS);
    let brought = serde_json::to_string(&jwk("theirs", &THEIRS)).unwrap();
    let with_jwk = |kid: &str| format!(r#"{{"alg":"RS256","kid":"{kid}","jwk":{brought}}}"#);
    let theirs = |header: &str| sign_as(&THEIRS, &RSA_PKCS1_SHA256, header, &claims().to_string());
    vec![
        ("alg none without signature", format!("{none}.{p}."), Algorithm),
        ("alg none with a signature", format!("{none}.{p}.{s}"), Algorithm),
        ("alg None", header(r#"{"alg":"None","kid":"ins_1"}"#), Algorithm),
        ("alg rs256", header(r#"{"alg":"rs256","kid":"ins_1"}"#), Algorithm),
        ("alg empty", header(r#"{"alg":"","kid":"ins_1"}"#), Algorithm),
        ("HS256 with the modulus as secret", with_secret(public.n.as_bytes()), Algorithm),
        ("HS256 with the public key as secret", with_secret(OURS.public_key().as_ref()), Algorithm),
        ("HS256 with no secret", with_secret(b""), Algorithm),
        ("alg swapped to ES256", header(r#"{"alg":"ES256","kid":"ins_1"}"#), Algorithm),
        ("RS384, rightly signed", rs384(r#"{"alg":"RS384","kid":"ins_1"}"#), Algorithm),
        ("RS384 that calls itself RS256", rs384(HEADER), Signature),
        ("PS256, rightly signed", pss(r#"{"alg":"PS256","kid":"ins_1"}"#), Algorithm),
        ("PS256 that calls itself RS256", pss(HEADER), Signature),
        ("no alg", header(r#"{"kid":"ins_1","typ":"JWT"}"#), Malformed),
        ("alg as a list", header(r#"{"alg":["RS256"],"kid":"ins_1"}"#), Malformed),
        ("alg given twice", header(r#"{"alg":"RS256","alg":"none","kid":"ins_1"}"#), Malformed),
        ("no kid", header(r#"{"alg":"RS256","typ":"JWT"}"#), UnknownKey),
        ("a foreign kid", header(r#"{"alg":"RS256","kid":"ins_2"}"#), UnknownKey),
        ("a kid that is a path", header(r#"{"alg":"RS256","kid":"../../dev/null"}"#), UnknownKey),
        ("a kid that is a number", header(r#"{"alg":"RS256","kid":1}"#), Malformed),
        ("another key under our kid", theirs(HEADER), Signature),
        ("a key brought along under our kid", theirs(&with_jwk("ins_1")), Signature),
        ("a key brought along under its own kid", theirs(&with_jwk("theirs")), UnknownKey),
        ("a jku", theirs(r#"{"alg":"RS256","kid":"ins_1","jku":"https://evil.example/jwks"}"#), Signature),
        ("an x5u", theirs(r#"{"alg":"RS256","kid":"ins_1","x5u":"https://evil.example/x"}"#), Signature),
        ("an x5c", theirs(r#"{"alg":"RS256","kid":"ins_1","x5c":["MIIB"]}"#), Signature),
        ("crit", header(r#"{"alg":"RS256","kid":"ins_1","crit":["b64"],"b64":false}"#), Claims("crit")),
        ("crit, empty", header(r#"{"alg":"RS256","kid":"ins_1","crit":[]}"#), Claims("crit")),
        ("crit, null", header(r#"{"alg":"RS256","kid":"ins_1","crit":null}"#), Claims("crit")),
        ("typ of an access token", header(r#"{"alg":"RS256","kid":"ins_1","typ":"at+jwt"}"#), Claims("typ")),
        ("typ JWE", header(r#"{"alg":"RS256","kid":"ins_1","typ":"JWE"}"#), Claims("typ")),
        ("tag of a template", header(r#"{"alg":"RS256","kid":"ins_1","cat":"cl_B7d4PD222AAA"}"#), Claims("cat")),
        ("tag of a machine", header(r#"{"alg":"RS256","kid":"ins_1","cat":"cl_B7d4PD333AAA"}"#), Claims("cat")),
        ("tag to be ignored", header(r#"{"alg":"RS256","kid":"ins_1","cat":"cl_I7d4PD111III"}"#), Claims("cat")),
        ("a header that is no object", header(r#""RS256""#), Malformed),
        ("a header with something behind", header(&format!("{HEADER}{{}}")), Malformed),
        ("a header cut short", format!("{}.{p}.{s}", &h[..h.len() - 4]), Malformed),
    ]
}

fn rs384(header: &str) -> String {
    sign_as(&OURS, &RSA_PKCS1_SHA384, header, &claims().to_string())
}

fn pss(header: &str) -> String {
    sign_as(&OURS, &RSA_PSS_SHA256, header, &claims().to_string())
}

fn contents() -> Vec<Case> {
    let twice = claims().to_string().replacen('{', r#"{"sub":"user_2","#, 1);
    vec![
        ("expired", payload("exp", json!(NOW - 5)), Expired),
        ("expired long ago", payload("exp", json!(1)), Expired),
        ("an end before all time", payload("exp", json!(i64::MIN)), Expired),
        ("issued in the future", payload("iat", json!(NOW + 6)), NotYetValid),
        ("valid in the future", payload("nbf", json!(NOW + 6)), NotYetValid),
        ("valid after all time", payload("nbf", json!(i64::MAX)), NotYetValid),
        ("no exp", payload("exp", Value::Null), Claims("exp")),
        ("no iat", payload("iat", Value::Null), Claims("iat")),
        ("no nbf", payload("nbf", Value::Null), Claims("nbf")),
        ("no sub", payload("sub", Value::Null), Claims("sub")),
        ("no sid", payload("sid", Value::Null), Claims("sid")),
        ("no iss", payload("iss", Value::Null), Claims("iss")),
        ("no version", payload("v", Value::Null), Claims("v")),
        ("version 1", payload("v", json!(1)), Claims("v")),
        ("version as text", payload("v", json!("2")), Claims("v")),
        ("sub empty", payload("sub", json!("")), Claims("sub")),
        ("sid empty", payload("sid", json!("")), Claims("sid")),
        ("sub as a number", payload("sub", json!(7)), Claims("sub")),
        ("sub given twice", sign(HEADER, &twice), Malformed),
        ("exp as text", payload("exp", json!("1800000060")), Claims("exp")),
        ("exp as a fraction", payload("exp", json!(1_800_000_060.5)), Claims("exp")),
        ("exp too large for its type", payload("exp", json!(u64::MAX)), Claims("exp")),
        ("another issuer", payload("iss", json!("https://evil.example.com")), Claims("iss")),
        (
            "an issuer that begins like ours",
            payload("iss", json!("https://id.example.com.evil.example")),
            Claims("iss"),
        ),
        ("another page", payload("azp", json!("https://evil.example.com")), AuthorizedParty),
        ("no page", payload("azp", Value::Null), AuthorizedParty),
        (
            "a page that begins like ours",
            payload("azp", json!("https://app.example.com.evil.example")),
            AuthorizedParty,
        ),
        ("a payload that is a list", sign(HEADER, "[]"), Malformed),
        ("a payload that is no JSON", sign(HEADER, "sub=user_1"), Malformed),
        ("an empty payload", sign(HEADER, ""), Malformed),
        ("a payload with something behind", sign(HEADER, &format!("{}x", claims())), Malformed),
    ]
}

#[test]
fn every_bad_token_is_refused_for_its_own_reason() {
    let verifier = verifier();
    // Learns the good header first, so that the short cut for known headers is under test too.
    assert!(verifier.verify(&good(), NOW).is_ok());
    let cases: Vec<Case> = [shape(), headers(), contents()].concat();
    assert!(cases.len() >= 90, "{} cases", cases.len());
    for (what, token, reason) in cases {
        assert_eq!(verifier.verify(&token, NOW).err(), Some(reason), "{what}");
    }
}

#[test]
fn every_single_changed_character_is_noticed() {
    let (verifier, token) = (verifier(), good());
    for place in 0..token.len() {
        let mut bytes = token.clone().into_bytes();
        bytes[place] = if bytes[place] == b'A' { b'B' } else { b'A' };
        let changed = String::from_utf8(bytes).unwrap();
        assert!(verifier.verify(&changed, NOW).is_err(), "character {place}");
    }
}
