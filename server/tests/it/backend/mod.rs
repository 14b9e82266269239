//! The Backend API: one file per family, and what holds for all of them.

mod access_matrix;
mod identifications;
mod jwt_templates;
mod limits;
mod password_hashers;
mod second_factors;
mod sessions;
mod tickets;
mod transport;
mod users;
