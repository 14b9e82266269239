//! Which of the published contracts a caller speaks.

/// A published version of the Backend API, oldest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ApiVersion {
    /// The oldest; assumed where a caller names none.
    V2021_02_05,
    /// No change that concerns us.
    V2024_10_01,
    /// Session tokens of version 2.
    V2025_04_10,
    /// No change that concerns us.
    V2025_11_10,
    /// Metadata has a call of its own and is no part of a user update.
    V2026_05_12,
}

impl ApiVersion {
    /// All of them, oldest first.
    pub const ALL: [Self; 5] =
        [Self::V2021_02_05, Self::V2024_10_01, Self::V2025_04_10, Self::V2025_11_10, Self::V2026_05_12];
    /// The newest: what our own clients speak.
    pub const LATEST: Self = Self::V2026_05_12;

    /// The date on the wire.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::V2021_02_05 => "2021-02-05",
            Self::V2024_10_01 => "2024-10-01",
            Self::V2025_04_10 => "2025-04-10",
            Self::V2025_11_10 => "2025-11-10",
            Self::V2026_05_12 => "2026-05-12",
        }
    }

    /// The version of this date, if one was published.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|version| version.as_str() == text)
    }
}
