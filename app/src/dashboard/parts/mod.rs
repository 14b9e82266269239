//! What rooms are furnished with: pure functions of what they show, the same on the server and in the browser.

mod chart;
mod copy;
mod diff;
mod empty;
mod glyph;
mod json_editor;
mod pager;
mod person;
mod when;

pub use chart::{Chart, grouped};
pub use copy::CopyId;
pub use diff::Diff;
pub use empty::Empty;
pub use glyph::{Glyph, GlyphName};
pub use json_editor::{JsonEditor, pretty};
pub use pager::Pager;
pub use person::{identifier_of, name_of, status_badges};
pub use when::{When, date, parse_date};
