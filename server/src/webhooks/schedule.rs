//! When a delivery is tried again: the schedule of Standard Webhooks and Svix.

use crate::clock::{HOUR, MINUTE, Millis, SECOND};
use http::{HeaderMap, header};

/// After each failed try, from its end to the next one.
const WAITS: [Millis; 7] = [5 * SECOND, 5 * MINUTE, 30 * MINUTE, 2 * HOUR, 5 * HOUR, 10 * HOUR, 10 * HOUR];
/// A receiver may ask us to wait, but not to keep a delivery for ever.
const LONGEST_ASKED: Millis = 24 * HOUR;

/// When to try again after so many tries; none: never. `jitter` is from 0 to 1: tries that failed together don't come
/// back together. What the receiver asked for counts where it is later.
pub fn next_attempt(attempts: usize, now: Millis, jitter: f64, asked: Option<Millis>) -> Option<Millis> {
    let wait = *attempts.checked_sub(1).and_then(|tried| WAITS.get(tried))?;
    // Up to a fifth more.
    let spread = (wait as f64 / 5.0 * jitter.clamp(0.0, 1.0)) as Millis;
    Some(now + (wait + spread).max(asked.unwrap_or(0).min(LONGEST_ASKED)))
}

/// How long the receiver asks us to wait: seconds or a date.
pub fn retry_after(headers: &HeaderMap, now: Millis) -> Option<Millis> {
    let text = headers.get(header::RETRY_AFTER)?.to_str().ok()?.trim();
    if let Ok(seconds) = text.parse::<u32>() {
        return Some(Millis::from(seconds) * SECOND);
    }
    let at = httpdate::parse_http_date(text).ok()?.duration_since(std::time::UNIX_EPOCH).ok()?;
    Some((Millis::try_from(at.as_millis()).ok()? - now).max(0))
}

#[cfg(test)]
mod tests {
    use super::*;
    use http::HeaderValue;

    #[test]
    fn eight_tries_are_spread_over_more_than_a_day() {
        let mut waits = Vec::new();
        while let Some(at) = next_attempt(waits.len() + 1, 0, 0.0, None) {
            waits.push(at / SECOND);
        }
        assert_eq!(waits, [5, 300, 1_800, 7_200, 18_000, 36_000, 36_000]);
        assert_eq!(next_attempt(0, 0, 0.0, None), None);
    }

    #[test]
    fn jitter_makes_a_wait_longer_by_a_fifth_at_most() {
        assert_eq!(next_attempt(1, 100, 1.0, None), Some(100 + 6 * SECOND));
        assert_eq!(next_attempt(1, 100, 7.0, None), Some(100 + 6 * SECOND));
    }

    #[test]
    fn a_receiver_can_ask_for_more_time_and_not_for_less() {
        assert_eq!(next_attempt(1, 0, 0.0, Some(MINUTE)), Some(MINUTE));
        assert_eq!(next_attempt(2, 0, 0.0, Some(SECOND)), Some(5 * MINUTE));
        assert_eq!(next_attempt(1, 0, 0.0, Some(1_000 * HOUR)), Some(24 * HOUR));
        let asked = |text: &'static str| {
            retry_after(
                &HeaderMap::from_iter([(header::RETRY_AFTER, HeaderValue::from_static(text))]),
                1_445_412_470_000,
            )
        };
        assert_eq!(asked("120"), Some(120 * SECOND));
        assert_eq!(asked("Wed, 21 Oct 2015 07:28:00 GMT"), Some(10 * SECOND));
        assert_eq!(asked("Wed, 21 Oct 2015 07:27:00 GMT"), Some(0));
        for text in ["soon", "-1", ""] {
            assert_eq!(asked(text), None, "{text}");
        }
    }
}
