//! The signs of the rooms, in the stroke of the icon set. They are not part of it, because every visitor of the hosted
//! pages would load them.

use leptos::prelude::*;

/// Which sign.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum GlyphName {
    Check,
    Copy,
    People,
    Search,
    Letter,
    Block,
    Log,
    Clock,
    Device,
    Download,
}

impl GlyphName {
    fn path(self) -> &'static str {
        match self {
            Self::Check => "M3 8.5 6.5 12 13 4.5",
            Self::Copy => "M5.5 5.5h8v8h-8zM10.5 5.5v-3h-8v8h3",
            Self::People => {
                "M8 5.5a2.3 2.3 0 1 1-4.6 0 2.3 2.3 0 0 1 4.6 0zM1.5 13c.4-2.3 2-3.4 4.2-3.4s3.8 1.1 4.2 3.4M10.5 3.4a2.3 2.3 0 0 1 0 4.2M11.8 9.9c1.5.4 2.4 1.4 2.7 3.1"
            }
            Self::Search => "M11.5 7a4.5 4.5 0 1 1-9 0 4.5 4.5 0 0 1 9 0zM10.3 10.3l3.4 3.4",
            Self::Letter => "M2.5 3.5h11v9h-11zM2.5 4.5 8 9l5.5-4.5",
            Self::Block => "M14 8A6 6 0 1 1 2 8a6 6 0 0 1 12 0zM3.8 3.8l8.4 8.4",
            Self::Log => "M3 2.5h10v11H3zM5.5 5.5h5M5.5 8h5M5.5 10.5h3",
            Self::Clock => "M14 8A6 6 0 1 1 2 8a6 6 0 0 1 12 0zM8 4.8V8l2.2 1.6",
            Self::Device => "M2 3h12v8H2zM5.5 13.5h5M8 11v2.5",
            Self::Download => "M8 2.5v7.5M4.8 7 8 10.2 11.2 7M2.5 13.5h11",
        }
    }
}

/// A sign. Decoration: the name stands beside it or in the `aria-label` of what holds it.
#[component]
pub fn Glyph(
    /// Which one.
    name: GlyphName,
) -> impl IntoView {
    view! {
        <svg class="oh-icon" viewBox="0 0 16 16" aria-hidden="true">
            <path d=name.path()></path>
        </svg>
    }
}
