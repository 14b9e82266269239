//! Run-time options of the pages: `Leptos.toml` in the working directory, else the one this program was built with;
//! `LEPTOS_…` variables are stronger than either.

use leptos::config::{LeptosOptions, get_config_from_str};
use std::path::{Path, PathBuf};

const FILE: &str = "Leptos.toml";
/// The file as it was when this program was built, so that an installed binary needs none.
const BUILT_IN: &str = include_str!("../../../Leptos.toml");

/// The options, with `site_root` made a folder that exists if there is one.
pub fn load() -> LeptosOptions {
    let text = std::fs::read_to_string(FILE);
    let options = get_config_from_str(text.as_deref().unwrap_or(BUILT_IN));
    let mut options = options.unwrap_or_else(|error| {
        // The pages work without scripts and style, so this is no reason not to start.
        tracing::error!(%error, "{FILE} or a LEPTOS_ variable cannot be read: using the defaults");
        LeptosOptions::builder().output_name("onehop").site_root("target/site").build()
    });
    if let Some(found) = find_site(Path::new(&*options.site_root)) {
        options.site_root = found.to_string_lossy().into();
    }
    options
}

/// The site folder: as configured, or beside the program, where a package and the build put it.
fn find_site(configured: &Path) -> Option<PathBuf> {
    let program = std::env::current_exe().ok();
    let folder = program.as_deref().and_then(Path::parent);
    let beside = folder.map(|folder| folder.join("site"));
    let above = folder.and_then(Path::parent).map(|folder| folder.join("site"));
    [Some(configured.to_owned()), beside, above].into_iter().flatten().find(|path| path.is_dir())
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeMap;

    /// The options of a file, by name.
    fn options(text: &str) -> BTreeMap<String, toml::Value> {
        let file: toml::Table = text.parse().unwrap();
        let leptos = file["workspace"]["metadata"]["leptos"].as_array().unwrap();
        assert_eq!(leptos.len(), 1);
        leptos[0].as_table().unwrap().clone().into_iter().collect()
    }

    #[test]
    fn leptos_toml_and_cargo_toml_agree() {
        let cargo = options(include_str!("../../../Cargo.toml"));
        for (name, value) in options(BUILT_IN) {
            assert_eq!(cargo.get(&name), Some(&value), "{name} differs between Leptos.toml and Cargo.toml");
        }
    }

    #[test]
    fn built_in_options_name_the_files_that_the_build_writes() {
        let options = get_config_from_str(BUILT_IN).unwrap();
        assert_eq!(&*options.output_name, "onehop");
        assert_eq!(&*options.site_pkg_dir, "pkg");
    }
}
