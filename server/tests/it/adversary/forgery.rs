//! The table of tokens that nobody may take for a session token, made from one that is good.

mod claims;
mod headers;

use aws_lc_rs::{
    rand::SystemRandom,
    rsa::{KeyPair, KeySize},
    signature::{RSA_PKCS1_SHA256, RsaEncoding},
};
use base64::{
    Engine,
    engine::general_purpose::{STANDARD, URL_SAFE, URL_SAFE_NO_PAD},
};
use serde_json::{Value, json};

/// What a forger has to work with: more than any forger has, namely our own key.
pub struct Forge {
    ours: KeyPair,
    theirs: KeyPair,
    kid: String,
    claims: Value,
    now: i64,
}

/// What it is, and the token.
pub type Bad = (String, String);

fn encode(bytes: impl AsRef<[u8]>) -> String {
    URL_SAFE_NO_PAD.encode(bytes)
}

impl Forge {
    /// A forge around a good token's claims; `pkcs8` is the key that signed it under the name `kid`.
    pub fn new(pkcs8: &[u8], kid: &str, claims: Value, now: i64) -> Self {
        let ours = KeyPair::from_pkcs8(pkcs8).expect("a key");
        let theirs = KeyPair::generate(KeySize::Rsa2048).expect("a key");
        Self { ours, theirs, kid: kid.to_owned(), claims, now }
    }

    /// The token that all others are made from.
    pub fn good(&self) -> String {
        self.with_header(json!({}))
    }

    fn header(&self, changes: Value) -> Value {
        changed(&json!({"alg": "RS256", "cat": "cl_B7d4PD111AAA", "kid": self.kid, "typ": "JWT"}), changes)
    }

    fn sign(&self, key: &KeyPair, encoding: &'static dyn RsaEncoding, header: &[u8], claims: &[u8]) -> String {
        let signed = format!("{}.{}", encode(header), encode(claims));
        let mut signature = vec![0; key.public_modulus_len()];
        key.sign(encoding, &SystemRandom::new(), signed.as_bytes(), &mut signature).expect("a signature");
        format!("{signed}.{}", encode(signature))
    }

    fn ours(&self, header: &str, claims: &str) -> String {
        self.sign(&self.ours, &RSA_PKCS1_SHA256, header.as_bytes(), claims.as_bytes())
    }

    /// Rightly signed, with another header.
    fn with_header(&self, changes: Value) -> String {
        self.ours(&self.header(changes).to_string(), &self.claims.to_string())
    }

    /// Rightly signed, with other claims.
    fn with_claims(&self, changes: Value) -> String {
        self.ours(&self.header(json!({})).to_string(), &changed(&self.claims, changes).to_string())
    }

    /// Signed by somebody else.
    fn theirs(&self, changes: Value) -> String {
        let header = self.header(changes).to_string();
        self.sign(&self.theirs, &RSA_PKCS1_SHA256, header.as_bytes(), self.claims.to_string().as_bytes())
    }

    /// All of them.
    pub fn all(&self) -> Vec<Bad> {
        [
            self.shapes(),
            self.algorithms(),
            self.secrets(),
            self.keys(),
            self.headers(),
            self.claims(),
            self.times(),
            self.texts(),
        ]
        .concat()
    }

    fn shapes(&self) -> Vec<Bad> {
        let good = self.good();
        let parts: Vec<&str> = good.split('.').collect();
        let [h, p, s] = parts[..] else { panic!("three parts") };
        let mut list: Vec<Bad> = [
            ".",
            "..",
            "...",
            "a",
            "a.b",
            "a.b.c",
            "a.b.c.d.e",
            "e30.e30.",
            "e30.e30.e30",
            "null",
            "undefined",
            "[object Object]",
            "Bearer",
            "true",
            "{}",
            "%00",
            "../../etc/passwd",
            "' OR '1'='1",
            "eyJhbGciOiJub25lIn0.e30.",
        ]
        .map(|text| (format!("the text {text}"), text.to_owned()))
        .into();
        for cut in (1..good.len()).step_by(good.len() / 24) {
            list.push((format!("its first {cut} letters"), good[..cut].to_owned()));
            list.push((format!("without its first {cut} letters"), good[cut..].to_owned()));
        }
        let bytes = URL_SAFE_NO_PAD.decode(s).expect("base64");
        for place in (0..256).step_by(11) {
            let mut other = bytes.clone();
            other[place] ^= 1 << (place % 8);
            list.push((format!("a bit of the signature's byte {place}"), format!("{h}.{p}.{}", encode(other))));
        }
        let texts = [
            ("padded", format!("{h}.{p}.{}", URL_SAFE.encode(&bytes))),
            ("padded header", format!("{h}=.{p}.{s}")),
            ("padded claims", format!("{h}.{p}==.{s}")),
            ("the other alphabet", format!("{h}.{p}.{}", STANDARD.encode(&bytes).replace('=', "+"))),
            ("one letter more", format!("{good}A")),
            ("a part more", format!("{good}.{s}")),
            ("an empty part more", format!("{good}.")),
            ("an empty part before", format!(".{good}")),
            ("five parts", format!("{h}.{p}.{s}.{p}.{s}")),
            ("without claims", format!("{h}..{s}")),
            ("without a header", format!(".{p}.{s}")),
            ("without a signature", format!("{h}.{p}.")),
            ("without a third part", format!("{h}.{p}")),
            ("parts exchanged", format!("{p}.{h}.{s}")),
            ("twice", format!("{good}{good}")),
            ("twice, with a comma", format!("{good},{good}")),
            ("in quotes", format!("\"{good}\"")),
            ("with a scheme", format!("Bearer {good}")),
            ("percent-encoded dots", good.replace('.', "%2E")),
            ("in capitals", good.to_uppercase()),
            ("in small letters", good.to_lowercase()),
            ("backwards", good.chars().rev().collect()),
            ("signature of zeros", format!("{h}.{p}.{}", encode([0; 256]))),
            ("signature of ones", format!("{h}.{p}.{}", encode([255; 256]))),
            ("signature with a zero before", format!("{h}.{p}.{}", encode([&[0], &bytes[..]].concat()))),
            ("signature with a zero behind", format!("{h}.{p}.{}", encode([&bytes[..], &[0]].concat()))),
            ("signature twice", format!("{h}.{p}.{}", encode([&bytes[..], &bytes[..]].concat()))),
            ("signature backwards", format!("{h}.{p}.{}", encode(bytes.iter().rev().copied().collect::<Vec<u8>>()))),
            ("header with spaces in it", format!("{} {}.{p}.{s}", &h[..4], &h[4..])),
            ("too long", format!("{h}.{}.{s}", "A".repeat(20_000))),
        ];
        list.extend(texts.map(|(name, token)| (name.to_owned(), token)));
        list
    }
}

fn changed(object: &Value, changes: Value) -> Value {
    let mut object = object.clone();
    let members = object.as_object_mut().expect("an object");
    for (name, value) in changes.as_object().expect("changes") {
        if value.is_null() && name != "crit" {
            members.remove(name);
        } else {
            members.insert(name.clone(), value.clone());
        }
    }
    object
}
