//! Times on the wire are integers: milliseconds since the Unix epoch.

/// Milliseconds since the Unix epoch.
pub type Millis = i64;
