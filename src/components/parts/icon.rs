//! The icon set: one stroke of 1.5 on a 16 pixel grid.

use leptos::prelude::*;

/// Which icon.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "each is named for what it shows")]
pub enum IconName {
    Mail,
    Key,
    User,
    Shield,
    DeviceDesktop,
    DevicePhone,
    ChevronRight,
    ChevronDown,
    Check,
    Warning,
    Info,
    Close,
    Plus,
    SignOut,
    Gear,
    Eye,
    EyeOff,
    Dots,
    ArrowLeft,
    External,
    Edit,
    Trash,
}

impl IconName {
    fn path(self) -> &'static str {
        match self {
            Self::Mail => "M2.5 3.5h11v9h-11zM2.5 4.5 8 9l5.5-4.5",
            Self::Key => "M8.5 10.5a3 3 0 1 1-6 0 3 3 0 0 1 6 0zM7.6 8.4 13 3M11 5l2 2M9.5 6.5l1.5 1.5",
            Self::User => "M10.5 5.5a2.5 2.5 0 1 1-5 0 2.5 2.5 0 0 1 5 0zM3 13.5c.6-2.4 2.5-3.5 5-3.5s4.4 1.1 5 3.5",
            Self::Shield => "M8 2 13 3.8v3.7c0 3-2 5.3-5 6.5-3-1.2-5-3.5-5-6.5V3.8z",
            Self::DeviceDesktop => "M2 3h12v8H2zM5.5 13.5h5M8 11v2.5",
            Self::DevicePhone => "M4.5 2h7v12h-7zM7.5 11.8h1",
            Self::ChevronRight => "M6 3.5 10.5 8 6 12.5",
            Self::ChevronDown => "M3.5 6 8 10.5 12.5 6",
            Self::Check => "M3 8.5 6.5 12 13 4.5",
            Self::Warning => "M8 2.5 14 13H2zM8 6.5V9.5M8 11.2v.1",
            Self::Info => "M14 8A6 6 0 1 1 2 8a6 6 0 0 1 12 0zM8 7.5V11M8 5.2v.1",
            Self::Close => "M4 4l8 8M12 4l-8 8",
            Self::Plus => "M8 3v10M3 8h10",
            Self::SignOut => "M6.5 2.5h-4v11h4M6.5 8h7M10.5 5l3 3-3 3",
            Self::Gear => {
                "M2 4.5h7M12 4.5h2M2 11.5h2M7 11.5h7M12 4.5a1.5 1.5 0 1 1-3 0 1.5 1.5 0 0 1 3 0zM7 11.5a1.5 1.5 0 1 1-3 0 1.5 1.5 0 0 1 3 0z"
            }
            Self::Eye => {
                "M1.5 8C3 5.2 5.2 3.7 8 3.7S13 5.2 14.5 8C13 10.8 10.8 12.3 8 12.3S3 10.8 1.5 8zM10 8a2 2 0 1 1-4 0 2 2 0 0 1 4 0z"
            }
            Self::EyeOff => {
                "M1.5 8C3 5.2 5.2 3.7 8 3.7S13 5.2 14.5 8C13 10.8 10.8 12.3 8 12.3S3 10.8 1.5 8zM2.5 13.5l11-11"
            }
            Self::Dots => {
                "M4 8a.5.5 0 1 1-1 0 .5.5 0 0 1 1 0zM8.5 8a.5.5 0 1 1-1 0 .5.5 0 0 1 1 0zM13 8a.5.5 0 1 1-1 0 .5.5 0 0 1 1 0z"
            }
            Self::ArrowLeft => "M13 8H3M7 4 3 8l4 4",
            Self::External => "M6.5 3.5h-4v10h10v-4M9.5 2.5h4v4M13.5 2.5 7.5 8.5",
            Self::Edit => "M10.5 3 13 5.5 5.5 13H3v-2.5zM9 4.5 11.5 7",
            Self::Trash => "M2.5 4.5h11M6 4.5v-2h4v2M4 4.5l.6 9h6.8l.6-9M6.7 7v4M9.3 7v4",
        }
    }

    /// Does it point along the line of reading, so that it turns with it?
    fn is_directed(self) -> bool {
        matches!(self, Self::ChevronRight | Self::ArrowLeft | Self::SignOut | Self::External)
    }
}

/// An icon. Decoration: the name stands beside it or in the `aria-label` of what holds it.
#[component]
pub fn Icon(
    /// Which one.
    name: IconName,
) -> impl IntoView {
    view! {
        <svg class="oh-icon" data-directed=name.is_directed().then_some("") viewBox="0 0 16 16" aria-hidden="true">
            <path d=name.path()></path>
        </svg>
    }
}
