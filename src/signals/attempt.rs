//! What a sign-in and a sign-up have in common: one call at a time is pending, and its error stays until the next.

use super::{patience::has_waited, store::Store};
use crate::{client::UiError, endpoints::Endpoint, wire::ErrorCode};
use leptos::prelude::*;

/// The calls of one attempt.
#[derive(Clone, Copy)]
pub(crate) struct Attempt {
    pub store: Store,
    pub errors: RwSignal<Option<UiError>>,
    pub pending: RwSignal<bool>,
    pub waiting: RwSignal<bool>,
}

impl Attempt {
    pub fn new() -> Self {
        Self {
            store: Store::expect(),
            errors: RwSignal::new(None),
            pending: RwSignal::new(false),
            waiting: RwSignal::new(false),
        }
    }

    /// Calls `E`; `None` for the path says that there is no attempt to go on with.
    pub async fn call<E: Endpoint>(self, path: Option<E::Path>, body: E::Body) -> Result<E::Out, UiError> {
        // The component may be gone by the time the answer is here, so nothing below insists.
        let _ = self.pending.try_set(true);
        let _ = self.errors.try_set(None);
        let outcome = match path {
            Some(path) => self.send::<E>(path, body).await,
            None => Err(UiError::local(ErrorCode::AttemptStateInvalid, "Start again: this attempt is over.")),
        };
        let _ = self.errors.try_set(outcome.as_ref().err().cloned());
        let _ = self.pending.try_set(false);
        outcome
    }

    /// Once, and once more after a short pause that the server asked for.
    async fn send<E: Endpoint>(self, path: E::Path, body: E::Body) -> Result<E::Out, UiError> {
        let first = self.store.call::<E>(&path, &body);
        let outcome = first.await;
        if let Err(error) = &outcome
            && has_waited(error, self.waiting).await
        {
            let second = self.store.call::<E>(&path, &body);
            return second.await;
        }
        outcome
    }
}
