//! One submit at a time: whether it runs, and what went wrong.

use crate::client::UiError;
use leptos::{prelude::*, task::spawn_local};

/// The state of a form's submit.
#[derive(Clone, Copy)]
pub struct Submit {
    /// A call is under way.
    pub pending: RwSignal<bool>,
    /// What the last call answered, if it failed.
    pub errors: RwSignal<Option<UiError>>,
}

impl Submit {
    /// Nothing submitted yet.
    pub fn new() -> Self {
        Self { pending: RwSignal::new(false), errors: RwSignal::new(None) }
    }

    /// Runs `call`, then `done` if it succeeded. Does nothing while another one runs.
    pub fn run(self, call: impl Future<Output = Result<(), UiError>> + 'static, done: impl FnOnce() + 'static) {
        if self.pending.get_untracked() {
            return;
        }
        self.pending.set(true);
        self.errors.set(None);
        spawn_local(async move {
            let outcome = call.await;
            // The form may be gone by now: signing out removes it.
            let _ = self.pending.try_set(false);
            match outcome {
                Ok(()) => done(),
                Err(error) => {
                    let _ = self.errors.try_set(Some(error));
                }
            }
        });
    }
}

impl Default for Submit {
    fn default() -> Self {
        Self::new()
    }
}
