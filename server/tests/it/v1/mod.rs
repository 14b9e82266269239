//! The Frontend API: one file per group of paths, and the access matrix over all of them.

mod sign_ups;
