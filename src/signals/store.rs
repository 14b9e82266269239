//! The one store behind every hook: what is known, and the one way in which it changes.

use super::{
    ClientState, Flash, InitialState, LoadStatus,
    adopt::is_current,
    channel::Message,
    platform::{self, Page},
    step_up::StepUp,
    token_cache::TokenCache,
};
use crate::{
    client::{FrontendClient, Transport, UiError},
    endpoints::{
        Access, Endpoint, NoBody, Shape,
        frontend::{GetClient, GetEnvironment},
    },
    wire::{Client, Environment, Millis, SessionId},
};
use leptos::prelude::*;

/// A device whose clock is off by more than this is set right by the server's; less is network delay.
const CLOCK_TOLERANCE_MS: Millis = 30_000;

/// Handles to everything one page knows. Copying it copies handles.
#[derive(Clone, Copy)]
pub(crate) struct Store {
    /// Who is there. Without tokens: those are in `tokens`.
    pub client: RwSignal<ClientState>,
    /// What the instance offers.
    pub environment: RwSignal<Option<Environment>>,
    /// Did the last call find no server?
    pub is_unreachable: RwSignal<bool>,
    /// What the form post before this page left behind.
    pub flash: RwSignal<Option<Flash>>,
    /// Who waits until the person has proven again that it is them.
    pub step_up: StepUp,
    /// Session tokens.
    pub tokens: StoredValue<TokenCache>,
    /// Background work waits until then, in this device's milliseconds.
    pub not_before: StoredValue<Millis>,
    /// When the client was last asked for.
    pub reloaded_at: StoredValue<Millis>,
    /// Timers, channel and locks of this page.
    pub page: Page,
    api: StoredValue<FrontendClient>,
    changes: StoredValue<u64>,
    clock_offset: Millis,
}

impl Store {
    /// A store that starts with what the server handed over.
    pub fn new(frontend_api: Option<&str>, initial: InitialState) -> Self {
        let here = platform::now_ms();
        let offset = if initial.now == 0 { 0 } else { initial.now - here };
        let client = if initial.known { ClientState::Known(initial.client) } else { ClientState::Unknown };
        let api = FrontendClient::new(frontend_api.unwrap_or_default(), Transport::current());
        api.set_session(client.session().map(|session| session.id.clone()));
        Self {
            client: RwSignal::new(client),
            environment: RwSignal::new(initial.environment),
            is_unreachable: RwSignal::new(false),
            flash: RwSignal::new(initial.flash),
            step_up: StepUp::new(),
            tokens: StoredValue::new(TokenCache::default()),
            not_before: StoredValue::new(0),
            reloaded_at: StoredValue::new(0),
            page: Page::new(),
            api: StoredValue::new(api),
            changes: StoredValue::new(0),
            clock_offset: if offset.abs() > CLOCK_TOLERANCE_MS { offset } else { 0 },
        }
    }

    /// The store of the provider above.
    pub fn expect() -> Self {
        use_context().expect("an <AuthProvider> above: every hook and component of onehop needs one around it")
    }

    /// This device's time in milliseconds, set right where it is plainly wrong.
    pub fn now(self) -> Millis {
        platform::now_ms() + self.clock_offset
    }

    /// How far loading is.
    pub fn status(self) -> LoadStatus {
        match (self.is_unreachable.get(), self.client.with(ClientState::is_known)) {
            (true, _) => LoadStatus::Degraded,
            (false, true) => LoadStatus::Ready,
            (false, false) => LoadStatus::Loading,
        }
    }

    /// The current session, if it counts as signed in; untracked.
    pub fn active_session_id(self) -> Option<SessionId> {
        self.client.try_with_untracked(|client| client.active_session().map(|session| session.id.clone())).flatten()
    }

    /// Is the API on another origin than the page?
    pub fn is_cross_origin(self) -> bool {
        self.api.try_with_value(FrontendClient::is_cross_origin).unwrap_or_default()
    }

    /// Calls `E`, takes over the client that comes with the reply or the error, and tells the other tabs.
    pub fn call<E: Endpoint>(
        self,
        path: &E::Path,
        body: &E::Body,
    ) -> impl Future<Output = Result<E::Out, UiError>> + Send + use<E> {
        let reply = self.api.with_value(|api| api.call::<E>(path, body));
        async move {
            let reply = reply.await;
            self.note_reachable(reply.as_ref().err());
            match reply {
                Ok(reply) => {
                    if let (Shape::Enveloped, Some(client)) = (E::SHAPE, reply.client) {
                        self.adopt(client);
                    }
                    Ok(reply.response)
                }
                Err(error) => {
                    self.learn_from(&error, E::ACCESS);
                    Err(error)
                }
            }
        }
    }

    /// Asks the server who is there, and for the environment where it is missing.
    pub fn reload(self) -> impl Future<Output = Result<(), UiError>> + Send + use<> {
        let _ = self.reloaded_at.try_set_value(platform::now_ms());
        let before = self.changes.try_get_value();
        let environment = self.load_environment();
        let client = self.call::<GetClient>(&(), &NoBody {});
        async move {
            let client = client.await?;
            match client {
                Some(client) => self.adopt(client),
                // "Nobody" has no date: it counts only if nothing else was learned since it was asked for.
                None if self.changes.try_get_value() == before => {
                    self.replace(None);
                }
                None => {}
            }
            environment.await
        }
    }

    /// Asks what the instance offers, unless it is known.
    pub fn load_environment(self) -> impl Future<Output = Result<(), UiError>> + Send + use<> {
        let is_known = self.environment.try_with_untracked(Option::is_some).unwrap_or(true);
        let call = (!is_known).then(|| self.call::<GetEnvironment>(&(), &NoBody {}));
        async move {
            if let Some(call) = call {
                let environment = call.await?;
                let _ = self.environment.try_set(Some(environment));
            }
            Ok(())
        }
    }

