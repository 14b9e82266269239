//! What goes on while a page is open: listening to the other tabs, keeping the token fresh, looking again when the page
//! comes into view. Ends with the owner it is started under.

use super::{
    channel::{CHANNEL, receive},
    platform,
    store::Store,
};
use crate::wire::Millis;
use leptos::prelude::*;
use std::time::Duration;

/// How often the timer looks whether there is something to do; looking costs a comparison.
const TICK: Duration = Duration::from_secs(2);
/// A page that comes into view asks who is there, but not more often than this.
const RELOAD_EVERY_MS: Millis = 5_000;
/// The cookie that came with the page is fresh: the first renewal that nobody asked for can wait.
const FIRST_RENEWAL_MS: Millis = 30_000;

/// Starts it all.
pub(crate) fn start(store: Store) {
    let _ = store.not_before.try_set_value(store.now() + FIRST_RENEWAL_MS);
    let _ = store.reloaded_at.try_set_value(platform::now_ms());
    first_load(store);

    store.page.listen(CHANNEL, move |text| {
        if let Ok(message) = serde_json::from_str(&text) {
            receive(store, message);
        }
    });
    platform::every(TICK, move || {
        if platform::is_visible() {
            platform::spawn(store.work_in_background());
        }
    });
    platform::on_visible(move |is_stale| look_again(store, is_stale));
    on_cleanup(move || store.page.close());
}

/// Asks for what the server did not hand over.
fn first_load(store: Store) {
    let is_known = store.client.with_untracked(|client| client.is_known());
    platform::spawn(async move {
        let outcome = if is_known { store.load_environment().await } else { store.reload().await };
        // A failure shows in the status; the timer tries again soon.
        if outcome.is_err() {
            store.pause();
        }
    });
}

fn look_again(store: Store, is_stale: bool) {
    let age = platform::now_ms() - store.reloaded_at.try_get_value().unwrap_or_default();
    platform::spawn(async move {
        if is_stale || age >= RELOAD_EVERY_MS {
            let _ = store.reload().await;
        }
        store.work_in_background().await;
    });
}
