//! Whether somebody is signed in, and their session token.

use super::{AuthState, ClientState, TokenOptions, store::Store, use_client::sign_out};
use crate::{
    client::UiError,
    wire::{SessionId, UserId},
};
use leptos::prelude::*;

/// What [`use_auth`] returns.
#[derive(Clone, Copy)]
pub struct UseAuth {
    /// Loading, signed out, pending or signed in.
    pub state: Signal<AuthState>,
    /// False while loading.
    pub is_loaded: Signal<bool>,
    /// `None` while loading. A pending session isn't signed in.
    pub is_signed_in: Signal<Option<bool>>,
    /// Whose session it is; `None` unless signed in.
    pub user_id: Signal<Option<UserId>>,
    /// Which session it is; `None` unless signed in.
    pub session_id: Signal<Option<SessionId>>,
    store: Store,
}

/// Whether somebody is signed in: ids and the token, without the person behind them.
///
/// | `state` | `is_loaded` | `is_signed_in` | `user_id`, `session_id` |
/// |---|---|---|---|
/// | `Loading` | false | `None` | `None` |
/// | `SignedOut` | true | `Some(false)` | `None` |
/// | `Pending` | true | `Some(false)` | `None` |
/// | `SignedIn` | true | `Some(true)` | `Some` |
///
/// **Server-side rendering**: never `Loading` when the session layer ran.
///
/// ```no_run
/// use leptos::prelude::*;
/// use onehop::signals::use_auth;
///
/// #[component]
/// fn Whoami() -> impl IntoView {
///     let auth = use_auth();
///     move || match auth.is_signed_in.get() {
///         None => "One moment".to_owned(),
///         Some(false) => "Nobody".to_owned(),
///         Some(true) => auth.user_id.get().map(|id| id.to_string()).unwrap_or_default(),
///     }
/// }
/// ```
pub fn use_auth() -> UseAuth {
    let store = Store::expect();
    let state = Memo::new(move |_| store.client.with(ClientState::auth));
    let user_id = move |_: Option<&_>| {
        store.client.with(|client| client.active_session()?.user.as_ref().map(|user| user.id.clone()))
    };
    let session_id =
        move |_: Option<&_>| store.client.with(|client| client.active_session().map(|session| session.id.clone()));
    UseAuth {
        state: state.into(),
        is_loaded: Signal::derive(move || state.get() != AuthState::Loading),
        is_signed_in: Signal::derive(move || state.get().is_signed_in()),
        user_id: Memo::new(user_id).into(),
        session_id: Memo::new(session_id).into(),
        store,
    }
}

impl UseAuth {
    /// A session token to send as `Authorization: Bearer …`; `None` when nobody is signed in.
    ///
    /// Comes from memory while more than ten seconds of it are left, and is renewed before it ends. When the server
    /// can't be reached, the one at hand is good until its own end.
    pub async fn get_token(self, options: TokenOptions) -> Result<Option<String>, UiError> {
        self.store.get_token(options).await
    }

    /// Signs one session out, or all of them.
    pub async fn sign_out(self, session: Option<SessionId>) -> Result<(), UiError> {
        sign_out(self.store, session).await
    }
}
