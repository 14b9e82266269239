//! All sessions of this browser: one per account that is signed in.

use super::{ClientState, store::Store};
use crate::{
    client::UiError,
    endpoints::frontend::{TouchSession, TouchSessionById},
    wire::{Client, Session, SessionId},
};
use leptos::prelude::*;

/// What [`use_session_list`] returns.
#[derive(Clone, Copy)]
pub struct UseSessionList {
    /// False while loading.
    pub is_loaded: Signal<bool>,
    /// The signed-in sessions of this browser, the current one among them.
    pub sessions: Signal<Vec<Session>>,
    store: Store,
}

/// The signed-in sessions of this browser, to switch between accounts. For the sessions of one user on all devices see
/// [`UseUser::sessions`](super::UseUser::sessions).
///
/// Loading: `is_loaded` is false and the list is empty. Signed out: `is_loaded` is true and the list is empty.
///
/// **Server-side rendering**: the sessions of the request's client, at once.
///
/// ```no_run
/// use leptos::prelude::*;
/// use onehop::signals::use_session_list;
///
/// #[component]
/// fn Accounts() -> impl IntoView {
///     let sessions = use_session_list().sessions;
///     move || format!("{} signed in", sessions.with(Vec::len))
/// }
/// ```
pub fn use_session_list() -> UseSessionList {
    let store = Store::expect();
    let sessions = move |state: &ClientState| {
        state.client().map(|client| Client::signed_in_sessions(client).cloned().collect()).unwrap_or_default()
    };
    UseSessionList {
        is_loaded: Memo::new(move |_| store.client.with(ClientState::is_known)).into(),
        sessions: Memo::new(move |_| store.client.with(sessions)).into(),
        store,
    }
}

impl UseSessionList {
    /// Makes this session the current one, here and in the other tabs.
    pub fn set_active(self, session: &SessionId) -> impl Future<Output = Result<Session, UiError>> + Send + use<> {
        let touch = TouchSession { intent: Some("select_session".to_owned()), ..TouchSession::default() };
        self.store.call::<TouchSessionById>(session, &touch)
    }
}
