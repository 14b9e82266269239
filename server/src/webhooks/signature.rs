//! Signing deliveries: Standard Webhooks, with HMAC-SHA256.

use crate::random::Random;
use aws_lc_rs::hmac;
use base64::{Engine, prelude::BASE64_STANDARD};
use zeroize::Zeroizing;

const PREFIX: &str = "whsec_";
const BYTES: usize = 24;

/// What an endpoint's deliveries are signed by.
#[derive(Clone)]
pub struct Secret(Zeroizing<Vec<u8>>);

impl Secret {
    /// A new one.
    pub fn new(random: &dyn Random) -> Self {
        let mut bytes = Zeroizing::new(vec![0; BYTES]);
        random.fill(&mut bytes);
        Self(bytes)
    }

    /// Reads `whsec_…`.
    pub fn parse(text: &str) -> Option<Self> {
        let bytes = BASE64_STANDARD.decode(text.strip_prefix(PREFIX)?).ok()?;
        Some(Self(Zeroizing::new(bytes)))
    }

    /// As its owner gets it.
    pub fn text(&self) -> Zeroizing<String> {
        Zeroizing::new(format!("{PREFIX}{}", BASE64_STANDARD.encode(&*self.0)))
    }
}

/// The value of the signature header: one signature for each secret. While a secret is being changed, that is two.
pub fn sign(secrets: &[Secret], id: &str, seconds: i64, body: &str) -> String {
    let signed = format!("{id}.{seconds}.{body}");
    let signatures: Vec<String> = secrets
        .iter()
        .map(|secret| {
            let tag = hmac::sign(&hmac::Key::new(hmac::HMAC_SHA256, &secret.0), signed.as_bytes());
            format!("v1,{}", BASE64_STANDARD.encode(tag))
        })
        .collect();
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
        let (old, new) = (Secret::new(&SystemRandom), Secret::new(&SystemRandom));
        let body = r#"{"data":{},"object":"event","type":"user.updated","timestamp":1,"instance_id":"ins_1","event_attributes":{"http_request":{"client_ip":"","user_agent":""}},"id":"evt_1","sequence":1,"resource_id":"user_1","version":1}"#;
        let signature = sign(&[new.clone(), old.clone()], "evt_1", 7, body);
        let header = |name: &str| match name {
            "webhook-id" => Some("evt_1".to_owned()),
            "webhook-timestamp" => Some("7".to_owned()),
            "webhook-signature" => Some(signature.clone()),
            _ => None,
        };
        for secret in [&old, &new] {
            let receiver = Receiver::new([secret.text().as_str()]).expect("a secret");
            assert!(receiver.verify(header, body.as_bytes(), 7).is_ok());
        }
        let other = Receiver::new([Secret::new(&SystemRandom).text().as_str()]).expect("a secret");
        assert!(other.verify(header, body.as_bytes(), 7).is_err());
    }
}
