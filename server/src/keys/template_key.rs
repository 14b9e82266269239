//! Keys that sign tokens for third parties in the place of the instance's key: whoever reads such a token chose them.
//!
//! A secret is the text itself, as every reader of such tokens takes it. A private key is PEM: PKCS #8, or the older
//! forms of RSA (PKCS #1) and of elliptic curves (SEC 1).

use super::signing::SigningError;
use aws_lc_rs::{
    hmac,
    rand::SystemRandom,
    rsa::KeyPair as RsaKeyPair,
    signature::{
        ECDSA_P256_SHA256_FIXED_SIGNING, ECDSA_P384_SHA384_FIXED_SIGNING, ECDSA_P521_SHA512_FIXED_SIGNING,
        EcdsaKeyPair, EcdsaSigningAlgorithm, RSA_PKCS1_SHA256, RSA_PKCS1_SHA384, RSA_PKCS1_SHA512, RsaEncoding,
    },
};
use base64::{
    Engine,
    engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD},
};
use onehop::token::TEMPLATE_TAG;
use serde::Serialize;
use std::{
    collections::HashMap,
    sync::{Arc, Mutex, PoisonError},
};
use zeroize::Zeroizing;

/// Parsed keys kept before they are forgotten together.
const CAPACITY: usize = 256;

macro_rules! algorithms {
    ($($name:ident = $wire:literal,)*) => {
        /// How a token is signed.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        #[expect(missing_docs, reason = "the names are those of RFC 7518, section 3.1")]
        pub enum Algorithm { $($name,)* }

        impl Algorithm {
            /// All of them.
            pub const ALL: &'static [Self] = &[$(Self::$name,)*];

            /// The name in a token's header.
            pub fn as_str(self) -> &'static str {
                match self { $(Self::$name => $wire,)* }
            }
        }
    };
}
algorithms! {
    Hs256 = "HS256",
    Hs384 = "HS384",
    Hs512 = "HS512",
    Rs256 = "RS256",
    Rs384 = "RS384",
    Rs512 = "RS512",
    Es256 = "ES256",
    Es384 = "ES384",
    Es512 = "ES512",
}

impl Algorithm {
    /// The algorithm of this name.
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|algorithm| algorithm.as_str() == name)
    }

    /// Which hash a secret is keyed with, where one signs.
    fn hmac(self) -> Option<hmac::Algorithm> {
        match self {
            Self::Hs256 => Some(hmac::HMAC_SHA256),
            Self::Hs384 => Some(hmac::HMAC_SHA384),
            Self::Hs512 => Some(hmac::HMAC_SHA512),
            _ => None,
        }
    }

    fn rsa(self) -> Option<&'static dyn RsaEncoding> {
        match self {
            Self::Rs256 => Some(&RSA_PKCS1_SHA256),
            Self::Rs384 => Some(&RSA_PKCS1_SHA384),
            Self::Rs512 => Some(&RSA_PKCS1_SHA512),
            _ => None,
        }
    }

    fn ecdsa(self) -> Option<&'static EcdsaSigningAlgorithm> {
        match self {
            Self::Es256 => Some(&ECDSA_P256_SHA256_FIXED_SIGNING),
            Self::Es384 => Some(&ECDSA_P384_SHA384_FIXED_SIGNING),
            Self::Es512 => Some(&ECDSA_P521_SHA512_FIXED_SIGNING),
            _ => None,
        }
    }
}

/// A key of its own for one template.
pub struct TemplateKey {
    key: Key,
    /// The encoded header with the dot behind it.
    header: String,
}

enum Key {
    Secret(Box<hmac::Key>),
    Rsa(RsaKeyPair, &'static dyn RsaEncoding),
    Ecdsa(EcdsaKeyPair),
}

impl TemplateKey {
    /// Reads a key as a person enters it. The error says what it must be, and nothing of what it is.
    pub fn parse(algorithm: Algorithm, text: &str) -> Result<Self, String> {
        let key = if let Some(hash) = algorithm.hmac() {
            let needed = hash.digest_algorithm().output_len();
            if text.len() < needed {
                return Err(format!("For {} give a secret of at least {needed} bytes.", algorithm.as_str()));
            }
            Key::Secret(Box::new(hmac::Key::new(hash, text.as_bytes())))
        } else {
            private_key(algorithm, text).ok_or_else(|| wanted(algorithm).to_owned())?
        };
        Self::new(algorithm, key).map_err(|_| wanted(algorithm).to_owned())
    }

