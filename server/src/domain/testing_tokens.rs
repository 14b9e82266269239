//! Tokens that let automated tests past what keeps robots out: `<seconds>-c_<id>`, where the id carries its own proof,
//! so that none is stored.

use crate::{
    clock::{HOUR, Millis, SECOND},
    keys::{
        Purpose,
        token_hash::{hmac_hex, is_equal},
    },
    random,
    state::App,
};
use onehop::wire::backend::{TestingToken, TestingTokenTag};

const LIFETIME: Millis = HOUR;
/// Hexadecimal digits of the proof: 128 bits.
const PROOF: usize = 32;

/// A new token.
pub fn make(app: &App, now: Millis) -> TestingToken {
    let seconds = now.div_euclid(SECOND);
    let named = format!("{seconds}-{}", random::id(&*app.random, now, "c_"));
    let token = format!("{named}{}", proof(app, &named));
    TestingToken { object: TestingTokenTag, token, expires_at: (now + LIFETIME).div_euclid(SECOND) }
}

/// Is this a token of ours whose time isn't over?
pub fn is_valid(app: &App, token: &str, now: Millis) -> bool {
    let begin = token.split('-').next().and_then(|seconds| seconds.parse::<i64>().ok());
    let parts = token.len().checked_sub(PROOF).and_then(|end| token.split_at_checked(end));
    let (Some(begin), Some((named, given))) = (begin, parts) else { return false };
    let is_in_time = now.div_euclid(SECOND).checked_sub(begin).is_some_and(|age| (0..LIFETIME / SECOND).contains(&age));
    is_equal(&proof(app, named), given) && is_in_time
}

fn proof(app: &App, named: &str) -> String {
    let mut proof = hmac_hex(&*app.key_ring.derive(Purpose::TestingTokens), &format!("{}|{named}", app.instance.id));
    proof.truncate(PROOF);
    proof
}
