//! Request rates. What guards secrets (starting attempts, trying codes and passwords, sending mail) is counted in the
//! database, where no restart and no second node resets it; what only protects this process from being flooded
//! (reads, token renewals) is counted in its memory, so that a read costs no write.

use super::Context;
use crate::{
    clock::Millis,
    config::Rate,
    domain::lockout::Source,
    error::{Error, Result},
    metrics,
    store::counters,
};
use onehop::endpoints::RateClass;
use std::{
    collections::HashMap,
    hash::{BuildHasher, RandomState},
    sync::{Mutex, PoisonError},
};

const SHARDS: usize = 16;
const SHARD_CAPACITY: usize = 8_192;

/// Token buckets in memory. Keys are hashed with a secret of this process; a collision only shares a bucket.
pub struct Shield {
    hasher: RandomState,
    shards: [Mutex<HashMap<u64, Millis>>; SHARDS],
}

impl Default for Shield {
    fn default() -> Self {
        Self { hasher: RandomState::new(), shards: std::array::from_fn(|_| Mutex::default()) }
    }
}

impl Shield {
    /// Takes one token; when the bucket is empty, how long until there is one.
    fn take(&self, key: impl std::hash::Hash, rate: Rate, now: Millis) -> Result<(), Millis> {
        let hash = self.hasher.hash_one(key);
        let mut shard = self.shards[hash as usize % SHARDS].lock().unwrap_or_else(PoisonError::into_inner);
        if shard.len() >= SHARD_CAPACITY {
            shard.retain(|_, full_at| *full_at > now);
        }
        let (interval, burst) = interval_and_burst(rate);
        // Later than it can be: the clock was put back.
        let known = shard.get(&hash).copied().filter(|full_at| *full_at <= now + interval * burst);
        let full_at = known.unwrap_or(now).max(now);
        if full_at > now + interval * (burst - 1) {
            return Err(full_at - now - interval * (burst - 1));
        }
        shard.insert(hash, full_at + interval);
        Ok(())
    }
}

/// How far apart tokens come back, and how many the bucket holds.
fn interval_and_burst(rate: Rate) -> (Millis, i64) {
    ((rate.period / i64::from(rate.refill.max(1))).max(1), i64::from(rate.burst.max(1)))
}

/// Counts this request in its class.
pub async fn check(cx: &Context, class: RateClass) -> Result<()> {
    let limits = &cx.app.config.limits;
    if !limits.is_enabled {
        return Ok(());
    }
    let address = crate::http::limit_key(cx.facts.ip).to_string();
    match class {
        // With a secret key nobody comes here.
        RateClass::Unlimited
        | RateClass::Backend
        | RateClass::BackendUser
        | RateClass::Invite
        | RateClass::InviteBulk => Ok(()),
        RateClass::Default => {
            let key = cx.client().map_or_else(|| address.clone(), |client| client.id.to_string());
            shield(cx, ("read", key), limits.read)
        }
        RateClass::Token => {
            shield(cx, ("token", cx.facts.path_id.clone().unwrap_or_default()), limits.token)?;
            shield(cx, ("token_address", address), limits.token_address)
        }
        RateClass::Create => spend(cx, &[(format!("create:{address}"), limits.create)]).await,
        RateClass::Attempt => {
            let mut buckets = vec![(format!("attempt:{address}"), limits.attempt)];
            if let Some(id) = &cx.facts.path_id {
                buckets.push((format!("attempt:{id}"), limits.attempt));
            }
            spend(cx, &buckets).await
        }
        RateClass::Prepare => {
            let mut buckets = vec![(format!("prepare_address:{address}"), limits.prepare_address)];
            if let Some(client) = cx.client() {
                buckets.push((format!("prepare:{}", client.id), limits.prepare));
            }
            spend(cx, &buckets).await
        }
    }
}

fn shield(cx: &Context, key: (&'static str, String), rate: Rate) -> Result<()> {
    cx.app.shield.take(key, rate, cx.now).map_err(refuse)
}

/// Takes a token from each of these buckets, in a transaction of its own: a refused or failed request counts too.
pub async fn spend(cx: &Context, buckets: &[(String, Rate)]) -> Result<()> {
    if !cx.app.config.limits.is_enabled {
        return Ok(());
    }
    let mut conn = cx.app.write().await?;
    let mut refused = None;
    for (name, rate) in buckets {
        let (interval, burst) = interval_and_burst(*rate);
        if !counters::take(&mut conn, &cx.app.instance.id, name, cx.now, interval, burst).await? {
            refused = Some(interval);
            break;
        }
    }
    conn.commit().await?;
    match refused {
        Some(wait) => Err(refuse(wait)),
        None => Ok(()),
    }
}

/// Under which name mail to this address is counted. It goes to a person who may not have asked: counted by recipient,
/// whoever asks. From a known device it is the person who asks: strangers can't use that up.
pub fn mail_key(address: &str, source: &Source) -> String {
    match source.is_known() {
        true => format!("mail:{address}:{}", source.key()),
        false => format!("mail:{address}"),
    }
}

/// Counts a mail to this address.
pub async fn spend_mail(cx: &Context, address: &str, source: &Source) -> Result<()> {
    spend(cx, &[(mail_key(address, source), cx.app.config.limits.prepare_recipient)]).await
}

fn refuse(wait: Millis) -> Error {
    metrics::FRONTEND_REFUSED.add();
    Error::too_many_requests(wait)
}

#[cfg(test)]
mod tests {
    use super::*;

    const FIVE_PER_TEN_SECONDS: Rate = Rate { burst: 5, refill: 5, period: 10_000 };

    #[test]
    fn a_bucket_gives_its_burst_and_then_one_per_interval() {
        let shield = Shield::default();
        for _ in 0..5 {
            assert_eq!(shield.take("a", FIVE_PER_TEN_SECONDS, 0), Ok(()));
        }
        assert_eq!(shield.take("a", FIVE_PER_TEN_SECONDS, 0), Err(2_000));
        assert_eq!(shield.take("b", FIVE_PER_TEN_SECONDS, 0), Ok(()));
        assert_eq!(shield.take("a", FIVE_PER_TEN_SECONDS, 2_000), Ok(()));
        assert_eq!(shield.take("a", FIVE_PER_TEN_SECONDS, 2_000), Err(2_000));
    }

    #[test]
    fn a_clock_that_is_put_back_does_not_prolong_the_wait() {
        let shield = Shield::default();
        for _ in 0..5 {
            assert_eq!(shield.take("a", FIVE_PER_TEN_SECONDS, 3_600_000), Ok(()));
        }
        assert_eq!(shield.take("a", FIVE_PER_TEN_SECONDS, 0), Ok(()));
    }
}