    fn new(algorithm: Algorithm, key: Key) -> Result<Self, SigningError> {
        #[derive(Serialize)]
        struct Header {
            alg: &'static str,
            cat: &'static str,
            typ: &'static str,
        }
        let header = Header { alg: algorithm.as_str(), cat: TEMPLATE_TAG, typ: "JWT" };
        let header = serde_json::to_vec(&header).map_err(SigningError::Claims)?;
        Ok(Self { key, header: format!("{}.", URL_SAFE_NO_PAD.encode(header)) })
    }

    /// A token with these claims.
    pub fn sign(&self, claims: &impl Serialize) -> Result<String, SigningError> {
        let claims = serde_json::to_vec(claims).map_err(SigningError::Claims)?;
        let mut token = self.header.clone();
        URL_SAFE_NO_PAD.encode_string(claims, &mut token);
        let failed = |_| SigningError::Signature;
        let signature = match &self.key {
            Key::Secret(key) => hmac::sign(key, token.as_bytes()).as_ref().to_vec(),
            Key::Ecdsa(pair) => pair.sign(&SystemRandom::new(), token.as_bytes()).map_err(failed)?.as_ref().to_vec(),
            Key::Rsa(pair, padding) => {
                let mut signature = vec![0; pair.public_modulus_len()];
                pair.sign(*padding, &SystemRandom::new(), token.as_bytes(), &mut signature).map_err(failed)?;
                signature
            }
        };
        token.push('.');
        URL_SAFE_NO_PAD.encode_string(signature, &mut token);
        Ok(token)
    }
}

fn private_key(algorithm: Algorithm, text: &str) -> Option<Key> {
    let (label, der) = pem(text)?;
    if let Some(padding) = algorithm.rsa() {
        let pair = match label {
            "PRIVATE KEY" => RsaKeyPair::from_pkcs8(&der),
            "RSA PRIVATE KEY" => RsaKeyPair::from_der(&der),
            _ => return None,
        };
        return Some(Key::Rsa(pair.ok()?, padding));
    }
    let algorithm = algorithm.ecdsa()?;
    let pair = match label {
        "PRIVATE KEY" => EcdsaKeyPair::from_pkcs8(algorithm, &der),
        "EC PRIVATE KEY" => EcdsaKeyPair::from_private_key_der(algorithm, &der),
        _ => return None,
    };
    Some(Key::Ecdsa(pair.ok()?))
}

/// The first private key in PEM: its label and its bytes. Parameters that stand before it are passed over.
fn pem(text: &str) -> Option<(&str, Zeroizing<Vec<u8>>)> {
    let mut rest = text;
    loop {
        let (label, behind) = rest.split_once("-----BEGIN ")?.1.split_once("-----")?;
        let (body, behind) = behind.split_once("-----END ")?;
        if label.ends_with("PRIVATE KEY") {
            let body: Zeroizing<String> = Zeroizing::new(body.split_whitespace().collect());
            return Some((label, Zeroizing::new(STANDARD.decode(body.as_bytes()).ok()?)));
        }
        rest = behind;
    }
}

fn wanted(algorithm: Algorithm) -> &'static str {
    match algorithm {
        Algorithm::Es256 => "For ES256 give a private key of the curve P-256 in PEM.",
        Algorithm::Es384 => "For ES384 give a private key of the curve P-384 in PEM.",
        Algorithm::Es512 => "For ES512 give a private key of the curve P-521 in PEM.",
        _ => "Give an RSA private key of 2048 to 8192 bits in PEM.",
    }
}

/// Keys parsed already, by their sealed form: parsing one takes longer than signing with it.
#[derive(Default)]
pub struct TemplateKeys(Mutex<HashMap<String, Arc<TemplateKey>>>);

impl TemplateKeys {
    /// The key with this sealed form, made by `open` where it is not known yet.
    pub fn get<E>(&self, sealed: &str, open: impl FnOnce() -> Result<TemplateKey, E>) -> Result<Arc<TemplateKey>, E> {
        let known = self.0.lock().unwrap_or_else(PoisonError::into_inner).get(sealed).cloned();
        if let Some(key) = known {
            return Ok(key);
        }
        let key = Arc::new(open()?);
        let mut keys = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if keys.len() >= CAPACITY {
            keys.clear();
        }
        keys.insert(sealed.to_owned(), key.clone());
        Ok(key)
    }
}

#[cfg(test)]
mod tests;
