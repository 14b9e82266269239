//! Loops that need no server: verifications, RSA signatures and password hashes per second, as JSON on standard output.
//! Driven by the measurements beside this file.
//!
//! `tokens verify` reads `{token, jwks, azp, iss, now, ms}` from standard input, `tokens sign` reads `{threads, ms}`,
//! `tokens hash` reads `{threads, ms, memory_kib, iterations, parallelism}`.

use argon2::{Algorithm, Argon2, Block, Version};
use aws_lc_rs::{
    rand::SystemRandom,
    rsa::{KeyPair, KeySize},
    signature::{RSA_PKCS1_2048_8192_SHA256, RSA_PKCS1_SHA256, RsaPublicKeyComponents},
};
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use onehop::token::{CachedVerifier, Jwks, KeySet, Policy, Verifier};
use serde::{Deserialize, de::DeserializeOwned};
use serde_json::{Value, json};
use std::{
    error::Error,
    hint::black_box,
    thread,
    time::{Duration, Instant},
};

type Outcome<T> = Result<T, Box<dyn Error + Send + Sync>>;

#[derive(Deserialize)]
struct Verification {
    token: String,
    jwks: Jwks,
    azp: String,
    iss: String,
    now: i64,
    ms: u64,
}

#[derive(Deserialize)]
struct Signing {
    threads: usize,
    ms: u64,
}

#[derive(Deserialize)]
struct Hashing {
    threads: usize,
    ms: u64,
    memory_kib: u32,
    iterations: u32,
    parallelism: u32,
}

fn main() -> Outcome<()> {
    let rates = match std::env::args().nth(1).as_deref() {
        Some("verify") => verify(&input()?)?,
        Some("sign") => sign(&input()?)?,
        Some("hash") => hash(&input()?)?,
        _ => return Err("usage: tokens verify|sign|hash".into()),
    };
    serde_json::to_writer(std::io::stdout(), &rates)?;
    Ok(())
}

fn input<T: DeserializeOwned>() -> Outcome<T> {
    Ok(serde_json::from_reader(std::io::stdin())?)
}

fn verify(task: &Verification) -> Outcome<Value> {
    let policy =
        Policy { issuer: Some(task.iss.clone()), authorized_parties: vec![task.azp.clone()], ..Policy::default() };
    let verifier = || -> Outcome<Verifier> { Ok(Verifier::new(KeySet::from_jwks(&task.jwks)?, policy.clone())) };
    let (uncached, cached) = (verifier()?, CachedVerifier::new(verifier()?));

    let key = task.jwks.keys.first().ok_or("no key")?;
    let (n, e) = (URL_SAFE_NO_PAD.decode(&key.n)?, URL_SAFE_NO_PAD.decode(&key.e)?);
    let key = RsaPublicKeyComponents { n, e }.to_parsed_public_key(&RSA_PKCS1_2048_8192_SHA256)?;
    let (message, signature) = task.token.rsplit_once('.').ok_or("no token")?;
    let signature = URL_SAFE_NO_PAD.decode(signature)?;

    let time = Duration::from_millis(task.ms);
    Ok(json!({
        "raw": rate(time, || Ok(key.verify_sig(black_box(message.as_bytes()), &signature)?))?,
        "verifier": rate(time, || Ok(uncached.verify(black_box(&task.token), task.now)?))?,
        "cached": rate(time, || Ok(cached.verify(black_box(&task.token), task.now)?))?,
    }))
}

/// Signatures of all threads together, each with its own copy of the key.
fn sign(task: &Signing) -> Outcome<Value> {
    let pair = KeyPair::generate(KeySize::Rsa2048)?;
    let message = [b'a'; 700];
    let work = || {
        let mut signature = vec![0; pair.public_modulus_len()];
        rate(Duration::from_millis(task.ms), || {
            Ok(pair.sign(&RSA_PKCS1_SHA256, &SystemRandom::new(), black_box(&message), &mut signature)?)
        })
    };
    Ok(json!({ "sign": together(task.threads, work)? }))
}

/// Password hashes of all threads together, with the library of the server and memory that is there already: the most
/// sign-ins with a password that this machine could answer if nothing else took time.
fn hash(task: &Hashing) -> Outcome<Value> {
    let params = argon2::Params::new(task.memory_kib, task.iterations, task.parallelism, None)?;
    let argon2 = Argon2::new(Algorithm::Argon2id, Version::V0x13, params);
    let work = || {
        let (mut digest, mut memory) = ([0; 32], vec![Block::default(); argon2.params().block_count()]);
        rate(Duration::from_millis(task.ms), || {
            let password = black_box(b"harbour lantern at dusk");
            Ok(argon2.hash_password_into_with_memory(password, &[7; 16], &mut digest, &mut memory)?)
        })
    };
    Ok(json!({ "hash": together(task.threads, work)? }))
}

/// What so many threads do per second, each the same.
fn together(threads: usize, work: impl Fn() -> Outcome<f64> + Sync) -> Outcome<f64> {
    thread::scope(|scope| {
        let threads: Vec<_> = (0..threads).map(|_| scope.spawn(&work)).collect();
        threads.into_iter().map(|thread| thread.join().map_err(|_| "a thread panicked")?).sum()
    })
}

/// How often `work` is done per second. The clock is read once per batch, so that it costs nothing.
fn rate<T>(time: Duration, mut work: impl FnMut() -> Outcome<T>) -> Outcome<f64> {
    let mut batch = 1_u32;
    // Warm, and find a batch that takes about a millisecond.
    loop {
        let begun = Instant::now();
        for _ in 0..batch {
            black_box(work()?);
        }
        if begun.elapsed() >= Duration::from_millis(1) {
            break;
        }
        batch *= 2;
    }
    let begun = Instant::now();
    let mut done = 0_u64;
    while begun.elapsed() < time {
        for _ in 0..batch {
            black_box(work()?);
        }
        done += u64::from(batch);
    }
    Ok(done as f64 / begun.elapsed().as_secs_f64())
}
