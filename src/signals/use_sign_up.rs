//! The current sign-up, step by step.

use super::{attempt::Attempt, store::Store};
use crate::{
    client::UiError,
    endpoints::frontend::*,
    wire::{SignUp, SignUpId, Strategy},
};
use leptos::prelude::*;

/// What [`use_sign_up`] returns.
#[derive(Clone, Copy)]
pub struct UseSignUp {
    /// The current sign-up; `None` before it began and after it is complete.
    pub sign_up: Signal<Option<SignUp>>,
    /// What the last call of this hook said was wrong.
    pub errors: Signal<Option<UiError>>,
    /// Is a call of this hook on its way?
    pub pending: Signal<bool>,
    /// Does that call wait out a short pause that the server asked for, before it is made again?
    pub waiting: Signal<bool>,
    attempt: Attempt,
}

/// The current sign-up and its steps.
///
/// Give what you have; `missing_fields` and `unverified_fields` say what is left. The step that meets the last
/// requirement answers [`Complete`](crate::wire::SignUpStatus::Complete): user and session are there, and every other hook
/// knows it already. Steps after the first are for the current sign-up; without one they fail with
/// `attempt_state_invalid`.
///
/// **Server-side rendering**: the client's current sign-up, so that a reload shows the same step; nothing is pending.
///
/// ```no_run
/// use leptos::{prelude::*, task::spawn_local};
/// use onehop::{signals::use_sign_up, wire::Strategy};
///
/// #[component]
/// fn SendCode() -> impl IntoView {
///     let sign_up = use_sign_up();
///     let send = move |_| spawn_local(async move {
///         let _ = sign_up.prepare_verification(Strategy::EmailCode).await;
///     });
///     view! { <button on:click=send disabled=move || sign_up.pending.get()>"Send a code"</button> }
/// }
/// ```
pub fn use_sign_up() -> UseSignUp {
    let attempt = Attempt::new();
    let store = attempt.store;
    UseSignUp {
        sign_up: Memo::new(move |_| store.client.with(|state| state.client()?.sign_up.clone())).into(),
        errors: attempt.errors.into(),
        pending: attempt.pending.into(),
        waiting: attempt.waiting.into(),
        attempt,
    }
}

impl UseSignUp {
    /// Starts a sign-up; it replaces the current one.
    pub async fn create(self, fields: SignUpFields) -> Result<SignUp, UiError> {
        self.attempt.call::<CreateSignUp>(Some(()), fields).await
    }

    /// Adds or changes fields.
    pub async fn update(self, fields: SignUpFields) -> Result<SignUp, UiError> {
        self.attempt.call::<UpdateSignUp>(current(self.attempt.store), fields).await
    }

    /// Mails a code.
    pub async fn prepare_verification(self, strategy: Strategy) -> Result<SignUp, UiError> {
        let body = PrepareVerification { strategy };
        self.attempt.call::<PrepareSignUpVerification>(current(self.attempt.store), body).await
    }

    /// Checks the code.
    pub async fn attempt_verification(self, strategy: Strategy, code: String) -> Result<SignUp, UiError> {
        let body = AttemptVerification { strategy: Some(strategy), code };
        self.attempt.call::<AttemptSignUpVerification>(current(self.attempt.store), body).await
    }

    /// Begins anew with an empty sign-up.
    pub async fn reset(self) -> Result<SignUp, UiError> {
        self.create(SignUpFields::default()).await
    }
}

fn current(store: Store) -> Option<SignUpId> {
    store.client.try_with_untracked(|state| Some(state.client()?.sign_up.as_ref()?.id.clone())).flatten()
}
