//! The second factor as its user sets it up.

use super::{BackupCodeId, Millis, TotpId, object_tag};
use serde::{Deserialize, Serialize};

object_tag!(pub TotpTag = "totp");
object_tag!(pub BackupCodeTag = "backup_code");

/// An authenticator app.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct Totp {
    /// Always `totp`.
    pub object: TotpTag,
    /// `totp_…`
    pub id: TotpId,
    /// In base32; only until a code has proven that the app knows it.
    pub secret: Option<String>,
    /// The same as an address (`otpauth://…`), which apps read from a picture.
    pub uri: Option<String>,
    /// That address as a picture, drawn here so that no client needs to know how.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub qr: Option<QrPicture>,
    /// Has a code proven it?
    pub verified: bool,
    /// Codes for the day the app is gone; only where they were made along with it.
    #[serde(default)]
    pub backup_codes: Option<Vec<String>>,
    /// Created.
    pub created_at: Millis,
    /// Changed.
    pub updated_at: Millis,
}

/// Codes for the day the authenticator app is gone; told once.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct BackupCodes {
    /// Always `backup_code`.
    pub object: BackupCodeTag,
    /// `bcode_…`
    pub id: BackupCodeId,
    /// Each works once.
    pub codes: Vec<String>,
    /// Created.
    pub created_at: Millis,
    /// Changed.
    pub updated_at: Millis,
}

/// A QR code as one path, drawn on a square of so many units.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct QrPicture {
    /// Units on each side, the quiet zone included.
    pub size: u32,
    /// The `d` of an SVG path that fills the dark modules.
    pub path: String,
}
