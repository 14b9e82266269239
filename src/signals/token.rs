//! Session tokens: handed out from memory, renewed before they end, once for all tabs.
//!
//! A renewal has three outcomes. A token is kept through an unreachable server until its own end; a refusal makes the
//! page ask who is there.

use super::{
    platform::{self, Lock},
    store::Store,
    token_cache::{RENEW_MS, USABLE_MS},
};
use crate::{
    client::UiError,
    endpoints::frontend::{CreateSessionToken, CreateToken},
    signals::channel::Message,
    wire::SessionId,
};
use leptos::prelude::*;

/// How a token is asked for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct TokenOptions {
    /// Mint a new one even if a good one is at hand: after a change that its claims should show.
    pub skip_cache: bool,
}

/// The outcome of a renewal.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Renewal {
    /// A new token.
    Renewed(String),
    /// The session isn't signed in any more.
    Rejected,
    /// No answer, or "not now": nothing is known that wasn't before.
    Unreachable(UiError),
}

/// The tab that holds this lock renews; the others wait for its message.
const LEADER: &str = "onehop:token";
/// How often and how long the others look for the leader's token before they renew by themselves.
const FOLLOW_STEP_MS: i32 = 100;
const FOLLOW_STEPS: usize = 50;
/// The lock is held a moment longer, until the message has reached the other tabs.
const AFTERGLOW_MS: i32 = 200;
/// Background work pauses this long after a failure.
const PAUSE_MS: i64 = 10_000;

impl Store {
    /// A token of the current session; `None` when nobody is signed in.
    pub async fn get_token(self, options: TokenOptions) -> Result<Option<String>, UiError> {
        if !self.client.try_with_untracked(|client| client.is_known()).unwrap_or(true) {
            self.reload().await?;
        }
        let Some(session) = self.active_session_id() else {
            return Ok(None);
        };
        if !options.skip_cache
            && let Some(jwt) = self.cached_token(&session, USABLE_MS)
        {
            if self.cached_token(&session, RENEW_MS).is_none() {
                platform::spawn(async move {
                    self.renew(session, false).await;
                });
            }
            return Ok(Some(jwt));
        }
        match self.renew(session.clone(), options.skip_cache).await {
            Renewal::Renewed(jwt) => Ok(Some(jwt)),
            Renewal::Rejected => Ok(None),
            Renewal::Unreachable(error) => self.cached_token(&session, 0).map(Some).ok_or(error),
        }
    }

    /// What the page's timer does: keeps the token fresh, and tries again after a failure.
    pub async fn work_in_background(self) {
        if self.not_before.try_get_value().is_none_or(|not_before| self.now() < not_before) {
            return;
        }
        let is_lost = self.is_unreachable.try_get_untracked().unwrap_or(false);
        if is_lost && self.reload().await.is_err() {
            return self.pause();
        }
        let Some(session) = self.active_session_id() else {
            return;
        };
        if self.cached_token(&session, RENEW_MS).is_none()
            && let Renewal::Unreachable(_) = self.renew(session, false).await
        {
            self.pause();
        }
    }

    /// No background work for a while, and then again.
    pub fn pause(self) {
        let _ = self.not_before.try_set_value(self.now() + PAUSE_MS);
    }

    fn cached_token(self, session: &SessionId, left: i64) -> Option<String> {
        let now = self.now();
        self.tokens.try_with_value(|tokens| tokens.get(session, now, left)).flatten()
    }

    /// One renewal at a time in this tab: who comes second gets the first one's outcome.
    async fn renew(self, session: SessionId, is_forced: bool) -> Renewal {
        let work = self.renew_as_leader(session.clone(), is_forced);
        self.page.flight().join(session, is_forced, work).await
    }

    /// One renewal at a time in this browser, unless a new token is wanted whatever the others have.
    async fn renew_as_leader(self, session: SessionId, is_forced: bool) -> Renewal {
        if is_forced {
            return self.fetch_token(&session).await;
        }
        let lock = platform::try_lock(LEADER).await;
        if let Lock::Taken = lock
            && let Some(jwt) = self.follow(&session).await
        {
            return Renewal::Renewed(jwt);
        }
        if let Some(jwt) = self.cached_token(&session, RENEW_MS) {
            return Renewal::Renewed(jwt);
        }
        let outcome = self.fetch_token(&session).await;
        platform::spawn(async move {
            let _held = lock;
            platform::sleep(AFTERGLOW_MS).await;
        });
        outcome
    }

    async fn follow(self, session: &SessionId) -> Option<String> {
        for _ in 0..FOLLOW_STEPS {
            platform::sleep(FOLLOW_STEP_MS).await;
            if let Some(jwt) = self.cached_token(session, RENEW_MS) {
                return Some(jwt);
            }
        }
        None
    }

    async fn fetch_token(self, session: &SessionId) -> Renewal {
        match self.call::<CreateSessionToken>(session, &CreateToken::default()).await {
            Ok(token) => {
                self.remember_token(session, token.jwt.clone());
                self.page.post(&Message::Token { session: session.clone(), jwt: token.jwt.clone() });
                Renewal::Renewed(token.jwt)
            }
            Err(error) if is_refusal(&error) => {
                let _ = self.tokens.try_update_value(|tokens| tokens.forget(session));
                platform::spawn(async move {
                    let _ = self.reload().await;
                });
                Renewal::Rejected
            }
            Err(error) => Renewal::Unreachable(error),
        }
    }
}

/// Does the answer say that the session is over? Being told to slow down does not.
fn is_refusal(error: &UiError) -> bool {
    (400..500).contains(&error.status) && error.status != 408 && error.status != 429
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::wire::ErrorCode;

    fn error(status: u16) -> UiError {
        UiError { status, ..UiError::local(ErrorCode::Unexpected, "") }
    }

    #[test]
    fn only_an_answer_about_the_session_ends_it() {
        for status in [400, 401, 403, 404, 422] {
            assert!(is_refusal(&error(status)), "{status}");
        }
        for status in [0, 408, 429, 500, 502, 503] {
            assert!(!is_refusal(&error(status)), "{status}");
        }
    }
}
