//! A bounded queue in front of password hashing.
//!
//! One hash takes tens of milliseconds of a core and megabytes of memory. Without a bound, a burst of sign-ins would
//! take both from everybody else; with it, the surplus is told at once to come back.

use super::{
    hash::{self, Params, Unverifiable},
    imported,
    pepper::Peppers,
    workers::Workers,
};
use crate::{metrics, random::Random};
use secrecy::{ExposeSecret, SecretString};
use std::{
    fmt,
    sync::Arc,
    time::{Duration, Instant},
};
use tokio::{
    sync::{OwnedSemaphorePermit, Semaphore, oneshot},
    time::timeout,
};

const LONGEST_WAIT: Duration = Duration::from_millis(500);
const WAITING_PER_WORKER: usize = 4;

/// The queue is full, or the turn did not come in time. Nothing was hashed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Busy;

impl fmt::Display for Busy {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("too many passwords are being checked at the moment")
    }
}

impl std::error::Error for Busy {}

/// Why a password was not checked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NotVerified {
    /// No time for it.
    Busy(Busy),
    /// Its digest was made with the pepper of this name, which this process was not given.
    UnknownPepper(String),
}

impl fmt::Display for NotVerified {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Busy(busy) => busy.fmt(f),
            Self::UnknownPepper(id) => write!(
                f,
                "a stored password was hashed with the pepper {id}, which was not given: add it to [password] pepper_file"
            ),
        }
    }
}

impl std::error::Error for NotVerified {}

/// What a check found.
#[derive(Debug, PartialEq, Eq)]
pub enum Outcome {
    /// It is the password. `rehash` is a new digest to store when the old one was made another way than today's.
    Right {
        /// The digest to store in place of the old one.
        rehash: Option<String>,
    },
    /// It is not, or there is none.
    Wrong,
}

/// Hashes and checks passwords, a bounded number at a time, off the threads that serve requests.
pub struct PasswordQueue {
    params: Params,
    peppers: Arc<Peppers>,
    random: Arc<dyn Random>,
    /// One permit for each hash that may run.
    running: Arc<Semaphore>,
    /// One permit for each hash that may run or wait.
    admitted: Arc<Semaphore>,
    concurrency: usize,
    workers: Workers,
}

/// How full the queue is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Load {
    /// Hashes that run.
    pub running: u64,
    /// Callers that wait for their turn.
    pub waiting: u64,
}

impl PasswordQueue {
    /// A queue that runs `concurrency` hashes at a time; as many as there are cores is a good choice.
    pub fn new(concurrency: usize, params: Params, peppers: Peppers, random: Arc<dyn Random>) -> Self {
        let concurrency = concurrency.clamp(1, 64);
        Self {
            params,
            peppers: Arc::new(peppers),
            random,
            running: Arc::new(Semaphore::new(concurrency)),
            admitted: Arc::new(Semaphore::new(concurrency * (1 + WAITING_PER_WORKER))),
            concurrency,
            workers: Workers::new(concurrency),
        }
    }

    /// How full it is at this moment.
    pub fn load(&self) -> Load {
        let running = self.concurrency.saturating_sub(self.running.available_permits());
        let admitted = (self.concurrency * (1 + WAITING_PER_WORKER)).saturating_sub(self.admitted.available_permits());
        let count = |number: usize| u64::try_from(number).unwrap_or(u64::MAX);
        Load { running: count(running), waiting: count(admitted.saturating_sub(running)) }
    }

    /// Refuses while nobody else is let in: before work is done for what would be refused after it.
    pub fn refuse_full(&self) -> Result<(), Busy> {
        if self.admitted.available_permits() > 0 {
            return Ok(());
        }
        metrics::HASHES_REFUSED.add();
        Err(Busy)
    }

    /// The digest to store for a new password.
    pub async fn hash(&self, password: SecretString) -> Result<String, Busy> {
        let (random, peppers, params) = (Arc::clone(&self.random), Arc::clone(&self.peppers), self.params);
        self.run(move || hash::hash(&*random, params, &peppers, password.expose_secret().as_bytes())).await
    }

