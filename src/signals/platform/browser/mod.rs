//! The browser's side.

mod file;
mod flight;
mod handover;
mod lock;
mod page;

pub(crate) use file::ChosenFile;
pub(crate) use flight::Flight;
pub(crate) use handover::forget_initial_state;
pub(crate) use lock::{Lock, try_lock};
pub(crate) use page::Page;

use crate::{signals::InitialState, wire::Millis};
use js_sys::{Date, Promise, Reflect};
use leptos::prelude::*;
use send_wrapper::SendWrapper;
use std::time::Duration;
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::JsFuture;
use web_sys::VisibilityState;

/// Without a page from the server, or with one that can't be read, nothing is known.
pub(crate) fn initial_state() -> InitialState {
    InitialState::default()
}

/// Path and query of this page.
pub(crate) fn current_path() -> String {
    let location = window().location();
    let path = location.pathname().unwrap_or_else(|_| "/".to_owned());
    path + &location.search().unwrap_or_default()
}

/// This device's clock, in milliseconds.
#[expect(clippy::cast_possible_truncation, reason = "milliseconds since 1970 have 41 bits")]
pub(crate) fn now_ms() -> Millis {
    Date::now() as Millis
}

/// Leaves the page. Where the browser refuses (an address it can't read), it stays.
pub(crate) fn go_to(url: &str) {
    let _ = window().location().assign(url);
}

/// Does it in the background.
pub(crate) fn spawn(future: impl Future<Output = ()> + 'static) {
    leptos::task::spawn_local(future);
}

/// Waits.
pub(crate) async fn sleep(milliseconds: i32) {
    let timer = Promise::new(&mut |resolve, _| {
        let _ = window().set_timeout_with_callback_and_timeout_and_arguments_0(&resolve, milliseconds);
    });
    let _ = JsFuture::from(timer).await;
}

/// Waits for whole seconds; true once they are over. `Send`, as a browser has one thread.
pub(crate) fn wait(seconds: u32) -> impl Future<Output = bool> + Send {
    SendWrapper::new(async move {
        sleep(i32::try_from(seconds).unwrap_or(i32::MAX).saturating_mul(1_000)).await;
        true
    })
}

/// Does it again and again, until the owner ends.
pub(crate) fn every(time: Duration, work: impl Fn() + 'static) {
    if let Ok(timer) = set_interval_with_handle(work, time) {
        on_cleanup(move || timer.clear());
    }
}

/// Can this page be seen?
pub(crate) fn is_visible() -> bool {
    document().visibility_state() == VisibilityState::Visible
}

/// Does it when the page comes into view, until the owner ends. `true`: the page was left and is shown again from the
/// browser's memory, so it is as old as the moment it was left.
pub(crate) fn on_visible(work: impl Fn(bool) + Clone + 'static) {
    let again = work.clone();
    let seen = window_event_listener_untyped("visibilitychange", move |_| {
        if is_visible() {
            work(false);
        }
    });
    let shown = window_event_listener_untyped("pageshow", move |event| {
        if Reflect::get(&event, &"persisted".into()).is_ok_and(|persisted| persisted.is_truthy()) {
            again(true);
        }
    });
    on_cleanup(move || {
        seen.remove();
        shown.remove();
    });
}

/// Hands the session token to the app's own server, for APIs on another origin: their replies can't set it here. On the
/// API's own origin the server sets this cookie itself and out of script's reach.
pub(crate) fn write_session_cookie(jwt: Option<&str>) {
    let secure = if window().location().protocol().as_deref() == Ok("https:") { "; Secure" } else { "" };
    let (value, age) = jwt.map_or(("", 0), |jwt| (jwt, 60));
    let cookie = format!("__session={value}; Path=/; SameSite=Lax; Max-Age={age}{secure}");
    let _ = Reflect::set(&document(), &JsValue::from_str("cookie"), &JsValue::from_str(&cookie));
}

/// Puts a text on the clipboard; false where the browser refuses.
pub(crate) async fn copy_text(text: String) -> bool {
    let clipboard = window().navigator().clipboard();
    JsFuture::from(clipboard.write_text(&text)).await.is_ok()
}

/// Opens the browser's dialog for printing.
pub(crate) fn print_page() {
    let _ = window().print();
}
