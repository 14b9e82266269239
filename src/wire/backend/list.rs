//! Lists and counts.

use crate::wire::{Lenient, object_tag};
use serde::{Deserialize, Serialize};

object_tag!(pub TotalCountTag = "total_count");

/// A part of a list, and how long the whole list is.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema), schemars(rename = "PageOf{T}"))]
pub struct Page<T> {
    /// The items of this page.
    pub data: Vec<T>,
    /// How many there are on all pages.
    pub total_count: i64,
}

impl<T> Page<T> {
    /// A list without items.
    pub fn empty() -> Self {
        Self { data: Vec::new(), total_count: 0 }
    }
}

/// A number of resources.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct TotalCount {
    /// Always `total_count`.
    pub object: TotalCountTag,
    /// How many.
    pub total_count: i64,
}

/// Which part of a list is wanted.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct Paging {
    /// At most so many: 1 to 500, 10 unless told.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub limit: Option<Lenient<i64>>,
    /// Leave out so many first.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub offset: Option<Lenient<i64>>,
    /// Answer a page instead of a bare array, where an operation knows both.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub paginated: Option<Lenient<bool>>,
}

impl Paging {
    /// `limit` items after the first `offset` ones.
    pub fn new(limit: i64, offset: i64) -> Self {
        Self { limit: Some(Lenient(limit)), offset: Some(Lenient(offset)), paginated: None }
    }
}
