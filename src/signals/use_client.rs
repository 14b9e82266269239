//! The client itself, how far loading is, and calls that are not worth a hook of their own.

use super::{LoadStatus, store::Store};
use crate::{
    client::UiError,
    endpoints::{
        Endpoint, NoBody,
        frontend::{RemoveSession, RemoveSessions},
    },
    wire::{Client, Environment, SessionId},
};
use leptos::prelude::*;
use std::borrow::Borrow;

/// What [`use_client`] returns.
#[derive(Clone, Copy)]
pub struct UseClient {
    /// How far loading is.
    pub status: Signal<LoadStatus>,
    /// The client: this browser with its sessions and attempts. `None` while loading and when there is none.
    pub client: Signal<Option<Client>>,
    /// What the instance offers.
    pub environment: Signal<Option<Environment>>,
    store: Store,
}

/// The client, the environment, and the way to call any endpoint.
///
/// | | `status` | `client` |
/// |---|---|---|
/// | loading | `Loading` | `None` |
/// | known | `Ready` | the client, or `None`: this browser has none yet |
/// | server not reachable | `Degraded` | what was known last |
///
/// **Server-side rendering**: `Ready` at once when the session layer ran; calls go into the API's router without a
/// network. Their futures are `Send`, so a `Resource` may use them.
///
/// ```no_run
/// use leptos::prelude::*;
/// use onehop::{endpoints::{NoBody, frontend::ListMySessions}, signals::use_client};
///
/// #[component]
/// fn Devices() -> impl IntoView {
///     let client = use_client();
///     let devices = Resource::new(|| (), move |()| client.call::<ListMySessions>((), NoBody {}));
///     view! { <Transition>{move || devices.get().map(|list| list.map_or(0, |list| list.len()))}</Transition> }
/// }
/// ```
pub fn use_client() -> UseClient {
    let store = Store::expect();
    UseClient {
        status: Memo::new(move |_| store.status()).into(),
        client: Memo::new(move |_| store.client.with(|state| state.client().cloned())).into(),
        environment: store.environment.into(),
        store,
    }
}

impl UseClient {
    /// Calls `E`. Whatever client comes back with the reply or the error is taken over, here and in the other tabs.
    pub fn call<E: Endpoint>(
        self,
        path: impl Borrow<E::Path>,
        body: impl Borrow<E::Body>,
    ) -> impl Future<Output = Result<E::Out, UiError>> + Send {
        self.store.call::<E>(path.borrow(), body.borrow())
    }

    /// Asks the server who is there.
    pub async fn reload(self) -> Result<(), UiError> {
        self.store.reload().await
    }

    /// Signs one session out, or all of them.
    pub async fn sign_out(self, session: Option<SessionId>) -> Result<(), UiError> {
        sign_out(self.store, session).await
    }
}

/// A session that is gone already is signed out too: the reload after the refusal shows it.
pub(super) async fn sign_out(store: Store, session: Option<SessionId>) -> Result<(), UiError> {
    let outcome = match session {
        Some(session) => store.call::<RemoveSession>(&session, &NoBody {}).await.map(drop),
        None => match store.call::<RemoveSessions>(&(), &NoBody {}).await {
            Ok(Some(client)) => {
                store.adopt(client);
                Ok(())
            }
            Ok(None) => {
                store.replace(None);
                Ok(())
            }
            Err(error) => Err(error),
        },
    };
    match outcome {
        Err(error) if error.status == 401 || error.status == 404 => store.reload().await,
        outcome => outcome,
    }
}
