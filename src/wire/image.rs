//! Pictures.

use super::{ImageId, object_tag};
use serde::{Deserialize, Serialize};

object_tag!(pub ImageTag = "image");

/// A picture that was uploaded.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct Image {
    /// Always `image`.
    pub object: ImageTag,
    /// `img_…`
    pub id: ImageId,
    /// The name it is saved under.
    pub name: String,
    /// Where everybody sees it.
    pub public_url: String,
}
