//! The Frontend API: one file per group of paths, and what holds for all of them.

mod access_matrix;
mod canaries;
mod client;
mod code_limits;
mod cookies;
mod csrf_cors;
mod devices;
mod email_addresses;
mod environment;
mod events;
mod identifications;
mod invited;
mod limits;
mod lockout;
mod me;
mod me_sessions;
mod openapi;
mod profile_image;
mod races;
mod second_factors;
mod sessions;
mod sign_ins;
mod sign_ups;
mod tickets;
mod tokens;
mod transport;
