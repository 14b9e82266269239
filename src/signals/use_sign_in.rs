//! The current sign-in, step by step.

use super::{attempt::Attempt, store::Store};
use crate::{
    client::UiError,
    endpoints::frontend::*,
    wire::{Lenient, SignIn, SignInId},
};
use leptos::prelude::*;

/// What [`use_sign_in`] returns.
#[derive(Clone, Copy)]
pub struct UseSignIn {
    /// The current sign-in; `None` before it began and after it is complete.
    pub sign_in: Signal<Option<SignIn>>,
    /// What the last call of this hook said was wrong.
    pub errors: Signal<Option<UiError>>,
    /// Is a call of this hook on its way?
    pub pending: Signal<bool>,
    /// Does that call wait out a short pause that the server asked for, before it is made again?
    pub waiting: Signal<bool>,
    attempt: Attempt,
}

/// The current sign-in and its steps.
///
/// Every step answers the sign-in as it stands then; `status` says what is next, and with
/// [`Complete`](crate::wire::SignInStatus::Complete) the session is there and every other hook knows it already. Steps
/// after the first are for the current sign-in; without one they fail with `attempt_state_invalid`.
///
/// **Server-side rendering**: the client's current sign-in, so that a reload shows the same step; nothing is pending.
///
/// ```no_run
/// use leptos::{prelude::*, task::spawn_local};
/// use onehop::{endpoints::frontend::SignInStart, signals::use_sign_in};
///
/// #[component]
/// fn Start() -> impl IntoView {
///     let sign_in = use_sign_in();
///     let start = move |_| spawn_local(async move {
///         let identifier = Some("a@example.com".to_owned());
///         let _ = sign_in.create(SignInStart { identifier, ..SignInStart::default() }).await;
///     });
///     view! { <button on:click=start disabled=move || sign_in.pending.get()>"Continue"</button> }
/// }
/// ```
pub fn use_sign_in() -> UseSignIn {
    let attempt = Attempt::new();
    let store = attempt.store;
    UseSignIn {
        sign_in: Memo::new(move |_| store.client.with(|state| state.client()?.sign_in.clone())).into(),
        errors: attempt.errors.into(),
        pending: attempt.pending.into(),
        waiting: attempt.waiting.into(),
        attempt,
    }
}

impl UseSignIn {
    /// Starts a sign-in; it replaces the current one.
    pub async fn create(self, start: SignInStart) -> Result<SignIn, UiError> {
        self.attempt.call::<CreateSignIn>(Some(()), start).await
    }

    /// Mails a code for the first factor.
    pub async fn prepare_first_factor(self, factor: PrepareFactor) -> Result<SignIn, UiError> {
        self.attempt.call::<PrepareFirstFactor>(current(self.attempt.store), factor).await
    }

    /// Proves the first factor.
    pub async fn attempt_first_factor(self, proof: AttemptFactor) -> Result<SignIn, UiError> {
        self.attempt.call::<AttemptFirstFactor>(current(self.attempt.store), proof).await
    }

    /// Proves the second factor.
    pub async fn attempt_second_factor(self, proof: AttemptFactor) -> Result<SignIn, UiError> {
        self.attempt.call::<AttemptSecondFactor>(current(self.attempt.store), proof).await
    }

    /// Sets the new password after a reset code.
    pub async fn reset_password(self, password: String, sign_out_of_other_sessions: bool) -> Result<SignIn, UiError> {
        let body =
            ResetPasswordBody { password, sign_out_of_other_sessions: Some(Lenient(sign_out_of_other_sessions)) };
        self.attempt.call::<ResetPassword>(current(self.attempt.store), body).await
    }

    /// Begins anew with an empty sign-in.
    pub async fn reset(self) -> Result<SignIn, UiError> {
        self.create(SignInStart::default()).await
    }
}

fn current(store: Store) -> Option<SignInId> {
    store.client.try_with_untracked(|state| Some(state.client()?.sign_in.as_ref()?.id.clone())).flatten()
}
