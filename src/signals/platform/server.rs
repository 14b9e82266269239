//! The server's side: the state of the request, and nothing that happens later.

use crate::{
    signals::{InitialState, channel::Message, token::Renewal},
    wire::{Millis, SessionId},
};
use leptos::prelude::*;
use std::time::Duration;

/// What the session layer found out about this request.
pub(crate) fn initial_state() -> InitialState {
    use_context::<InitialState>()
        .or_else(|| use_context::<http::request::Parts>()?.extensions.get().cloned())
        .unwrap_or_default()
}

/// The page has to hold it until it lives.
pub(crate) fn forget_initial_state() {}

/// Path and query of the page that is rendered.
pub(crate) fn current_path() -> String {
    use_context::<http::request::Parts>()
        .and_then(|parts| parts.uri.path_and_query().map(ToString::to_string))
        .unwrap_or_else(|| "/".to_owned())
}

/// Tokens are not renewed while rendering, so no clock is needed.
pub(crate) fn now_ms() -> Millis {
    0
}

/// Redirects are the session layer's; a rendered page stays where it is.
pub(crate) fn go_to(_url: &str) {}

/// Nothing outlives a rendered page.
pub(crate) fn spawn(_future: impl Future<Output = ()> + 'static) {}

/// Nothing waits while rendering.
pub(crate) async fn sleep(_milliseconds: i32) {}

/// Nothing waits while rendering, so what needs a pause isn't tried again.
pub(crate) async fn wait(_seconds: u32) -> bool {
    false
}

/// Nothing happens again while rendering.
pub(crate) fn every(_time: Duration, _work: impl Fn() + 'static) {}

/// Nobody looks yet.
pub(crate) fn is_visible() -> bool {
    false
}

/// Nobody looks yet.
pub(crate) fn on_visible(_work: impl Fn(bool) + Clone + 'static) {}

/// Cookies are the session layer's.
pub(crate) fn write_session_cookie(_jwt: Option<&str>) {}

/// What a lock is on the other side.
pub(crate) enum Lock {
    /// There is nobody to lock out.
    Unavailable,
    /// Never, here.
    #[expect(dead_code, reason = "the browser's side knows it")]
    Taken,
}

/// There is nobody to lock out.
pub(crate) async fn try_lock(_name: &str) -> Lock {
    Lock::Unavailable
}

/// Nothing to share: each rendered page is on its own.
#[derive(Clone, Copy)]
pub(crate) struct Flight;

impl Flight {
    /// Does the work.
    pub async fn join(self, _session: SessionId, _is_forced: bool, work: impl Future<Output = Renewal>) -> Renewal {
        work.await
    }
}

/// A page that nothing happens to.
#[derive(Clone, Copy)]
pub(crate) struct Page;

impl Page {
    /// A page that nothing happens to.
    pub fn new() -> Self {
        Self
    }

    /// Nobody talks.
    pub fn listen(self, _channel: &str, _on_text: impl FnMut(String) + 'static) {}

    /// Nobody listens.
    pub fn post(self, _message: &Message) {}

    /// Nothing is open.
    pub fn close(self) {}

    /// The renewals of this page.
    pub fn flight(self) -> Flight {
        Flight
    }
}

/// Nobody copies anything from a page that is being rendered.
pub(crate) async fn copy_text(_text: String) -> bool {
    false
}

/// Nor prints it.
pub(crate) fn print_page() {}

/// A file that was chosen: never, here.
pub(crate) struct ChosenFile {
    /// Its media type, as the browser guesses it.
    pub media_type: String,
    /// In bytes.
    pub size: f64,
}

impl ChosenFile {
    /// None is.
    pub fn of(_input: &leptos::web_sys::HtmlInputElement) -> Option<Self> {
        None
    }

    /// There is nothing to read.
    pub async fn read(self) -> Option<String> {
        None
    }
}
