//! What all steps of a sign-in share: the attempt, the last error, where to go, and how an answer moves it on.

use super::screen::{Circumstances, Method, Screen, screen};
use crate::{
    client::UiError,
    components::parts::{FormCall, with_query, without_origin},
    endpoints::{Endpoint, frontend::CreateSignIn, path_of},
    signals::{UseClient, UseSessionList, UseSignIn, use_client, use_session_list, use_sign_in},
    wire::{ErrorCode, SessionId, SignIn, SignInId, SignInStatus, Strategy},
};
use leptos::{prelude::*, task::spawn_local};

/// What the component was asked for.
#[derive(Clone)]
pub(super) struct Settings {
    pub(super) id: String,
    pub(super) path: String,
    pub(super) sign_up_url: String,
    pub(super) after_sign_in_url: Option<String>,
    pub(super) redirect_url: Option<String>,
}

/// The shared state of all steps.
#[derive(Clone, Copy)]
pub(super) struct Flow {
    pub(super) attempt: UseSignIn,
    pub(super) client: UseClient,
    pub(super) accounts: UseSessionList,
    /// What the last call failed with, until the next call or step.
    pub(super) errors: RwSignal<Option<UiError>>,
    pub(super) is_adding: RwSignal<bool>,
    /// What the page's address brought, until it is used or left aside.
    pub(super) ticket: RwSignal<Option<String>>,
    /// What was picked in the living page; without it, what the page's address says.
    picked: RwSignal<Option<Option<Method>>>,
    addressed: Signal<Option<Method>>,
    is_finished: RwSignal<bool>,
    settings: StoredValue<Settings>,
}

impl Flow {
    pub(super) fn new(
        settings: Settings,
        addressed: Signal<Option<Method>>,
        is_adding: bool,
        ticket: Option<String>,
    ) -> Self {
        Self {
            attempt: use_sign_in(),
            client: use_client(),
            accounts: use_session_list(),
            errors: RwSignal::new(None),
            is_adding: RwSignal::new(is_adding),
            ticket: RwSignal::new(ticket),
            picked: RwSignal::new(None),
            addressed,
            is_finished: RwSignal::new(false),
            settings: StoredValue::new(settings),
        }
    }

    /// The step to show.
    pub(super) fn screen(self) -> Screen {
        if self.is_finished.get() {
            return Screen::Done;
        }
        let (prefers_code, is_single_session) = self.client.environment.with(|environment| {
            environment.as_ref().map_or((false, false), |environment| {
                let prefers_code = environment.display_config.preferred_sign_in_strategy == "otp";
                (prefers_code, environment.auth_config.single_session_mode)
            })
        });
        let at = Circumstances {
            method: self.picked.get().unwrap_or_else(|| self.addressed.get()),
            prefers_code,
            is_signed_in: self.accounts.sessions.with(|sessions| !sessions.is_empty()),
            is_single_session,
            is_adding: self.is_adding.get(),
            has_ticket: self.ticket.with(Option::is_some),
        };
        self.attempt.sign_in.with(|attempt| screen(attempt.as_ref(), at))
    }

    /// Shows another way of signing in.
    pub(super) fn pick(self, method: Option<Method>) {
        self.errors.set(None);
        self.picked.set(Some(method));
    }

    /// Leaves the ticket aside: back to the start.
    pub(super) fn drop_ticket(self) {
        self.errors.set(None);
        self.ticket.set(None);
    }

    /// The same as a click.
    pub(super) fn picks(self, method: Option<Method>) -> Callback<()> {
        Callback::new(move |()| self.pick(method))
    }

    /// An id in the markup.
    pub(super) fn id(self, suffix: &str) -> String {
        self.settings.with_value(|settings| [&settings.id, suffix].concat())
    }

    /// The address of this page at a certain step.
    pub(super) fn href(self, method: Option<Method>) -> String {
        self.address(method.map(|method| ("method", method.as_str())))
    }

    /// The address of this page with one more parameter; where to go afterwards stays in it.
    pub(super) fn address(self, parameter: Option<(&str, &str)>) -> String {
        self.settings.with_value(|settings| {
            let redirect = settings.redirect_url.as_deref().map(|url| ("redirect_url", url));
            with_query(&settings.path, parameter.into_iter().chain(redirect))
        })
    }

    /// The address of the sign-up page.
    pub(super) fn sign_up_href(self) -> String {
        self.settings.with_value(|settings| {
            let redirect = settings.redirect_url.as_deref().map(|url| ("redirect_url", url));
            with_query(&settings.sign_up_url, redirect.into_iter())
        })
    }

