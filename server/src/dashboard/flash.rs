//! What a form that was sent without scripts leaves for the next page: its errors and what was typed, or what was said
//! and shown once. In a cookie, sealed: it may hold a new secret key.

use super::cookie;
use crate::{clock::MINUTE, keys::Purpose, state::App};
use app::dashboard::Flash;
use http::{HeaderMap, HeaderValue};

const NAME: &str = "dash_flash";
/// Browsers drop cookies over 4096 bytes, name and attributes included.
const MAX_BYTES: usize = 3_800;

/// `Set-Cookie` that leaves it. What was typed is left out when it doesn't fit.
pub fn leave(app: &App, flash: &Flash) -> HeaderValue {
    let whole = seal(app, flash);
    let value = match whole.len() <= MAX_BYTES {
        true => whole,
        false => seal(app, &Flash { values: Default::default(), answer: None, ..flash.clone() }),
    };
    cookie::write(app, NAME, &value, MINUTE)
}

/// `Set-Cookie` that takes it away.
pub fn clear(app: &App) -> HeaderValue {
    cookie::write(app, NAME, "", 0)
}

/// What was left; none when it can't be read.
pub fn read(app: &App, headers: &HeaderMap) -> Option<Flash> {
    let sealed = cookie::read(app, headers, NAME)?;
    let opened = app.key_ring.open(Purpose::Dashboard, &place(app), &sealed).ok()?;
    serde_json::from_slice(&opened).ok()
}

fn seal(app: &App, flash: &Flash) -> String {
    let text = serde_json::to_vec(flash).expect("texts as keys can be written as JSON");
    app.key_ring.seal(&*app.random, Purpose::Dashboard, &place(app), &text)
}

fn place(app: &App) -> String {
    format!("dashboard/flash/{}", app.instance.id)
}
