//! What the browser does for us and the server does not: timers, channels, locks, navigation. Both sides have the same
//! names; on the server they do nothing, because a page is rendered once and nothing happens to it afterwards.

#[cfg_attr(feature = "ssr", path = "server.rs")]
#[cfg_attr(not(feature = "ssr"), path = "browser/mod.rs")]
mod side;

pub(crate) use side::*;
