//! Telling others by HTTP what changed. Every endpoint has a worker that follows the feed: it sends what comes after the
//! endpoint's cursor, several deliveries at once, and moves the cursor when all of them were tried. What failed becomes
//! a row of its own with the time of its next try. So an endpoint that answers costs no row per delivery but the one
//! that logs it, and one that doesn't answer keeps nobody else waiting.
//!
//! A worker that dies has tried some deliveries without writing it down: whoever takes over its lease tries them again,
//! with the same id.

mod addresses;
mod batch;
mod blank;
mod client;
mod delivery;
mod disabled;
mod request;
mod schedule;
mod signature;

pub use addresses::is_public;
pub use batch::{Batch, Delivered};
pub use blank::blank;
pub use client::{Answer, Client, Failure};
pub use delivery::{Outcome, Target};
pub use request::{sent_headers, signed};
pub use schedule::{next_attempt, retry_after};
pub use signature::{Secret, sign};
