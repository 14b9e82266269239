//! x
mod smtp;
