//! Session tokens in memory, one per session. Times are milliseconds of this device's clock, set right by the server's
//! where it is plainly wrong.

use crate::{token::peek_exp, wire::SessionId};
use std::collections::HashMap;

/// A token with less left than this is not handed out while a newer one can be had.
pub const USABLE_MS: i64 = 10_000;
/// A token with less left than this is renewed in the background.
pub const RENEW_MS: i64 = 15_000;

/// Tokens by session.
#[derive(Debug, Default)]
pub struct TokenCache(HashMap<SessionId, Held>);

struct Held {
    jwt: String,
    expires_at: i64,
}

/// Without the token: who holds it can act as the user.
impl std::fmt::Debug for Held {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Held").field("expires_at", &self.expires_at).finish_non_exhaustive()
    }
}

impl TokenCache {
    /// Keeps a token, unless the one held ends later.
    pub fn insert(&mut self, session: &SessionId, jwt: String) {
        let Some(expires_at) = peek_exp(&jwt).map(|exp| exp.saturating_mul(1_000)) else {
            return;
        };
        if self.0.get(session).is_none_or(|held| held.expires_at <= expires_at) {
            self.0.insert(session.clone(), Held { jwt, expires_at });
        }
    }

    /// The token of a session, if at least `left` milliseconds of it are left.
    pub fn get(&self, session: &SessionId, now: i64, left: i64) -> Option<String> {
        self.0.get(session).filter(|held| held.expires_at - now > left).map(|held| held.jwt.clone())
    }

    /// Forgets every token whose session is not among these.
    pub fn keep_only(&mut self, sessions: &[SessionId]) {
        self.0.retain(|session, _| sessions.contains(session));
    }

    /// Forgets one session's token.
    pub fn forget(&mut self, session: &SessionId) {
        self.0.remove(session);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    // Payload {"exp":1000} and {"exp":1060}.
    const OLD: &str = "e30.eyJleHAiOjEwMDB9.c2ln";
    const NEW: &str = "e30.eyJleHAiOjEwNjB9.c2ln";

    fn session() -> SessionId {
        SessionId::from("sess_1")
    }

    #[test]
    fn a_token_is_handed_out_only_while_enough_of_it_is_left() {
        let mut cache = TokenCache::default();
        cache.insert(&session(), OLD.into());
        assert_eq!(cache.get(&session(), 989_999, USABLE_MS).as_deref(), Some(OLD));
        assert_eq!(cache.get(&session(), 990_000, USABLE_MS), None);
        assert_eq!(cache.get(&session(), 999_999, 0).as_deref(), Some(OLD));
        assert_eq!(cache.get(&session(), 1_000_000, 0), None);
    }

    #[test]
    fn an_older_token_does_not_replace_a_newer_one() {
        let mut cache = TokenCache::default();
        cache.insert(&session(), NEW.into());
        cache.insert(&session(), OLD.into());
        assert_eq!(cache.get(&session(), 0, 0).as_deref(), Some(NEW));
    }

    #[test]
    fn tokens_of_sessions_that_ended_are_forgotten() {
        let mut cache = TokenCache::default();
        cache.insert(&session(), NEW.into());
        cache.keep_only(&[SessionId::from("sess_2")]);
        assert_eq!(cache.get(&session(), 0, 0), None);
    }

    #[test]
    fn what_is_no_token_is_not_kept() {
        let mut cache = TokenCache::default();
        cache.insert(&session(), "nonsense".into());
        assert_eq!(cache.get(&session(), 0, 0), None);
    }
}
