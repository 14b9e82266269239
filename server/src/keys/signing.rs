//! The key that signs session tokens: RSA-2048, because the compatible clients verify nothing else.
//!
//! The pair is parsed once and the header encoded once; a signature then costs the RSA operation and one buffer.

use aws_lc_rs::{
    encoding::AsDer,
    rand::SystemRandom,
    rsa::{KeyPair, KeySize},
    signature::{KeyPair as _, RSA_PKCS1_SHA256},
};
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use onehop::token::{Jwk, SESSION_TAG, TEMPLATE_TAG};
use secrecy::zeroize::Zeroizing;
use serde::Serialize;
use std::fmt;

const MODULUS_BYTES: usize = 256;
/// DER of an RSA public key whose modulus has 2048 bits, up to the modulus …
const DER_BEFORE: [u8; 9] = [0x30, 0x82, 0x01, 0x0A, 0x02, 0x82, 0x01, 0x01, 0x00];
/// … and behind it, with the exponent 65537. Any other key has other bytes here and is refused.
const DER_BEHIND: [u8; 5] = [0x02, 0x03, 0x01, 0x00, 0x01];

/// Why a key or a signature could not be made.
#[derive(Debug)]
pub enum SigningError {
    /// The bytes are no RSA key of 2048 bits with the exponent 65537.
    Key,
    /// The claims cannot be written as JSON.
    Claims(serde_json::Error),
    /// The library refused to sign.
    Signature,
}

impl fmt::Display for SigningError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Key => f.write_str("the signing key is no RSA key of 2048 bits with the exponent 65537"),
            Self::Claims(error) => write!(f, "the claims cannot be written: {error}"),
            Self::Signature => f.write_str("the signature could not be made"),
        }
    }
}

impl std::error::Error for SigningError {}

/// A private key with its id.
pub struct SigningKey {
    kid: String,
    pair: KeyPair,
    /// The encoded header of session tokens with the dot behind it.
    header: String,
    /// The same of tokens for third parties.
    template_header: String,
}

impl SigningKey {
    /// A new key. Takes a noticeable part of a second.
    pub fn generate(kid: &str) -> Result<Self, SigningError> {
        let pair = KeyPair::generate(KeySize::Rsa2048).map_err(|_| SigningError::Key)?;
        Self::new(kid, pair)
    }

    /// A key from the form [`SigningKey::to_pkcs8`] gives.
    pub fn from_pkcs8(kid: &str, pkcs8: &[u8]) -> Result<Self, SigningError> {
        let pair = KeyPair::from_pkcs8(pkcs8).map_err(|_| SigningError::Key)?;
        Self::new(kid, pair)
    }

    fn new(kid: &str, pair: KeyPair) -> Result<Self, SigningError> {
        #[derive(Serialize)]
        struct Header<'a> {
            alg: &'static str,
            cat: &'static str,
            kid: &'a str,
            typ: &'static str,
        }
        modulus(&pair).ok_or(SigningError::Key)?;
        let header = |cat| {
            let header = serde_json::to_vec(&Header { alg: "RS256", cat, kid, typ: "JWT" });
            header.map(|header| format!("{}.", URL_SAFE_NO_PAD.encode(header))).map_err(SigningError::Claims)
        };
        let (header, template_header) = (header(SESSION_TAG)?, header(TEMPLATE_TAG)?);
        Ok(Self { kid: kid.to_owned(), pair, header, template_header })
    }

    /// The private key in PKCS#8, to be sealed and stored.
    pub fn to_pkcs8(&self) -> Result<Zeroizing<Vec<u8>>, SigningError> {
        let der = self.pair.as_der().map_err(|_| SigningError::Key)?;
        Ok(Zeroizing::new(der.as_ref().to_vec()))
    }

    /// The id that tokens name this key by.
    pub fn kid(&self) -> &str {
        &self.kid
    }

    /// The public half, for the published key set.
    pub fn jwk(&self) -> Jwk {
        let modulus = modulus(&self.pair).expect("checked when the key was made");
        Jwk {
            kty: "RSA".to_owned(),
            kid: self.kid.clone(),
            n: URL_SAFE_NO_PAD.encode(modulus),
            e: "AQAB".to_owned(),
            alg: Some("RS256".to_owned()),
            usage: Some("sig".to_owned()),
        }
    }

    /// A session token with these claims. Costs about half a millisecond of one core.
    pub fn sign(&self, claims: &impl Serialize) -> Result<String, SigningError> {
        self.sign_under(&self.header, claims)
    }

    /// A token with these claims for a third party: its header says that it is none of a session.
    pub fn sign_for_third_party(&self, claims: &impl Serialize) -> Result<String, SigningError> {
        self.sign_under(&self.template_header, claims)
    }

    fn sign_under(&self, header: &str, claims: &impl Serialize) -> Result<String, SigningError> {
        let claims = serde_json::to_vec(claims).map_err(SigningError::Claims)?;
        let mut token = String::with_capacity(header.len() + (claims.len() + MODULUS_BYTES) * 4 / 3 + 8);
        token.push_str(header);
        URL_SAFE_NO_PAD.encode_string(claims, &mut token);
        let mut signature = [0; MODULUS_BYTES];
        self.pair
            .sign(&RSA_PKCS1_SHA256, &SystemRandom::new(), token.as_bytes(), &mut signature)
            .map_err(|_| SigningError::Signature)?;
        token.push('.');
        URL_SAFE_NO_PAD.encode_string(signature, &mut token);
        Ok(token)
    }
}

