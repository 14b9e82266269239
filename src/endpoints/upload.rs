//! Uploads.

use serde::{Deserialize, Serialize};

/// A picture: PNG, JPEG, WebP or GIF, up to 10 MB. Browsers and SDKs send it as the part `file` of a multipart body.
#[derive(Clone, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct ImageUpload {
    /// Its bytes in base64; a `data:` address will do.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub file: Option<String>,
}
