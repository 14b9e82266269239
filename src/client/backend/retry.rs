//! When a call is tried again, and after how long.

use super::BackendError;
use crate::endpoints::Verb;
use http::{HeaderMap, header};
use std::{
    hash::{BuildHasher, RandomState},
    time::Duration,
};

/// When a call is tried again: after 429, 5xx and failures of the network, and only if doing it twice is the same as
/// doing it once (GET, PUT, DELETE). Waits double from try to try and vary at random, so that many clients don't come
/// back at the same moment; when the server says how long to wait (`Retry-After`), it is left alone for that long.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Retry {
    /// Tries in all; 1: never again.
    pub attempts: u32,
    /// The wait after the first try.
    pub first_wait: Duration,
    /// No wait of ours is longer.
    pub longest_wait: Duration,
    /// Nothing is tried later than this after the call began. A server that wants to be left alone for longer ends it.
    pub total: Duration,
}

impl Default for Retry {
    fn default() -> Self {
        Self {
            attempts: 4,
            first_wait: Duration::from_millis(100),
            longest_wait: Duration::from_secs(5),
            total: Duration::from_secs(30),
        }
    }
}

impl Retry {
    /// Never.
    pub const NEVER: Self =
        Self { attempts: 1, first_wait: Duration::ZERO, longest_wait: Duration::ZERO, total: Duration::MAX };

    /// How long to wait after this failure of try number `attempt` (from 1); none: that was the last try.
    pub(super) fn wait(&self, verb: Verb, attempt: u32, error: &BackendError, passed: Duration) -> Option<Duration> {
        let is_idempotent = matches!(verb, Verb::Get | Verb::Put | Verb::Delete);
        let may_pass = matches!(error.reason, super::Reason::Unreachable | super::Reason::TimedOut)
            || error.status == 429
            || error.status >= 500;
        if !is_idempotent || !may_pass || attempt >= self.attempts {
            return None;
        }
        let longest = self.first_wait.saturating_mul(2_u32.saturating_pow(attempt - 1)).min(self.longest_wait);
        let wait = match error.retry_after {
            Some(asked) => asked + fraction(self.first_wait),
            None => longest / 2 + fraction(longest / 2),
        };
        (passed.saturating_add(wait) <= self.total).then_some(wait)
    }
}

/// A random part of it.
fn fraction(of: Duration) -> Duration {
    // Each state has other keys, drawn from the system's randomness: enough to spread waits.
    let random = RandomState::new().hash_one(0_u8) >> 32;
    of.mul_f64(random as f64 / f64::from(u32::MAX))
}

/// The header `Retry-After`: seconds, or a date, which is measured by the server's own clock.
pub(super) fn retry_after(headers: &HeaderMap) -> Option<Duration> {
    let text = |name| headers.get(name).and_then(|value: &http::HeaderValue| value.to_str().ok()).map(str::trim);
    let value = text(header::RETRY_AFTER)?;
    if let Ok(seconds) = value.parse() {
        return Some(Duration::from_secs(seconds));
    }
    let until = httpdate::parse_http_date(value).ok()?;
    let now = httpdate::parse_http_date(text(header::DATE)?).ok()?;
    Some(until.duration_since(now).unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;
    use http::HeaderValue;

    fn failed(status: u16, retry_after: Option<u64>) -> BackendError {
        BackendError::refused(status, &HeaderMap::new(), b"", retry_after.map(Duration::from_secs))
    }

    #[test]
    fn waits_double_within_bounds_and_end() {
        let retry = Retry { longest_wait: Duration::from_millis(300), ..Retry::default() };
        let waits =
            |attempt| retry.wait(Verb::Get, attempt, &failed(503, None), Duration::ZERO).map(|wait| wait.as_millis());
        assert!((50..=100).contains(&waits(1).expect("again")));
        assert!((100..=200).contains(&waits(2).expect("again")));
        assert!((150..=300).contains(&waits(3).expect("again")), "the longest wait");
        assert_eq!(waits(4), None);
        let late = retry.wait(Verb::Get, 1, &failed(503, None), Duration::from_millis(29_990));
        assert_eq!(late, None, "the time is up");
    }

    #[test]
    fn only_what_may_be_done_twice_and_may_pass_is_tried_again() {
        let retry = Retry::default();
        let is_tried = |verb, status| retry.wait(verb, 1, &failed(status, None), Duration::ZERO).is_some();
        for verb in [Verb::Get, Verb::Put, Verb::Delete] {
            assert!(is_tried(verb, 429) && is_tried(verb, 503) && is_tried(verb, 500));
            assert!(!is_tried(verb, 404) && !is_tried(verb, 422) && !is_tried(verb, 401));
        }
        for verb in [Verb::Post, Verb::Patch] {
            assert!(!is_tried(verb, 429) && !is_tried(verb, 503));
        }
    }

    #[test]
    fn the_server_says_how_long() {
        let retry = Retry::default();
        let wait = retry.wait(Verb::Get, 1, &failed(429, Some(7)), Duration::ZERO).expect("again");
        assert!((7_000..=7_100).contains(&wait.as_millis()));
        assert_eq!(retry.wait(Verb::Get, 1, &failed(429, Some(31)), Duration::ZERO), None);
    }

    #[test]
    fn seconds_and_dates_are_read() {
        let headers = |retry: &'static str| {
            HeaderMap::from_iter([
                (header::RETRY_AFTER, HeaderValue::from_static(retry)),
                (header::DATE, HeaderValue::from_static("Sun, 06 Nov 1994 08:49:37 GMT")),
            ])
        };
        assert_eq!(retry_after(&headers("3")), Some(Duration::from_secs(3)));
        assert_eq!(retry_after(&headers("Sun, 06 Nov 1994 08:49:42 GMT")), Some(Duration::from_secs(5)));
        assert_eq!(retry_after(&headers("Sun, 06 Nov 1994 08:49:30 GMT")), Some(Duration::ZERO));
        assert_eq!(retry_after(&headers("soon")), None);
    }
}
