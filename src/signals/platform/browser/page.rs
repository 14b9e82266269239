//! One page: its channel to the other tabs and its renewals.

use super::Flight;
use crate::signals::channel::Message;
use leptos::prelude::*;
use wasm_bindgen::{JsCast, JsValue, closure::Closure};
use web_sys::{BroadcastChannel, MessageEvent};

/// Handles to what this page holds on to.
#[derive(Clone, Copy)]
pub(crate) struct Page {
    channel: StoredValue<Option<Channel>, LocalStorage>,
    flight: Flight,
}

/// Closed when dropped: an open channel would live on with its listener.
struct Channel {
    inner: BroadcastChannel,
    _listener: Closure<dyn FnMut(MessageEvent)>,
}

impl Drop for Channel {
    fn drop(&mut self) {
        self.inner.set_onmessage(None);
        self.inner.close();
    }
}

impl Page {
    /// A page that does nothing yet.
    pub fn new() -> Self {
        Self { channel: StoredValue::new_local(None), flight: Flight::new() }
    }

    /// The renewals of this page.
    pub fn flight(self) -> Flight {
        self.flight
    }

    /// Listens to what other tabs post. A browser without channels leaves this tab on its own.
    pub fn listen(self, channel: &str, mut on_text: impl FnMut(String) + 'static) {
        let Ok(inner) = BroadcastChannel::new(channel) else {
            return;
        };
        let listener = Closure::<dyn FnMut(MessageEvent)>::new(move |event: MessageEvent| {
            if let Some(text) = event.data().as_string() {
                on_text(text);
            }
        });
        inner.set_onmessage(Some(listener.as_ref().unchecked_ref()));
        let _ = self.channel.try_set_value(Some(Channel { inner, _listener: listener }));
    }

    /// Tells the other tabs.
    pub fn post(self, message: &Message) {
        let Ok(text) = serde_json::to_string(message) else {
            return;
        };
        let _ = self.channel.try_with_value(|channel| {
            channel.as_ref().map(|channel| channel.inner.post_message(&JsValue::from_str(&text)))
        });
    }

    /// Stops listening.
    pub fn close(self) {
        let _ = self.channel.try_set_value(None);
    }
}
