//! The three states of "who is there", and what is derived from them.

use crate::wire::{Client, Session, SessionStatus};

/// What this page knows about its client.
#[derive(Clone, Debug, Default, PartialEq)]
#[expect(clippy::large_enum_variant, reason = "there is one per page, and it is nearly always the large one")]
pub enum ClientState {
    /// Nothing yet: never shown as signed out.
    #[default]
    Unknown,
    /// The server said so; `None`: this browser has no client.
    Known(Option<Client>),
}

/// How far loading is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum LoadStatus {
    /// Nobody has answered yet.
    Loading,
    /// The state is known.
    Ready,
    /// The server can't be reached: what is shown is what was known last.
    Degraded,
}

/// Whether somebody is signed in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum AuthState {
    /// Not known yet.
    Loading,
    /// Nobody is.
    SignedOut,
    /// Almost: the session has a task left to do. Counts as signed out.
    Pending,
    /// Somebody is.
    SignedIn,
}

impl ClientState {
    /// The client, where it is known and there is one.
    pub fn client(&self) -> Option<&Client> {
        match self {
            Self::Known(Some(client)) => Some(client),
            Self::Known(None) | Self::Unknown => None,
        }
    }

    /// Is it known at all?
    pub fn is_known(&self) -> bool {
        matches!(self, Self::Known(_))
    }

    /// The current session, active or pending.
    pub fn session(&self) -> Option<&Session> {
        self.client().and_then(Client::active_session)
    }

    /// The current session, if it counts as signed in.
    pub fn active_session(&self) -> Option<&Session> {
        self.session().filter(|session| session.status == SessionStatus::Active)
    }

    /// Whether somebody is signed in.
    pub fn auth(&self) -> AuthState {
        match (self, self.session()) {
            (Self::Unknown, _) => AuthState::Loading,
            (Self::Known(_), None) => AuthState::SignedOut,
            (Self::Known(_), Some(session)) if session.status == SessionStatus::Active => AuthState::SignedIn,
            (Self::Known(_), Some(_)) => AuthState::Pending,
        }
    }
}

impl AuthState {
    /// `None` while loading; a pending session isn't signed in.
    pub fn is_signed_in(self) -> Option<bool> {
        match self {
            Self::Loading => None,
            Self::SignedOut | Self::Pending => Some(false),
            Self::SignedIn => Some(true),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::signals::adopt::tests::{client, session};

    fn known(sessions: Vec<Session>) -> ClientState {
        ClientState::Known(Some(client("client_1", 1, sessions)))
    }

    #[test]
    fn unknown_is_loading_and_never_signed_out() {
        assert_eq!(ClientState::Unknown.auth(), AuthState::Loading);
        assert_eq!(AuthState::Loading.is_signed_in(), None);
    }

    #[test]
    fn no_client_and_no_session_are_signed_out() {
        assert_eq!(ClientState::Known(None).auth(), AuthState::SignedOut);
        assert_eq!(known(vec![]).auth(), AuthState::SignedOut);
    }

    #[test]
    fn ended_sessions_do_not_count() {
        let ended = Session { status: SessionStatus::Removed, ..session("sess_1") };
        assert_eq!(known(vec![ended]).auth(), AuthState::SignedOut);
    }

    #[test]
    fn a_pending_session_is_there_but_not_signed_in() {
        let pending = Session { status: SessionStatus::Pending, ..session("sess_1") };
        let state = known(vec![pending]);
        assert_eq!(state.auth(), AuthState::Pending);
        assert_eq!(state.auth().is_signed_in(), Some(false));
        assert!(state.session().is_some());
        assert!(state.active_session().is_none());
    }

    #[test]
    fn an_active_session_is_signed_in() {
        assert_eq!(known(vec![session("sess_1")]).auth(), AuthState::SignedIn);
    }
}
