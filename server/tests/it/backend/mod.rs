//! The Backend API: one file per family, and what holds for all of them.

mod access_matrix;
mod identifications;
mod limits;
mod second_factors;
mod transport;
mod users;
