//! What a message or mark is about; decides its colour and icon.

use super::IconName;

/// The tone of an [`Alert`](super::Alert) or [`Badge`](super::Badge).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Tone {
    /// Something failed or is about to be destroyed.
    Danger,
    /// Something needs attention.
    Warning,
    /// Neutral.
    #[default]
    Info,
    /// Something worked.
    Success,
}

impl Tone {
    /// The name the style sheet knows it by.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Danger => "danger",
            Self::Warning => "warning",
            Self::Info => "info",
            Self::Success => "success",
        }
    }

    /// The icon that says the same without colour.
    pub fn icon(self) -> IconName {
        match self {
            Self::Danger | Self::Warning => IconName::Warning,
            Self::Info => IconName::Info,
            Self::Success => IconName::Check,
        }
    }
}
