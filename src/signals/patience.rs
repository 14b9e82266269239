//! Short pauses that the server asks for, after a few wrong tries or calls in quick succession: the page waits them out.

use super::platform;
use crate::client::UiError;
use leptos::prelude::*;

/// Longer pauses are told to the person, who may want to do something else.
const LONGEST_SECONDS: u32 = 5;

/// Waits out the pause that a refused call asks for; true: make the call again. False if it asks for none or a long one,
/// and if `is_waiting`, which says so meanwhile, is gone afterwards: then nobody waits for the call any more.
pub(crate) async fn has_waited(error: &UiError, is_waiting: RwSignal<bool>) -> bool {
    let Some(seconds) = short_pause(error) else {
        return false;
    };
    let _ = is_waiting.try_set(true);
    let has_waited = platform::wait(seconds).await;
    let is_gone = is_waiting.try_set(false).is_some();
    has_waited && !is_gone
}

fn short_pause(error: &UiError) -> Option<u32> {
    error.retry_after.filter(|seconds| error.status == 429 && *seconds <= LONGEST_SECONDS)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::wire::ErrorCode;

    #[test]
    fn only_a_short_pause_that_was_asked_for_is_waited_out() {
        let pause = |status, retry_after| {
            short_pause(&UiError { status, retry_after, ..UiError::local(ErrorCode::RateLimitExceeded, "") })
        };
        assert_eq!(pause(429, Some(1)), Some(1));
        assert_eq!(pause(429, Some(5)), Some(5));
        assert_eq!(pause(429, Some(6)), None);
        assert_eq!(pause(429, None), None);
        // A locked account says when it opens; a busy server may have done half of it.
        assert_eq!(pause(403, Some(1)), None);
        assert_eq!(pause(503, Some(1)), None);
    }
}
