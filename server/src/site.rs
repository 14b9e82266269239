//! The site's files, where the build put none into the program: they are read from their folder.

/// Path below the site and content.
pub static FILES: &[(&str, &[u8])] = &[];
