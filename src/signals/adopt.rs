//! Which of two clients is the newer one. Replies and messages overtake each other, so each is compared first.

use super::ClientState;
use crate::wire::{Client, SessionId, SessionStatus};

/// Is this client, which came with a reply or from another tab, at least as new as the one held?
///
/// `updated_at` grows with every visible change of one client; clients with different ids can't be compared, and
/// then the one that came last wins.
pub fn is_current(held: &ClientState, candidate: &Client) -> bool {
    match held.client() {
        Some(held) if held.id == candidate.id => candidate.updated_at >= held.updated_at,
        _ => true,
    }
}

/// Do the two disagree about who is signed in?
pub fn sessions_differ(held: &ClientState, candidate: Option<&Client>) -> bool {
    sessions(held.client()) != sessions(candidate)
}

fn sessions(client: Option<&Client>) -> Vec<(&SessionId, SessionStatus)> {
    client
        .map(|client| client.signed_in_sessions().map(|session| (&session.id, session.status)).collect())
        .unwrap_or_default()
}

#[cfg(test)]
pub mod tests {
    use super::*;
    use crate::wire::{ClientId, ClientTag, Session, SessionTag};

    /// A client as the server sends it.
    pub fn client(id: &str, updated_at: i64, sessions: Vec<Session>) -> Client {
        Client {
            object: ClientTag,
            id: ClientId::from(id),
            last_active_session_id: sessions.first().map(|session| session.id.clone()),
            sessions,
            sign_in: None,
            sign_up: None,
            last_authentication_strategy: None,
            captcha_bypass: false,
            cookie_expires_at: None,
            created_at: 1,
            updated_at,
        }
    }

    /// An active session without a user.
    pub fn session(id: &str) -> Session {
        Session {
            object: SessionTag,
            id: SessionId::from(id),
            status: SessionStatus::Active,
            expire_at: 9_000_000_000_000,
            abandon_at: 9_000_000_000_000,
            last_active_at: 1,
            last_active_organization_id: None,
            last_active_token: None,
            factor_verification_age: None,
            actor: None,
            tasks: None,
            user: None,
            public_user_data: None,
            latest_activity: None,
            created_at: 1,
            updated_at: 1,
        }
    }

    fn held(updated_at: i64) -> ClientState {
        ClientState::Known(Some(client("client_1", updated_at, vec![session("sess_1")])))
    }

    #[test]
    fn an_older_reply_of_the_same_client_is_not_adopted() {
        assert!(!is_current(&held(10), &client("client_1", 9, vec![])));
    }

    #[test]
    fn an_equally_old_or_newer_one_is() {
        assert!(is_current(&held(10), &client("client_1", 10, vec![])));
        assert!(is_current(&held(10), &client("client_1", 11, vec![])));
    }

    #[test]
    fn another_client_and_the_first_one_always_are() {
        assert!(is_current(&held(10), &client("client_2", 1, vec![])));
        assert!(is_current(&ClientState::Known(None), &client("client_1", 1, vec![])));
        assert!(is_current(&ClientState::Unknown, &client("client_1", 1, vec![])));
    }

    #[test]
    fn a_session_more_less_or_in_another_state_is_a_difference() {
        let one = client("client_1", 10, vec![session("sess_1")]);
        let two = client("client_1", 10, vec![session("sess_1"), session("sess_2")]);
        let pending = Session { status: SessionStatus::Pending, ..session("sess_1") };
        assert!(!sessions_differ(&held(1), Some(&one)));
        assert!(sessions_differ(&held(1), Some(&two)));
        assert!(sessions_differ(&held(1), Some(&client("client_1", 10, vec![pending]))));
        assert!(sessions_differ(&held(1), None));
    }
}