    /// Checks a password against the stored digest, ours or one of another system. Without one (no such account, or one
    /// without a password) a digest that nothing matches is tried, so that the time taken does not tell which accounts
    /// exist.
    pub async fn verify(&self, password: SecretString, digest: Option<String>) -> Result<Outcome, NotVerified> {
        let (random, peppers, params) = (Arc::clone(&self.random), Arc::clone(&self.peppers), self.params);
        let check = move || {
            let is_known = digest.is_some();
            let digest = digest.unwrap_or_else(|| hash::dummy(params));
            let password = password.expose_secret().as_bytes();
            if imported::is_imported(&digest) {
                return Ok(verify_imported(&*random, params, &peppers, password, &digest));
            }
            let is_right = match hash::verify(password, &digest, &peppers) {
                Ok(is_right) => is_right,
                Err(Unverifiable::Unreadable) => {
                    tracing::error!("a stored password digest cannot be read");
                    false
                }
                Err(Unverifiable::RetiredPepper) => {
                    // It takes as long as any other wrong password.
                    drop(hash::verify(password, &hash::dummy(params), &peppers));
                    false
                }
                Err(Unverifiable::UnknownPepper(id)) => return Err(NotVerified::UnknownPepper(id)),
            };
            if !(is_right && is_known) {
                return Ok(Outcome::Wrong);
            }
            let is_outdated = hash::is_outdated(params, &peppers, &digest);
            Ok(Outcome::Right { rehash: is_outdated.then(|| hash::hash(&*random, params, &peppers, password)) })
        };
        self.run(check).await.map_err(NotVerified::Busy)?
    }

    async fn run<T: Send + 'static>(&self, work: impl FnOnce() -> T + Send + 'static) -> Result<T, Busy> {
        let permits = self.turn().await?;
        let (answer, result) = oneshot::channel();
        // The permits go along: when the caller gives up, the hash still runs to its end and must still count.
        self.workers.run(move || {
            let result = work();
            drop(permits);
            // Nobody waits any more: then nobody is told.
            drop(answer.send(result));
        });
        result.await.map_err(|_| {
            tracing::error!("password hashing ended early");
            Busy
        })
    }

    async fn turn(&self) -> Result<(OwnedSemaphorePermit, OwnedSemaphorePermit), Busy> {
        let busy = || {
            metrics::HASHES_REFUSED.add();
            Busy
        };
        let begun = Instant::now();
        let admitted = Arc::clone(&self.admitted).try_acquire_owned().map_err(|_| busy())?;
        let running = timeout(LONGEST_WAIT, Arc::clone(&self.running).acquire_owned()).await.map_err(|_| busy())?;
        metrics::HASH_WAIT.observe(begun.elapsed());
        Ok((running.map_err(|_| busy())?, admitted))
    }
}