    /// Where to go once signed in.
    pub(super) fn target(self) -> String {
        let asked = self
            .settings
            .with_value(|settings| settings.redirect_url.clone().or_else(|| settings.after_sign_in_url.clone()));
        let configured = || {
            self.client.environment.with_untracked(|environment| {
                let config = &environment.as_ref()?.display_config;
                let url = Some(config.after_sign_in_url.clone()).filter(|url| !url.is_empty())?;
                Some(without_origin(url, &config.home_url))
            })
        };
        asked.or_else(configured).unwrap_or_else(|| "/user".to_owned())
    }

    /// A call about the current attempt, as a form.
    pub(super) fn form<E: Endpoint<Path = SignInId>>(self, name: &'static str, step: Option<Method>) -> FormCall {
        let id = self.attempt.sign_in.with_untracked(|attempt| attempt.as_ref().map(|attempt| attempt.id.clone()));
        let path = path_of::<E>(&id.unwrap_or_else(|| SignInId::from("")));
        self.ending(FormCall::new(name, path, &self.href(step)).then(self.href(None)))
    }

    /// The same call, with where to go when all is done.
    fn ending(self, call: FormCall) -> FormCall {
        let elsewhere = self.settings.with_value(|settings| settings.redirect_url.clone());
        call.done(self.target()).done_elsewhere(elsewhere.filter(|url| url.contains("://")))
    }

    /// Starting a sign-in, or dropping the current one when nothing is filled in.
    pub(super) fn start_form(self, name: &'static str) -> FormCall {
        let adding = self.is_adding.get_untracked().then_some(("add", "1"));
        self.ending(FormCall::new(name, CreateSignIn::PATH, &self.address(adding)).then(self.href(None)))
    }

    /// Drops the attempt: back to the start.
    pub(super) fn reset(self) {
        self.errors.set(None);
        self.picked.set(Some(None));
        spawn_local(async move {
            let result = self.attempt.reset().await;
            self.settle(result);
        });
    }

    /// Takes an answer in.
    pub(super) fn settle(self, result: Result<SignIn, UiError>) {
        match result {
            Ok(attempt) => {
                self.errors.set(None);
                if attempt.status == SignInStatus::Complete {
                    self.finish();
                }
            }
            Err(error) => self.fail(error),
        }
    }

    /// Takes an answer in and goes back to the step that follows by itself.
    pub(super) fn settle_step(self, result: Result<SignIn, UiError>) {
        if result.is_ok() {
            self.picked.set(Some(None));
        }
        self.settle(result);
    }

    /// Leaves for where the person wanted to go.
    pub(super) fn finish(self) {
        self.is_finished.set(true);
    }

    fn fail(self, error: UiError) {
        match error.code() {
            ErrorCode::SessionExists => self.finish(),
            ErrorCode::IdentifierAlreadySignedIn => match session_of(&error) {
                Some(session) => self.switch_to(session),
                None => self.errors.set(Some(error)),
            },
            // A locked account stops here; the reason is shown where one begins.
            ErrorCode::UserLocked | ErrorCode::UserBanned => {
                self.picked.set(Some(None));
                spawn_local(async move {
                    // Whether or not the old attempt could be dropped: the reason is what matters.
                    let _ = self.attempt.reset().await;
                    self.errors.set(Some(error));
                });
            }
            _ => self.errors.set(Some(error)),
        }
    }

    /// Makes a signed-in account the current one and leaves.
    pub(super) fn switch_to(self, session: SessionId) {
        spawn_local(async move {
            match self.accounts.set_active(&session).await {
                Ok(_) => self.finish(),
                Err(error) => self.errors.set(Some(error)),
            }
        });
    }

    /// Is a code on its way for this strategy?
    pub(super) fn is_sent(self, strategy: Strategy) -> bool {
        self.verification(|verification| verification.is_pending(strategy))
    }

    /// Was nothing sent for this strategy so far, not even a code that is used up?
    pub(super) fn is_unsent(self, strategy: Strategy) -> bool {
        !self.verification(|verification| verification.strategy == Some(strategy))
    }

    fn verification(self, ask: impl Fn(&crate::wire::Verification) -> bool) -> bool {
        self.attempt.sign_in.with(|attempt| {
            attempt.as_ref().and_then(|attempt| attempt.first_factor_verification.as_ref()).is_some_and(ask)
        })
    }
}

fn session_of(error: &UiError) -> Option<SessionId> {
    error.first()?.meta.session_id.as_deref().map(SessionId::from)
}
