//! `cargo xtask bill FOLDER`: what the program is made of, beside the program: a bill of materials in CycloneDX form, and
//! the licences of all that is inside.

mod cyclonedx;
mod notices;
mod parts;

use crate::{Outcome, project::Project};
use std::{fs, path::Path};

/// Writes both files.
pub fn write(project: &Project, folder: &Path) -> Outcome {
    let parts = parts::shipped(project)?;
    let bill = serde_json::to_string_pretty(&cyclonedx::document(&parts))?;
    let notices = notices::text(&parts.packages)?;
    for (name, content) in [("onehop.cdx.json", bill), ("onehop.licenses.txt", notices)] {
        let path = folder.join(name);
        fs::write(&path, content)?;
        println!("{}: {} packages", path.display(), parts.packages.len());
    }
    Ok(())
}
