//! The site's files inside the program: scripts, wasm, styles, each also compressed. `cargo xtask build --release` lists
//! them. Only the binary has them, not the library, so that building it takes no browser code.

/// Path below the site and content.
pub static FILES: &[(&str, &[u8])] = include!(env!("ONEHOP_SITE_FILES"));
