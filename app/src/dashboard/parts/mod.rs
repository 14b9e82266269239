//! What rooms are furnished with: pure functions of what they show, the same on the server and in the browser.

mod ask;
mod chart;
mod copy;
mod diff;
mod empty;
mod glyph;
mod heat;
mod json_editor;
mod pager;
mod person;
mod row_keys;
mod search_form;
mod table;
mod when;

pub use ask::{AskFirst, TypeToConfirm};
pub use chart::{Chart, grouped};
pub use copy::CopyId;
pub use diff::Diff;
pub use empty::Empty;
pub use glyph::{Glyph, GlyphName};
pub use heat::HeatMap;
pub use json_editor::{JsonEditor, pretty};
pub use pager::Pager;
pub use person::{identifier_of, name_of, status_badges};
pub use row_keys::use_row_keys;
pub use search_form::{Choice, SearchForm};
pub use table::{Column, DataTable, Paged, TableRow};
pub use when::{Ahead, When, date, duration, parse_date};
