//! How our own kinds of value are described: what a request may write, and what an answer holds.

use super::{Lenient, Many};
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use std::borrow::Cow;

/// An id: answers say how it begins; a request may name what isn't there.
macro_rules! describe_id {
    ($name:ident = $prefix:literal) => {
        impl schemars::JsonSchema for $name {
            fn schema_name() -> std::borrow::Cow<'static, str> {
                stringify!($name).into()
            }

            fn json_schema(generator: &mut schemars::SchemaGenerator) -> schemars::Schema {
                if generator.contract().is_serialize() {
                    schemars::json_schema!({
                        "type": "string",
                        "pattern": concat!("^", $prefix, "[A-Za-z0-9]+$"),
                        "examples": [concat!($prefix, "3MRwUcTGj4FqXEcyyuGUErZ4ljd")],
                    })
                } else {
                    schemars::json_schema!({ "type": "string" })
                }
            }

            fn inline_schema() -> bool {
                true
            }
        }
    };
}
pub(super) use describe_id;

/// A member that always holds the same text.
macro_rules! describe_text {
    ($name:ident = $text:literal) => {
        impl schemars::JsonSchema for $name {
            fn schema_name() -> std::borrow::Cow<'static, str> {
                stringify!($name).into()
            }

            fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
                schemars::json_schema!({ "type": "string", "const": $text })
            }

            fn inline_schema() -> bool {
                true
            }
        }
    };
}
pub(super) use describe_text;

/// The first of several forms is the plain one: queries, where all is text, are described by it alone.
fn forms(forms: &[Schema]) -> Schema {
    json_schema!({ "anyOf": forms })
}

impl JsonSchema for Lenient<bool> {
    fn schema_name() -> Cow<'static, str> {
        "Boolean".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        forms(&[
            json_schema!({ "type": "boolean" }),
            json_schema!({ "enum": ["true", "1", "on", "false", "0", "off", "", null] }),
        ])
    }

    fn inline_schema() -> bool {
        true
    }
}

impl JsonSchema for Lenient<i64> {
    fn schema_name() -> Cow<'static, str> {
        "Integer".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        forms(&[
            json_schema!({ "type": "integer", "format": "int64" }),
            json_schema!({ "type": "string", "pattern": r"^\s*[+-]?[0-9]+(\.0*)?\s*$" }),
        ])
    }

    fn inline_schema() -> bool {
        true
    }
}

impl JsonSchema for Many {
    fn schema_name() -> Cow<'static, str> {
        "Texts".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        forms(&[
            json_schema!({ "type": "array", "items": { "type": "string" } }),
            json_schema!({ "type": ["string", "null"] }),
        ])
    }

    fn inline_schema() -> bool {
        true
    }
}