/// The right password is hashed anew. A wrong one costs as much as if it were, or the quick digests of other systems
/// would tell by time which accounts exist.
fn verify_imported(random: &dyn Random, params: Params, peppers: &Peppers, password: &[u8], digest: &str) -> Outcome {
    let is_right = imported::verify(digest, password);
    let rehash = hash::hash(random, params, peppers, password);
    if is_right { Outcome::Right { rehash: Some(rehash) } } else { Outcome::Wrong }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::random::SystemRandom;
    use base64::{Engine, engine::general_purpose::STANDARD};

    const CHEAP: Params = Params { memory_kib: 12_288, iterations: 1, parallelism: 1 };

    fn queue(concurrency: usize, params: Params) -> PasswordQueue {
        with_peppers(concurrency, params, Peppers::default())
    }

    fn with_peppers(concurrency: usize, params: Params, peppers: Peppers) -> PasswordQueue {
        PasswordQueue::new(concurrency, params, peppers, Arc::new(SystemRandom))
    }

    fn secret(text: &str) -> SecretString {
        SecretString::from(text)
    }

    #[tokio::test]
    async fn right_password_is_right_and_another_is_wrong() {
        let queue = queue(2, CHEAP);
        let digest = queue.hash(secret("correct horse")).await.unwrap();
        let right = queue.verify(secret("correct horse"), Some(digest.clone())).await;
        assert_eq!(right, Ok(Outcome::Right { rehash: None }));
        assert_eq!(queue.verify(secret("correct"), Some(digest)).await, Ok(Outcome::Wrong));
    }

    #[tokio::test]
    async fn digest_of_other_parameters_is_made_anew() {
        let old = queue(1, CHEAP).hash(secret("correct horse")).await.unwrap();
        let today = queue(1, Params { iterations: 2, ..CHEAP });
        let outcome = today.verify(secret("correct horse"), Some(old)).await.unwrap();
        let Outcome::Right { rehash: Some(new) } = outcome else { panic!("{outcome:?}") };
        assert!(new.contains("t=2"));
        assert_eq!(today.verify(secret("correct horse"), Some(new)).await, Ok(Outcome::Right { rehash: None }));
    }

    #[tokio::test]
    async fn digest_of_another_system_is_made_anew() {
        let queue = queue(1, CHEAP);
        // Python's hashlib: md5(b"correct horse")
        let old = imported::check("md5", "3cb4e732631f47e6eb961f34554b7cde").unwrap();
        assert_eq!(queue.verify(secret("wrong"), Some(old.clone())).await, Ok(Outcome::Wrong));
        let outcome = queue.verify(secret("correct horse"), Some(old)).await.unwrap();
        let Outcome::Right { rehash: Some(new) } = outcome else { panic!("{outcome:?}") };
        assert!(new.starts_with("$argon2id$"));
        assert_eq!(queue.verify(secret("correct horse"), Some(new)).await, Ok(Outcome::Right { rehash: None }));
    }

    #[tokio::test]
    async fn account_without_a_password_or_with_a_quick_digest_takes_as_long_and_is_wrong() {
        let queue = queue(1, Params::default());
        let digest = queue.hash(secret("correct horse")).await.unwrap();
        let quick = imported::check("md5", "3cb4e732631f47e6eb961f34554b7cde").unwrap();
        let mut best = [Duration::MAX; 3];
        for _ in 0..5 {
            for (slot, digest) in [(0, Some(digest.clone())), (1, None), (2, Some(quick.clone()))] {
                let start = Instant::now();
                assert_eq!(queue.verify(secret("wrong"), digest).await, Ok(Outcome::Wrong));
                best[slot] = best[slot].min(start.elapsed());
            }
        }
        for other in &best[1..] {
            let ratio = other.as_secs_f64() / best[0].as_secs_f64();
            assert!((0.5..2.0).contains(&ratio), "{best:?}");
        }
    }

    fn peppers(bytes: &[u8]) -> Peppers {
        let text: Vec<_> = bytes.iter().map(|byte| STANDARD.encode([*byte; 32])).collect();
        Peppers::from_base64(&SecretString::from(text.join(" "))).unwrap()
    }

    #[tokio::test]
    async fn digest_of_another_pepper_is_made_anew_with_the_current_one() {
        let old = queue(1, CHEAP).hash(secret("correct horse")).await.unwrap();
        let mut digest = old;
        for given in [&[1][..], &[2, 1], &[2]] {
            let queue = with_peppers(1, CHEAP, peppers(given));
            let outcome = queue.verify(secret("correct horse"), Some(digest.clone())).await.unwrap();
            if let Outcome::Right { rehash: Some(new) } = outcome {
                assert_ne!(given, [2], "it was renewed while both were given");
                assert!(new.contains(&format!("keyid={}$", peppers(given).current_id().unwrap())), "{new}");
                digest = new;
            } else {
                assert_eq!((given, outcome), (&[2][..], Outcome::Right { rehash: None }));
            }
        }
        assert_eq!(
            with_peppers(1, CHEAP, peppers(&[2])).verify(secret("wrong"), Some(digest)).await,
            Ok(Outcome::Wrong)
        );
    }

    #[tokio::test]
    async fn without_its_pepper_a_password_is_neither_right_nor_wrong() {
        let digest = with_peppers(1, CHEAP, peppers(&[1])).hash(secret("correct horse")).await.unwrap();
        let id = peppers(&[1]).current_id().unwrap();
        for others in [Peppers::default(), peppers(&[2])] {
            for password in ["correct horse", "wrong"] {
                let outcome =
                    with_peppers(1, CHEAP, others.clone()).verify(secret(password), Some(digest.clone())).await;
                assert_eq!(outcome, Err(NotVerified::UnknownPepper(id.clone())));
            }
        }
        let retired = with_peppers(1, CHEAP, Peppers::default().with_retired(vec![id]));
        assert_eq!(retired.verify(secret("correct horse"), Some(digest)).await, Ok(Outcome::Wrong));
    }

    #[tokio::test]
    async fn unreadable_digest_is_wrong() {
        assert_eq!(queue(1, CHEAP).verify(secret("x"), Some("plain".into())).await, Ok(Outcome::Wrong));
    }

    #[tokio::test]
    async fn surplus_is_turned_away_at_once() {
        let queue = queue(1, CHEAP);
        let permits: Vec<_> = (0..5).map(|_| Arc::clone(&queue.admitted).try_acquire_owned().unwrap()).collect();
        let start = Instant::now();
        assert_eq!(queue.hash(secret("x")).await, Err(Busy));
        assert_eq!(queue.refuse_full(), Err(Busy));
        assert!(start.elapsed() < LONGEST_WAIT);
        drop(permits);
        assert_eq!(queue.refuse_full(), Ok(()));
        assert!(queue.hash(secret("x")).await.is_ok());
    }

    #[tokio::test]
    async fn nobody_waits_longer_than_half_a_second() {
        let queue = queue(1, CHEAP);
        let _running = Arc::clone(&queue.running).try_acquire_owned().unwrap();
        let start = Instant::now();
        assert_eq!(queue.hash(secret("x")).await, Err(Busy));
        assert!(start.elapsed() >= LONGEST_WAIT);
        assert_eq!(queue.admitted.available_permits(), 5);
    }
}
