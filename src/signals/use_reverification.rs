//! Step-up: calls that ask the person to prove again that it is them, and are then made once more.

use super::{attempt::Attempt, store::Store};
use crate::{
    client::UiError,
    endpoints::frontend::*,
    wire::{ErrorCode, IdentificationId, SessionVerification, SessionVerificationStatus, Strategy, VerificationLevel},
};
use leptos::prelude::*;

/// What [`use_reverification`] returns.
#[derive(Clone, Copy)]
pub struct UseReverification {
    /// What the person is being asked for right now, if they are.
    pub asked: Signal<Option<VerificationLevel>>,
    store: Store,
}

/// Step-up for calls of one's own: [`run`](UseReverification::run) makes a call, and where it is refused because the last
/// proof is too old, the dialog that `<AuthProvider>` holds ready asks for a new one. Then the call is made once more. The
/// panels of `<UserProfile/>` do the same.
///
/// | | `asked` |
/// |---|---|
/// | nobody is asked | `None` |
/// | the dialog is open | what it asks for |
///
/// A backend of one's own demands a fresh proof by the age of the session token's `fva`, and answers what
/// [`run_if`](UseReverification::run_if) is told to look for.
///
/// **Server-side rendering**: nobody is asked; a call that is refused stays refused. Without scripts the form of such a
/// call leads to a page that asks.
///
/// ```no_run
/// use leptos::prelude::*;
/// use onehop::signals::{use_reverification, use_user};
///
/// #[component]
/// fn DeleteButton() -> impl IntoView {
///     let (user, step_up) = (use_user(), use_reverification());
///     let delete = move |_| {
///         leptos::task::spawn_local(async move {
///             match step_up.run(|| user.delete()).await {
///                 Ok(_) => {}
///                 Err(error) if step_up.is_cancelled(&error) => {}
///                 Err(error) => leptos::logging::error!("{error}"),
///             }
///         });
///     };
///     view! { <button on:click=delete>"Delete my account"</button> }
/// }
/// ```
pub fn use_reverification() -> UseReverification {
    let store = Store::expect();
    UseReverification { asked: store.step_up.asked(), store }
}

impl UseReverification {
    /// Makes a call of the Frontend API. Where a fresh proof is missing, asks for one and makes the call once more.
    pub async fn run<T, F>(self, call: impl Fn() -> F) -> Result<T, UiError>
    where
        F: Future<Output = Result<T, UiError>>,
    {
        let is_needed = |outcome: &Result<T, UiError>| matches!(outcome, Err(error) if needs_proof(error));
        self.run_if(call, is_needed, VerificationLevel::SecondFactor).await
    }

    /// The same for any call: `is_needed` says by its outcome whether a fresh proof of `level` is missing. When the person
    /// doesn't want to give one, that outcome stands.
    pub async fn run_if<T, F>(self, call: impl Fn() -> F, is_needed: impl Fn(&T) -> bool, level: VerificationLevel) -> T
    where
        F: Future<Output = T>,
    {
        let outcome = call().await;
        if is_needed(&outcome) && self.store.step_up.ask(level).await {
            return call().await;
        }
        outcome
    }

    /// Did the call fail because the person didn't want to prove who they are?
    pub fn is_cancelled(self, error: &UiError) -> bool {
        needs_proof(error)
    }

    /// The dialog's end of it: the person has proven it, or doesn't want to.
    pub(crate) fn answer(self, is_proven: bool) {
        self.store.step_up.answer(is_proven);
    }
}

fn needs_proof(error: &UiError) -> bool {
    error.errors.iter().any(|error| error.code == ErrorCode::SessionReverificationRequired)
}

/// One round of proving: what the dialog goes through.
#[derive(Clone, Copy)]
pub(crate) struct Proving {
    pub attempt: Attempt,
    pub verification: RwSignal<Option<SessionVerification>>,
}

impl Proving {
    pub fn new() -> Self {
        Self { attempt: Attempt::new(), verification: RwSignal::new(None) }
    }

    /// Starts anew.
    pub async fn start(self, level: VerificationLevel) -> bool {
        let path = self.attempt.store.active_session_id();
        let outcome = self.attempt.call::<StartVerification>(path, VerificationStart { level }).await;
        self.take(outcome)
    }

    /// Has a code mailed.
    pub async fn send_code(self, email_address_id: Option<IdentificationId>) -> bool {
        let path = self.attempt.store.active_session_id();
        let body = PrepareFactor { strategy: Strategy::EmailCode, email_address_id };
        let outcome = self.attempt.call::<PrepareFirstVerification>(path, body).await;
        self.take(outcome)
    }

    /// Tries a factor; true if that was all.
    pub async fn prove(self, proof: AttemptFactor) -> bool {
        let path = self.attempt.store.active_session_id();
        let outcome = match proof.strategy {
            Strategy::Totp | Strategy::BackupCode => self.attempt.call::<AttemptSecondVerification>(path, proof).await,
            _ => self.attempt.call::<AttemptFirstVerification>(path, proof).await,
        };
        self.take(outcome)
            && self.verification.try_with_untracked(|verification| {
                verification.as_ref().is_some_and(|it| it.status == SessionVerificationStatus::Complete)
            }) == Some(true)
    }

    fn take(self, outcome: Result<SessionVerification, UiError>) -> bool {
        let Ok(mut verification) = outcome else { return false };
        // Its token is in the store, where tokens are.
        verification.session.last_active_token = None;
        let _ = self.verification.try_set(Some(verification));
        true
    }
}
