//! The browser's entry of the dashboard: hydrates its pages and nothing else. A bundle of its own, so that nobody who
//! signs in to an app downloads what only operators see.

use wasm_bindgen::prelude::wasm_bindgen;

/// Makes the page the server sent come alive. The page calls it once the code is loaded.
#[wasm_bindgen]
pub fn hydrate() {
    console_error_panic_hook::set_once();
    leptos::mount::hydrate_body(app::dashboard::DashboardApp);
}
