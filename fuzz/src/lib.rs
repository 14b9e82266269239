//! The parts of the server that read what strangers send, taken from its own files: nothing of the server becomes public
//! for this, and a build takes a minute instead of a quarter of an hour. The server's tests include [`properties`], too,
//! and run them on the corpus (`server/src/fuzzed.rs`).

pub mod error;
pub mod properties;

#[path = "../../server/src/domain/redirects/address.rs"]
pub mod address;
#[path = "../../server/src/frontend_api/body.rs"]
pub mod body;
#[path = "../../server/src/frontend_api/cookies/read.rs"]
pub mod cookie;
#[path = "../../server/src/domain/identifiers.rs"]
pub mod identifiers;
#[path = "../../server/src/picture.rs"]
pub mod picture;
