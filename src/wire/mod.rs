//! The types of the wire: what both APIs send and receive. Imports nothing of ours.
//!
//! Compatible with the published contract of 2026-05-12. Times are milliseconds, lists are never null.

pub mod backend;
mod claims;
mod client;
pub mod dashboard;
mod envelope;
mod environment;
mod error;
mod event;
mod ids;
mod image;
mod lenient;
mod metadata;
#[cfg(feature = "openapi")]
mod openapi;
mod second_factor;
mod session;
mod session_verification;
mod sign_in;
mod sign_up;
mod time;
mod user;
mod verification;
mod waitlist;

pub use claims::*;
pub use client::*;
pub use envelope::*;
pub use environment::*;
pub use error::*;
pub use event::*;
pub use ids::*;
pub use image::*;
pub use lenient::{Lenient, Many};
pub use metadata::*;
pub use second_factor::*;
pub use session::*;
pub use session_verification::*;
pub use sign_in::*;
pub use sign_up::*;
pub use time::*;
pub use user::*;
pub use verification::*;
pub use waitlist::*;

/// A field that always holds the same text, such as `"object": "user"`.
macro_rules! object_tag {
    ($vis:vis $name:ident = $text:literal) => {
        #[doc = concat!("The text `", $text, "`.")]
        #[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
        $vis struct $name;

        #[cfg(feature = "openapi")]
        crate::wire::openapi::describe_text!($name = $text);

        impl serde::Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str($text)
            }
        }

        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                <serde::de::IgnoredAny as serde::Deserialize>::deserialize(deserializer).map(|_| Self)
            }
        }
    };
}
use object_tag;
