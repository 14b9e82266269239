//! One submit at a time: whether it runs, and what went wrong.

use crate::{
    client::UiError,
    signals::{UseReverification, patience::has_waited, use_reverification},
};
use leptos::{prelude::*, task::spawn_local};

/// The state of a form's submit.
#[derive(Clone, Copy)]
pub struct Submit {
    /// A call is under way.
    pub pending: RwSignal<bool>,
    /// It waits out a short pause that the server asked for, before it is made again.
    pub waiting: RwSignal<bool>,
    /// What the last call answered, if it failed.
    pub errors: RwSignal<Option<UiError>>,
    step_up: UseReverification,
}

impl Submit {
    /// Nothing submitted yet.
    pub fn new() -> Self {
        Self {
            pending: RwSignal::new(false),
            waiting: RwSignal::new(false),
            errors: RwSignal::new(None),
            step_up: use_reverification(),
        }
    }

    /// Makes a call, and once more after a short pause that the server asks for, or after the person has proven again that
    /// it is them; `done` if it succeeded. Does nothing while another one runs.
    pub fn run<T, F>(self, call: impl Fn() -> F + 'static, done: impl FnOnce() + 'static)
    where
        T: 'static,
        F: Future<Output = Result<T, UiError>> + 'static,
    {
        spawn_local(async move {
            if self.succeeds(call).await {
                done();
            }
        });
    }

    /// The same for who waits for it: true if the call succeeded.
    pub async fn succeeds<T, F>(self, call: impl Fn() -> F) -> bool
    where
        F: Future<Output = Result<T, UiError>>,
    {
        // The form may be gone at any time: signing out removes it.
        if self.pending.try_get_untracked() != Some(false) {
            return false;
        }
        let _ = self.pending.try_set(true);
        let _ = self.errors.try_set(None);
        let patient = || async {
            let outcome = call().await;
            match &outcome {
                Err(refusal) if has_waited(refusal, self.waiting).await => call().await,
                _ => outcome,
            }
        };
        let error = self.step_up.run(patient).await.err();
        let _ = self.pending.try_set(false);
        let is_success = error.is_none();
        // Whoever didn't want to prove who they are knows why nothing happened.
        if let Some(error) = error.filter(|error| !self.step_up.is_cancelled(error)) {
            let _ = self.errors.try_set(Some(error));
        }
        is_success
    }
}

impl Default for Submit {
    fn default() -> Self {
        Self::new()
    }
}
