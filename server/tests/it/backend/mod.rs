//! The Backend API: one file per family, and what holds for all of them.

mod access_matrix;
mod limits;
mod password_hashers;
mod transport;
mod users;
