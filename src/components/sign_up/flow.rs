//! What all steps of a sign-up share: the attempt, the last error, where to go, and how an answer moves it on.

use super::screen::{Circumstances, Screen, screen};
use crate::{
    client::UiError,
    components::parts::{FormCall, with_query, without_origin},
    endpoints::{
        Endpoint, Verb,
        frontend::{CreateSignUp, UpdateSignUp},
        path_of,
    },
    signals::{UseClient, UseSignUp, use_client, use_sign_up},
    wire::{Environment, ErrorCode, SignUp, SignUpId, SignUpStatus, Strategy, Verification},
};
use leptos::{prelude::*, task::spawn_local};

/// What the component was asked for.
#[derive(Clone)]
pub(super) struct Settings {
    pub(super) id: String,
    pub(super) path: String,
    pub(super) sign_in_url: String,
    pub(super) after_sign_up_url: Option<String>,
    pub(super) redirect_url: Option<String>,
}

/// The shared state of all steps.
#[derive(Clone, Copy)]
pub(super) struct Flow {
    pub(super) attempt: UseSignUp,
    pub(super) client: UseClient,
    /// What the last call failed with, until the next call or step.
    pub(super) errors: RwSignal<Option<UiError>>,
    /// Is what was given already to be changed?
    pub(super) is_editing: RwSignal<bool>,
    /// What the page's address brought, until it is used or turns out to be no good.
    pub(super) ticket: RwSignal<Option<String>>,
    is_finished: RwSignal<bool>,
    settings: StoredValue<Settings>,
}

impl Flow {
    pub(super) fn new(settings: Settings, is_editing: bool, ticket: Option<String>) -> Self {
        Self {
            attempt: use_sign_up(),
            client: use_client(),
            errors: RwSignal::new(None),
            is_editing: RwSignal::new(is_editing),
            ticket: RwSignal::new(ticket),
            is_finished: RwSignal::new(false),
            settings: StoredValue::new(settings),
        }
    }

    /// The step to show.
    pub(super) fn screen(self) -> Screen {
        if self.is_finished.get() {
            return Screen::Done;
        }
        // While the settings aren't known, nobody is turned away.
        let is_open = self.client.environment.with(|environment| {
            environment.as_ref().is_none_or(|environment| environment.user_settings.sign_up.mode == "public")
        });
        let has_ticket = self.ticket.with(Option::is_some);
        let at = Circumstances { is_open, is_editing: self.is_editing.get(), has_ticket };
        self.attempt.sign_up.with(|attempt| screen(attempt.as_ref(), at))
    }

    /// An id in the markup.
    pub(super) fn id(self, suffix: &str) -> String {
        self.settings.with_value(|settings| [&settings.id, suffix].concat())
    }

    /// The address of this page, to edit what was given or not; where to go afterwards stays in it.
    pub(super) fn href(self, edit: bool) -> String {
        self.settings.with_value(|settings| {
            let redirect = settings.redirect_url.as_deref().map(|url| ("redirect_url", url));
            with_query(&settings.path, edit.then_some(("edit", "1")).into_iter().chain(redirect))
        })
    }

    /// The address of the sign-in page.
    pub(super) fn sign_in_href(self) -> String {
        self.settings.with_value(|settings| {
            let redirect = settings.redirect_url.as_deref().map(|url| ("redirect_url", url));
            with_query(&settings.sign_in_url, redirect.into_iter())
        })
    }

    /// Where to go once signed up.
    pub(super) fn target(self) -> String {
        let asked = self
            .settings
            .with_value(|settings| settings.redirect_url.clone().or_else(|| settings.after_sign_up_url.clone()));
        let configured = || {
            self.setting(|environment| {
                let config = &environment.display_config;
                let url = Some(config.after_sign_up_url.clone()).filter(|url| !url.is_empty())?;
                Some(without_origin(url, &config.home_url))
            })
            .flatten()
        };
        asked.or_else(configured).unwrap_or_else(|| "/user".to_owned())
    }

    /// Something of the instance's settings, as they are now.
    pub(super) fn setting<T>(self, read: impl FnOnce(&Environment) -> T) -> Option<T> {
        self.client.environment.with_untracked(|environment| environment.as_ref().map(read))
    }

    /// A call about the current attempt, as a form.
    pub(super) fn form<E: Endpoint<Path = SignUpId>>(self, name: &'static str, edit: bool) -> FormCall {
        let id = self.attempt.sign_up.with_untracked(|attempt| attempt.as_ref().map(|attempt| attempt.id.clone()));
        let path = path_of::<E>(&id.unwrap_or_else(|| SignUpId::from("")));
        self.ending(FormCall::new(name, path, &self.href(edit)).method(E::VERB).then(self.href(false)))
    }

    /// The same call, with where to go when all is done.
    fn ending(self, call: FormCall) -> FormCall {
        let elsewhere = self.settings.with_value(|settings| settings.redirect_url.clone());
        call.done(self.target()).done_elsewhere(elsewhere.filter(|url| url.contains("://")))
    }

    /// Beginning a new attempt.
    pub(super) fn create_form(self, name: &'static str) -> FormCall {
        self.ending(FormCall::new(name, CreateSignUp::PATH, &self.href(false)).method(Verb::Post))
    }

    /// Giving details: a new attempt, or a change of the current one.
    pub(super) fn details_form(self, name: &'static str, is_change: bool) -> FormCall {
        if is_change {
            return self.form::<UpdateSignUp>(name, self.is_editing.get_untracked());
        }
        self.create_form(name)
    }

    /// Takes an answer in.
    pub(super) fn settle(self, result: Result<SignUp, UiError>) {
        match result {
            Ok(attempt) => {
                self.errors.set(None);
                self.is_editing.set(false);
                if attempt.status == SignUpStatus::Complete {
                    self.is_finished.set(true);
                }
            }
            Err(error) if error.code() == ErrorCode::SessionExists => self.is_finished.set(true),
            Err(error) => self.errors.set(Some(error)),
        }
    }

    /// Was the address given by an invitation?
    pub(super) fn is_invited(self) -> bool {
        self.attempt.sign_up.with_untracked(|attempt| attempt.as_ref().is_some_and(SignUp::is_invited))
    }

    /// Shows the first form again, with what was given.
    pub(super) fn edit(self) {
        self.errors.set(None);
        self.is_editing.set(true);
    }

    /// Drops the attempt: back to the start.
    pub(super) fn reset(self) {
        self.errors.set(None);
        spawn_local(async move {
            let result = self.attempt.reset().await;
            self.settle(result);
        });
    }

    /// Is a code on its way?
    pub(super) fn is_sent(self) -> bool {
        self.verification(|verification| verification.is_pending(Strategy::EmailCode))
    }

    /// Was nothing sent so far, not even a code that is used up?
    pub(super) fn is_unsent(self) -> bool {
        !self.verification(|verification| verification.strategy.is_some())
    }

    fn verification(self, ask: impl Fn(&Verification) -> bool) -> bool {
        self.attempt.sign_up.with(|attempt| {
            attempt.as_ref().and_then(|attempt| attempt.verifications.email_address.as_ref()).is_some_and(ask)
        })
    }
}
