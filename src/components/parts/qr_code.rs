//! A QR code.

use crate::wire::QrPicture;
use leptos::prelude::*;

/// A QR code: dark on light in every colour scheme, because cameras expect it.
#[component]
pub fn QrCode(
    /// The picture.
    picture: QrPicture,
    /// The name for those who don't see it.
    #[prop(into)]
    label: String,
) -> impl IntoView {
    let size = picture.size.to_string();
    view! {
        <svg class="oh-qr" viewBox=["0 0 ", &size, " ", &size].concat() role="img" aria-label=label>
            <path d=picture.path></path>
        </svg>
    }
    .into_any()
}
