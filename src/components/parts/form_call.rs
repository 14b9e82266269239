//! What a form calls, and what was typed into it.

use crate::{endpoints::Verb, wire::SessionId};
use std::collections::BTreeMap;

/// The call a form stands for, told to the server in hidden fields so that it works without scripts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FormCall {
    /// Path of the Frontend API, such as `/v1/client/sign_ins`.
    pub path: String,
    /// The verb; forms post, so others travel in a field.
    pub method: Verb,
    /// The form's name, unique on its page: its errors come back under it.
    pub form: &'static str,
    /// Where to go after success.
    pub then: String,
    /// Where to go after an error.
    pub back: String,
    /// Where to go when the answer's status is `complete`.
    pub done: Option<String>,
    /// The session to act for.
    pub session: Option<SessionId>,
}

impl FormCall {
    /// A POST that comes back to `here`, whatever happens.
    pub fn new(form: &'static str, path: impl Into<String>, here: &str) -> Self {
        Self {
            path: path.into(),
            method: Verb::Post,
            form,
            then: here.to_owned(),
            back: here.to_owned(),
            done: None,
            session: None,
        }
    }

    /// With another verb.
    pub fn method(mut self, method: Verb) -> Self {
        self.method = method;
        self
    }

    /// With another place to go after success.
    pub fn then(mut self, then: impl Into<String>) -> Self {
        self.then = then.into();
        self
    }

    /// With another place to go after an error.
    pub fn back(mut self, back: impl Into<String>) -> Self {
        self.back = back.into();
        self
    }

    /// With a place to go when all is done. One on another site is left out: the server would refuse it.
    pub fn done(mut self, done: impl Into<String>) -> Self {
        self.done = Some(done.into()).filter(|done| done.starts_with('/'));
        self
    }

    /// With a place on another site to go to when all is done, where there is one: it wins. The server refuses the form
    /// unless people may be sent there.
    pub fn done_elsewhere(mut self, done: Option<String>) -> Self {
        self.done = done.or(self.done);
        self
    }

    /// On behalf of a session.
    pub fn session(mut self, session: Option<SessionId>) -> Self {
        self.session = session;
        self
    }
}

/// What was typed, by field name.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct FormValues(pub BTreeMap<String, String>);

impl FormValues {
    /// The value of a field; empty when there is none.
    pub fn get(&self, name: &str) -> String {
        self.0.get(name).cloned().unwrap_or_default()
    }

    /// The value of a field, unless it is empty.
    pub fn filled(&self, name: &str) -> Option<String> {
        self.0.get(name).filter(|value| !value.is_empty()).cloned()
    }

    /// Is the field's box ticked?
    pub fn is_checked(&self, name: &str) -> bool {
        self.0.get(name).is_some_and(|value| value == "true")
    }
}

impl std::fmt::Debug for FormValues {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_set().entries(self.0.keys()).finish()
    }
}
