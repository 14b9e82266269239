//! Signing deliveries: Standard Webhooks, with HMAC-SHA256 (`v1`) or Ed25519 (`v1a`).

use crate::{
    error::{Error, Result},
    keys::Purpose,
    random::Random,
    state::App,
};
use aws_lc_rs::{
    hmac,
    signature::{Ed25519KeyPair, KeyPair},
};
use base64::{Engine, prelude::BASE64_STANDARD};
use onehop::wire::WebhookEndpointId;
use zeroize::Zeroizing;

const SHARED: &str = "whsec_";
const PRIVATE: &str = "whsk_";
const PUBLIC: &str = "whpk_";
const SHARED_BYTES: usize = 24;
const SEED_BYTES: usize = 32;

/// What an endpoint's deliveries are signed by: bytes that the receiver has too, or the seed of a key pair whose public
/// half the receiver has.
#[derive(Clone)]
pub struct Secret {
    is_shared: bool,
    bytes: Zeroizing<Vec<u8>>,
}

impl Secret {
    /// A new one, shared or of a key pair.
    pub fn new(random: &dyn Random, is_shared: bool) -> Self {
        let mut bytes = Zeroizing::new(vec![0; if is_shared { SHARED_BYTES } else { SEED_BYTES }]);
        random.fill(&mut bytes);
        Self { is_shared, bytes }
    }

    /// Reads what [`Secret::text`] says.
    pub fn parse(text: &str) -> Option<Self> {
        let (is_shared, text) = match text.strip_prefix(SHARED) {
            Some(text) => (true, text),
            None => (false, text.strip_prefix(PRIVATE)?),
        };
        let bytes = Zeroizing::new(BASE64_STANDARD.decode(text).ok()?);
        (is_shared || bytes.len() == SEED_BYTES).then_some(Self { is_shared, bytes })
    }

    /// Does the receiver have the same bytes?
    pub fn is_shared(&self) -> bool {
        self.is_shared
    }

    /// As this endpoint's row keeps it.
    pub fn seal(&self, app: &App, endpoint: &WebhookEndpointId) -> String {
        app.key_ring.seal(&*app.random, Purpose::Webhooks, endpoint.as_str(), self.text().as_bytes())
    }

    /// Opens what [`Secret::seal`] made for this endpoint.
    pub fn open(app: &App, endpoint: &WebhookEndpointId, sealed: &str) -> Result<Self> {
        let opened = app.key_ring.open(Purpose::Webhooks, endpoint.as_str(), sealed);
        let opened = opened.map_err(|error| Error::Internal(Box::new(error)))?;
        let text = std::str::from_utf8(&opened).map_err(|error| Error::Internal(Box::new(error)))?;
        Self::parse(text).ok_or_else(|| Error::internal("a stored webhook secret is none"))
    }

    /// In words: what is sealed.
    pub fn text(&self) -> Zeroizing<String> {
        let prefix = if self.is_shared { SHARED } else { PRIVATE };
        Zeroizing::new(format!("{prefix}{}", BASE64_STANDARD.encode(&*self.bytes)))
    }

    /// What the receiver checks deliveries with.
    pub fn receivers(&self) -> Zeroizing<String> {
        match self.key_pair() {
            Some(pair) => Zeroizing::new(format!("{PUBLIC}{}", BASE64_STANDARD.encode(pair.public_key()))),
            None => self.text(),
        }
    }

    fn key_pair(&self) -> Option<Ed25519KeyPair> {
        (!self.is_shared).then(|| Ed25519KeyPair::from_seed_unchecked(&self.bytes).expect("a seed of 32 bytes"))
    }

    fn sign(&self, signed: &[u8]) -> String {
        match self.key_pair() {
            Some(pair) => format!("v1a,{}", BASE64_STANDARD.encode(pair.sign(signed))),
            None => {
                let tag = hmac::sign(&hmac::Key::new(hmac::HMAC_SHA256, &self.bytes), signed);
                format!("v1,{}", BASE64_STANDARD.encode(tag))
            }
        }
    }
}

/// The value of the signature header: one signature for each secret. While a secret is being changed, that is two.
pub fn sign(secrets: &[Secret], id: &str, seconds: i64, body: &str) -> String {
    let signed = format!("{id}.{seconds}.{body}");
    let signatures: Vec<String> = secrets.iter().map(|secret| secret.sign(signed.as_bytes())).collect();
    signatures.join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::random::SystemRandom;
    use onehop::webhook::Receiver;

    /// The vector that the published contract gives.
    #[test]
    fn the_published_vector_comes_out() {
        let secret = Secret::parse("whsec_AAECAwQFBgcICQoLDA0ODxAREhMUFRYX").expect("a secret");
        let body = r#"{"data":{"id":"user_1","object":"user","deleted":true},"object":"event","type":"user.deleted","timestamp":1700000000000,"instance_id":"ins_1"}"#;
        assert_eq!(
            sign(&[secret], "msg_test1", 1_700_000_000, body),
            "v1,589kvfGbfZKnh+VEjHbv92zzShcqkkPXqaHntVkOhkg="
        );
    }

    #[test]
    fn while_a_secret_is_changed_either_one_opens_the_delivery() {
        for is_shared in [true, false] {
            changes(is_shared);
        }
    }

    fn changes(is_shared: bool) {
        let secret = || Secret::new(&SystemRandom, is_shared);
        let (old, new) = (secret(), secret());
        assert_eq!(Secret::parse(&old.text()).map(|read| read.text()), Some(old.text()));
        let body = r#"{"data":{},"object":"event","type":"user.updated","timestamp":1,"instance_id":"ins_1","event_attributes":{"http_request":{"client_ip":"","user_agent":""}},"id":"evt_1","sequence":1,"resource_id":"user_1","version":1}"#;
        let signature = sign(&[new.clone(), old.clone()], "evt_1", 7, body);
        let header = |name: &str| match name {
            "webhook-id" => Some("evt_1".to_owned()),
            "webhook-timestamp" => Some("7".to_owned()),
            "webhook-signature" => Some(signature.clone()),
            _ => None,
        };
        for secret in [&old, &new] {
            let receiver = Receiver::new([secret.receivers().as_str()]).expect("a secret");
            assert!(receiver.verify(header, body.as_bytes(), 7).is_ok());
        }
        let other = Receiver::new([secret().receivers().as_str()]).expect("a secret");
        assert!(other.verify(header, body.as_bytes(), 7).is_err());
    }
}
