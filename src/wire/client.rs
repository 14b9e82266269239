//! The client: one browser, its sessions and its current attempts.

use super::{ClientId, Millis, Session, SessionId, SignIn, SignUp, object_tag};
use serde::{Deserialize, Serialize};

object_tag!(pub ClientTag = "client");

/// One browser (or other device).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct Client {
    /// Always `client`.
    pub object: ClientTag,
    /// `client_…`
    pub id: ClientId,
    /// Signed-in sessions.
    pub sessions: Vec<Session>,
    /// The current sign-in; null once finished.
    pub sign_in: Option<SignIn>,
    /// The current sign-up; null once finished.
    pub sign_up: Option<SignUp>,
    /// Which session is the current one.
    pub last_active_session_id: Option<SessionId>,
    /// How the last sign-in was proven.
    pub last_authentication_strategy: Option<String>,
    /// True: no bot check.
    pub captcha_bypass: bool,
    /// When the cookie ends.
    pub cookie_expires_at: Option<Millis>,
    /// Created.
    pub created_at: Millis,
    /// Grows on every visible change.
    pub updated_at: Millis,
}

impl Client {
    /// The sessions that count as signed in.
    pub fn signed_in_sessions(&self) -> impl Iterator<Item = &Session> {
        self.sessions.iter().filter(|session| session.status.is_signed_in())
    }

    /// The current session: the last active one, else the first signed-in one.
    pub fn active_session(&self) -> Option<&Session> {
        self.last_active_session_id
            .as_ref()
            .and_then(|id| self.signed_in_sessions().find(|session| &session.id == id))
            .or_else(|| self.signed_in_sessions().next())
    }

    /// The same client without any token: what may become part of a page.
    pub fn without_tokens(mut self) -> Self {
        for session in &mut self.sessions {
            session.last_active_token = None;
        }
        self
    }
}
