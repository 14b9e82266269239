//! Settings, read together. What backends know is changed by the Backend API's own operations; the rest here.

use crate::{
    endpoints::{
        NoBody,
        backend::{Given, given},
        endpoints,
    },
    wire::{Lenient, Millis, dashboard::Settings},
};
use serde::{Deserialize, Serialize};

/// What a length of time is counted in.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum TimeUnit {
    /// Minutes.
    #[default]
    Minutes,
    /// Hours.
    Hours,
    /// Days.
    Days,
}

impl TimeUnit {
    /// All of them, the shortest first.
    pub const ALL: [Self; 3] = [Self::Minutes, Self::Hours, Self::Days];

    /// The name on the wire.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Minutes => "minutes",
            Self::Hours => "hours",
            Self::Days => "days",
        }
    }

    /// One of it.
    pub fn length(self) -> Millis {
        match self {
            Self::Minutes => 60_000,
            Self::Hours => 3_600_000,
            Self::Days => 86_400_000,
        }
    }
}

/// What changes of the settings: absent stays, null is as the configuration says.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct UpdateSettingsBody {
    /// Who may make an account: `public`, `restricted` or `waitlist`.
    #[serde(default, deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    pub sign_up_mode: Given<String>,
    /// How long a session lasts at most: 5 minutes to 400 days. For sessions that begin from now on.
    #[serde(default, deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    pub session_lifetime: Given<Lenient<i64>>,
    /// What that is counted in; minutes unless told.
    #[serde(default)]
    pub session_lifetime_unit: TimeUnit,
    /// How long a session lasts that nobody uses: at least 5 minutes, at most its lifetime; 0 for as long as one that is
    /// used. Sessions under way follow when they are used next.
    #[serde(default, deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    pub session_inactivity_timeout: Given<Lenient<i64>>,
    /// What that is counted in; minutes unless told.
    #[serde(default)]
    pub session_inactivity_timeout_unit: TimeUnit,
}

endpoints! {
    /// All settings.
    GetSettings: Get "/v1/dashboard/settings" (()) NoBody => Bare Settings, Operator, Unlimited;
    /// Changes them: in force with the next request, on every node.
    UpdateSettings: Patch "/v1/dashboard/settings" (()) UpdateSettingsBody => Bare Settings, Operator, Unlimited;
}
