//! What every page of the dashboard knows: who asks, which instance it is, and what the last form left behind.

use leptos::prelude::*;
use onehop::wire::{ApiError, Millis, dashboard::Operator};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// What the server hands to the page.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Initial {
    /// Who is signed in.
    pub operator: Option<Operator>,
    /// Was the password right, and is the second factor still to come?
    pub is_pending: bool,
    /// `development` or `production`.
    pub environment: String,
    /// The application's name.
    pub application: String,
    /// The server's clock: relative times start from it.
    pub now: Millis,
    /// What the form before this page left behind.
    pub flash: Option<Flash>,
}

/// What a form that was sent without scripts leaves for the next page.
#[derive(Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Flash {
    /// The form's name.
    pub form: String,
    /// What was wrong.
    pub errors: Vec<ApiError>,
    /// What was typed, by the name of the parameter, without passwords and codes.
    pub values: BTreeMap<String, String>,
    /// What was done.
    pub said: Option<String>,
    /// The answer, where it is shown once.
    pub answer: Option<String>,
    /// The row of the audit log that tells what was done.
    pub entry: Option<String>,
}

/// What was done a moment ago.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Notice {
    /// In words.
    pub text: String,
    /// The row of the audit log that tells it.
    pub entry: Option<String>,
    /// Is it for the page that follows?
    pub leads_on: bool,
}

impl Notice {
    /// Words without a row.
    pub fn words(text: String) -> Self {
        Self { text, entry: None, leads_on: false }
    }
}

/// Without the answer: it may be a new key.
impl std::fmt::Debug for Flash {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Flash").field("form", &self.form).field("errors", &self.errors).finish_non_exhaustive()
    }
}

/// What every page knows.
#[derive(Clone, Copy)]
pub struct Dashboard {
    /// Who is signed in.
    pub operator: RwSignal<Option<Operator>>,
    /// Is the second factor still to come?
    pub is_pending: RwSignal<bool>,
    /// `development` or `production`.
    pub environment: StoredValue<String>,
    /// The application's name.
    pub application: StoredValue<String>,
    /// The server's clock when the page was made.
    pub now: Millis,
    /// What was done a moment ago; told once and then taken away.
    pub notice: RwSignal<Option<Notice>>,
    /// What the form before this page left behind.
    pub flash: RwSignal<Option<Flash>>,
}

/// What every page of the dashboard knows.
pub fn use_dashboard() -> Dashboard {
    expect_context()
}

/// Reads what the server left, once, around everything.
pub(super) fn provide() {
    let initial: Initial = SharedValue::new(|| use_context::<Initial>().unwrap_or_default()).into_inner();
    let told = |flash: &Flash| Some(Notice { entry: flash.entry.clone(), ..Notice::words(flash.said.clone()?) });
    let notice = initial.flash.as_ref().and_then(told);
    provide_context(Dashboard {
        operator: RwSignal::new(initial.operator),
        is_pending: RwSignal::new(initial.is_pending),
        environment: StoredValue::new(initial.environment),
        application: StoredValue::new(initial.application),
        now: initial.now,
        notice: RwSignal::new(notice),
        flash: RwSignal::new(initial.flash),
    });
}
