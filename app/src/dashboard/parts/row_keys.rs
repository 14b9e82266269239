//! Keys that walk the rows of a table: j down, k up, x picks. Enter opens, as on every link.

use leptos::{ev, prelude::*, wasm_bindgen::JsCast, web_sys::HtmlElement};

const LINKS: &str = ".db-row-link";

/// Listens while the page is there. Nothing is taken from who types or has a dialog open.
pub fn use_row_keys() {
    Effect::new(move |_| {
        let handle = window_event_listener(ev::keydown, move |event| {
            let has_modifier = event.ctrl_key() || event.meta_key() || event.alt_key();
            if has_modifier || is_busy() {
                return;
            }
            match event.key().as_str() {
                "j" => walk(1),
                "k" => walk(-1),
                "x" => pick(),
                _ => {}
            }
        });
        on_cleanup(move || handle.remove());
    });
}

fn is_busy() -> bool {
    let typing = document().active_element().is_some_and(|element| {
        matches!(element.tag_name().as_str(), "TEXTAREA" | "SELECT")
            || (element.tag_name() == "INPUT" && element.get_attribute("type").as_deref() != Some("checkbox"))
    });
    typing || document().query_selector("dialog[open]").ok().flatten().is_some()
}

/// The row that has the focus, or something in it.
fn current_row() -> Option<leptos::web_sys::Element> {
    document().active_element()?.closest(".db-row").ok().flatten()
}

fn walk(by: i32) {
    let Ok(links) = document().query_selector_all(LINKS) else { return };
    let count = i32::try_from(links.length()).unwrap_or(0);
    let link = |at: i32| links.get(u32::try_from(at).ok()?)?.dyn_into::<HtmlElement>().ok();
    let row = current_row();
    let here =
        (0..count).find(|at| link(*at).and_then(|link| link.closest(".db-row").ok().flatten()) == row && row.is_some());
    let next = here.map_or(if by > 0 { 0 } else { count - 1 }, |here| (here + by).clamp(0, count - 1));
    if let Some(link) = link(next) {
        let _ = link.focus();
    }
}

/// Ticks the row's box, or takes the tick away.
fn pick() {
    let found = current_row().and_then(|row| row.query_selector("input[type=checkbox]").ok().flatten());
    if let Some(found) = found.and_then(|found| found.dyn_into::<HtmlElement>().ok()) {
        found.click();
    }
}
