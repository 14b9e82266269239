//! The browser's entry: hydrates the pages and nothing else.

use wasm_bindgen::prelude::wasm_bindgen;

/// Makes the page the server sent come alive. The page calls it once the code is loaded.
#[wasm_bindgen]
pub fn hydrate() {
    console_error_panic_hook::set_once();
    leptos::mount::hydrate_body(app::App);
}
