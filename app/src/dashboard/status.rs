//! The status of the page that is being rendered; in a browser there is none any more.

/// This page is not there.
#[cfg(feature = "ssr")]
pub fn not_found() {
    if let Some(response) = leptos::prelude::use_context::<leptos_axum::ResponseOptions>() {
        response.set_status(axum::http::StatusCode::NOT_FOUND);
    }
}

/// This page is not there.
#[cfg(not(feature = "ssr"))]
pub fn not_found() {}
