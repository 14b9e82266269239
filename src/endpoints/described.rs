//! What a type of a contract must be able to say about itself: its JSON schema.

pub use schemars::JsonSchema as Described;
