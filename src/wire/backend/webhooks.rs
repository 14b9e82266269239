//! Webhooks as a whole.

use serde::{Deserialize, Serialize};

/// Where webhooks are set up.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct SvixUrl {
    /// The dashboard's room for webhooks. Whoever opens it signs in as an operator.
    pub svix_url: String,
}
