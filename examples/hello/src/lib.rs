//! A Leptos app with user management inside: the five-minute guide of the README.

pub mod app;
#[cfg(feature = "ssr")]
pub mod server;

/// Makes the page the server sent come alive.
#[cfg(feature = "hydrate")]
#[wasm_bindgen::prelude::wasm_bindgen]
pub fn hydrate() {
    console_error_panic_hook::set_once();
    leptos::mount::hydrate_body(app::App);
}
