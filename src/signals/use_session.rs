//! The current session.

use super::{ClientState, store::Store};
use crate::wire::Session;
use leptos::prelude::*;

/// What [`use_session`] returns.
#[derive(Clone, Copy)]
pub struct UseSession {
    /// False while loading.
    pub is_loaded: Signal<bool>,
    /// `None` while loading. A pending session isn't signed in.
    pub is_signed_in: Signal<Option<bool>>,
    /// The current session, active or pending, without its token.
    pub session: Signal<Option<Session>>,
}

/// The current session: its status, when it ends, what is still to be done.
///
/// Loading: `is_loaded` is false and `session` is `None`. Signed out: `is_loaded` is true and `session` is `None`. Unlike
/// the other hooks it shows a pending session, so that its tasks can be done.
///
/// **Server-side rendering**: the session of the request, at once.
///
/// ```no_run
/// use leptos::prelude::*;
/// use onehop::signals::use_session;
///
/// #[component]
/// fn SessionStatus() -> impl IntoView {
///     let session = use_session().session;
///     move || session.with(|session| session.as_ref().map(|session| session.status.as_str()))
/// }
/// ```
pub fn use_session() -> UseSession {
    let store = Store::expect();
    UseSession {
        is_loaded: Memo::new(move |_| store.client.with(ClientState::is_known)).into(),
        is_signed_in: Memo::new(move |_| store.client.with(|client| client.auth().is_signed_in())).into(),
        session: Memo::new(move |_| store.client.with(|client| client.session().cloned())).into(),
    }
}