fn modulus(pair: &KeyPair) -> Option<&[u8]> {
    let modulus = pair.public_key().as_ref().strip_prefix(&DER_BEFORE)?.strip_suffix(&DER_BEHIND)?;
    (modulus.len() == MODULUS_BYTES).then_some(modulus)
}

/// Without the private key.
impl fmt::Debug for SigningKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SigningKey").field("kid", &self.kid).finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use onehop::token::{Jwks, KeySet, Policy, Verifier};
    use serde_json::json;

    const NOW: i64 = 1_800_000_000;

    fn token(key: &SigningKey) -> String {
        let claims = json!({
            "exp": NOW + 60, "iat": NOW, "iss": "https://id.example.com", "nbf": NOW - 10, "sid": "sess_1",
            "sub": "user_1", "v": 2
        });
        key.sign(&claims).unwrap()
    }

    #[test]
    fn signed_token_passes_the_verifier_with_the_published_key() {
        let key = SigningKey::generate("ins_1").unwrap();
        let keys = KeySet::from_jwks(&Jwks { keys: vec![key.jwk()] }).unwrap();
        let verified = Verifier::new(keys, Policy::default()).verify(&token(&key), NOW).unwrap();
        assert_eq!(verified.claims().sub, "user_1");
    }

    #[test]
    fn stored_and_read_back_it_is_the_same_key() {
        let key = SigningKey::generate("ins_1").unwrap();
        let again = SigningKey::from_pkcs8("ins_1", &key.to_pkcs8().unwrap()).unwrap();
        assert_eq!(again.jwk(), key.jwk());
        assert_eq!(token(&again), token(&key));
    }

    #[test]
    fn header_is_the_one_of_the_contract() {
        let key = SigningKey::generate("ins_1").unwrap();
        let header = URL_SAFE_NO_PAD.decode(token(&key).split('.').next().unwrap()).unwrap();
        let expected = r#"{"alg":"RS256","cat":"cl_B7d4PD111AAA","kid":"ins_1","typ":"JWT"}"#;
        assert_eq!(String::from_utf8(header).unwrap(), expected);
    }

    #[test]
    fn token_for_a_third_party_has_a_class_of_its_own_and_passes_for_no_session() {
        let key = SigningKey::generate("ins_1").unwrap();
        let claims = json!({
            "exp": NOW + 60, "iat": NOW, "iss": "https://id.example.com", "nbf": NOW - 10, "sid": "sess_1",
            "sub": "user_1", "v": 2
        });
        let token = key.sign_for_third_party(&claims).unwrap();
        let header = URL_SAFE_NO_PAD.decode(token.split('.').next().unwrap()).unwrap();
        let expected = r#"{"alg":"RS256","cat":"cl_B7d4PD222AAA","kid":"ins_1","typ":"JWT"}"#;
        assert_eq!(String::from_utf8(header).unwrap(), expected);
        let keys = KeySet::from_jwks(&Jwks { keys: vec![key.jwk()] }).unwrap();
        assert!(Verifier::new(keys, Policy::default()).verify(&token, NOW).is_err());
    }

    #[test]
    fn other_keys_are_refused() {
        assert!(matches!(SigningKey::from_pkcs8("ins_1", b"no key"), Err(SigningError::Key)));
        let larger = KeyPair::generate(KeySize::Rsa3072).unwrap();
        let larger = larger.as_der().unwrap();
        assert!(matches!(SigningKey::from_pkcs8("ins_1", larger.as_ref()), Err(SigningError::Key)));
    }

    #[test]
    fn debug_output_shows_the_id_alone() {
        let key = SigningKey::generate("ins_1").unwrap();
        assert_eq!(format!("{key:?}"), r#"SigningKey { kid: "ins_1", .. }"#);
    }
}
