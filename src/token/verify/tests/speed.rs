//! How much the checks around the signature cost. Numbers from an unoptimised build say nothing, so this is run by
//! hand: `cargo test --release -p onehop --features verify speed -- --ignored --nocapture`.

use super::*;
use crate::token::verify::CachedVerifier;
use aws_lc_rs::signature::{RSA_PKCS1_2048_8192_SHA256, RsaPublicKeyComponents};
use std::{hint::black_box, time::Instant};

const ROUNDS: u32 = 4_000;

fn micros(mut work: impl FnMut()) -> f64 {
    let mut samples: Vec<f64> = (0..9)
        .map(|_| {
            let start = Instant::now();
            for _ in 0..ROUNDS {
                work();
            }
            start.elapsed().as_secs_f64() * 1e6 / f64::from(ROUNDS)
        })
        .collect();
    samples.sort_by(f64::total_cmp);
    samples[samples.len() / 2]
}

#[test]
#[ignore = "measures; needs an optimised build"]
fn speed() {
    let (verifier, token) = (verifier(), good());
    let (signed, signature) = token.rsplit_once('.').unwrap();
    let signature = URL_SAFE_NO_PAD.decode(signature).unwrap();
    let key = RsaPublicKeyComponents { n: modulus(&OURS), e: &[1, 0, 1][..] }
        .to_parsed_public_key(&RSA_PKCS1_2048_8192_SHA256)
        .unwrap();

    let raw = micros(|| key.verify_sig(black_box(signed.as_bytes()), &signature).unwrap());
    let ours = micros(|| drop(verifier.verify(black_box(&token), NOW).unwrap()));
    let cached = CachedVerifier::new(verifier);
    let hit = micros(|| drop(cached.verify(black_box(&token), NOW).unwrap()));
    println!("raw {raw:.2} µs, verify {ours:.2} µs ({:.2} ×), cached {hit:.3} µs", ours / raw);
    assert!(ours <= raw * 1.2, "verification costs more than 1.2 times the bare signature check");
    assert!(hit <= 1.0, "a cached verification costs more than 1 µs");
}