    /// Takes over a client from a reply, unless a newer one is held already, and tells the other tabs.
    pub fn adopt(self, client: Client) {
        if self.client.try_with_untracked(|held| is_current(held, &client)).unwrap_or(false) {
            self.replace(Some(client));
        }
    }

    /// Takes over what the server said last, and tells the other tabs if it is news.
    pub fn replace(self, client: Option<Client>) {
        if self.set_client(client) {
            let held = self.client.try_with_untracked(|held| held.client().cloned()).flatten();
            self.page.post(&Message::Client { client: held.map(Box::new) });
        }
    }

    /// Takes over a client without telling anybody. Returns whether it is news.
    pub fn set_client(self, client: Option<Client>) -> bool {
        self.keep_tokens(client.as_ref());
        let state = ClientState::Known(client.map(Client::without_tokens));
        let session = state.session().map(|session| session.id.clone());
        let _ = self.api.try_with_value(|api| api.set_session(session));
        let _ = self.changes.try_update_value(|changes| *changes += 1);
        let is_news = self.client.try_with_untracked(|held| *held != state).unwrap_or(false);
        if is_news {
            let _ = self.client.try_set(state);
        }
        is_news
    }

    /// Keeps a session's token, for this page and, where the API is on another origin, for the app's own server.
    pub fn remember_token(self, session: &SessionId, jwt: String) {
        if self.is_cross_origin() && self.active_session_id().as_ref() == Some(session) {
            platform::write_session_cookie(Some(&jwt));
        }
        let _ = self.not_before.try_set_value(0);
        let _ = self.tokens.try_update_value(|tokens| tokens.insert(session, jwt));
    }

    fn keep_tokens(self, client: Option<&Client>) {
        let sessions: Vec<_> = client.into_iter().flat_map(Client::signed_in_sessions).collect();
        let ids: Vec<SessionId> = sessions.iter().map(|session| session.id.clone()).collect();
        let _ = self.tokens.try_update_value(|tokens| tokens.keep_only(&ids));
        if ids.is_empty() && self.is_cross_origin() {
            platform::write_session_cookie(None);
        }
        for session in sessions {
            if let Some(token) = &session.last_active_token {
                self.remember_token(&session.id, token.jwt.clone());
            }
        }
    }

    fn note_reachable(self, error: Option<&UiError>) {
        let is_unreachable = error.is_some_and(UiError::is_unreachable);
        if self.is_unreachable.try_get_untracked() == Some(!is_unreachable) {
            let _ = self.is_unreachable.try_set(is_unreachable);
        }
    }

    /// Errors carry the client too. One that says "not signed in" without it makes us ask.
    fn learn_from(self, error: &UiError, access: Access) {
        if let Some(client) = &error.client {
            self.adopt(Client::clone(client));
        } else if error.is_unauthenticated() && access == Access::Session {
            platform::spawn(async move {
                // The failure shows in the status; there is nobody here to tell.
                let _ = self.reload().await;
            });
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        signals::adopt::tests::{client, session},
        wire::{Token, TokenTag},
    };

    fn store(initial: InitialState) -> (Owner, Store) {
        let owner = Owner::new();
        let store = owner.with(|| Store::new(None, initial));
        (owner, store)
    }

    fn signed_in() -> InitialState {
        let client = Some(client("client_1", 10, vec![session("sess_1")]));
        InitialState { client, known: true, ..InitialState::default() }
    }

    #[test]
    fn a_late_older_reply_does_not_sign_anybody_in_again() {
        let (_owner, store) = store(signed_in());
        store.adopt(client("client_1", 12, vec![]));
        store.adopt(client("client_1", 11, vec![session("sess_1")]));
        assert_eq!(store.active_session_id(), None);
    }

    #[test]
    fn a_newer_reply_signs_out_and_forgets_the_tokens() {
        let (_owner, store) = store(signed_in());
        // Payload {"exp":1000}.
        store.remember_token(&SessionId::from("sess_1"), "e30.eyJleHAiOjEwMDB9.c2ln".into());
        store.adopt(client("client_1", 11, vec![]));
        assert_eq!(store.tokens.with_value(|tokens| tokens.get(&SessionId::from("sess_1"), 0, 0)), None);
    }

    #[test]
    fn tokens_that_come_with_a_client_are_kept_beside_it_and_never_in_it() {
        let (_owner, store) = store(InitialState::default());
        let mut one = session("sess_1");
        one.last_active_token = Some(Token { object: TokenTag, jwt: "e30.eyJleHAiOjEwMDB9.c2ln".into() });
        store.adopt(client("client_1", 10, vec![one]));
        let is_stripped = store
            .client
            .with_untracked(|state| state.session().is_some_and(|session| session.last_active_token.is_none()));
        assert!(is_stripped);
        assert!(store.tokens.with_value(|tokens| tokens.get(&SessionId::from("sess_1"), 0, 0)).is_some());
    }

    #[test]
    fn the_same_client_again_is_no_news() {
        let (_owner, store) = store(signed_in());
        assert!(!store.set_client(Some(client("client_1", 10, vec![session("sess_1")]))));
        assert!(store.set_client(Some(client("client_1", 11, vec![]))));
    }

    #[test]
    fn what_the_server_could_not_find_out_stays_unknown() {
        let (owner, store) = store(InitialState::default());
        owner.with(|| {
            assert_eq!(store.client.get_untracked(), ClientState::Unknown);
            assert_eq!(untrack(|| store.status()), LoadStatus::Loading);
        });
    }
}
