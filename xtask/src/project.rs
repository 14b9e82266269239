//! Where things are: the workspace, cargo's target folder, and the names that
//! `Leptos.toml` gives to the site and its files.

use std::path::{Path, PathBuf};

use crate::Outcome;

/// The compilation target of the browser code.
pub const WASM_TARGET: &str = "wasm32-unknown-unknown";

/// The workspace and the names used in it.
pub struct Project {
    /// Workspace root: the folder of `Leptos.toml`.
    pub root: PathBuf,
    /// Cargo's artefacts; `CARGO_TARGET_DIR` may put them outside of the workspace.
    pub cargo_target: PathBuf,
    /// What the server serves as static files; always inside the workspace.
    pub site: PathBuf,
    /// Folder of the bundle below `site`.
    pub pkg_dir: String,
    /// Stem of the first bundle's file names.
    pub output_name: String,
}

/// A bundle: the browser's half of one of the apps that the server renders.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Bundle {
    /// The package that hydrates it.
    pub package: &'static str,
    /// Stem of its file names.
    pub name: String,
    /// Its stylesheet, below `style/`.
    pub style: &'static str,
    /// Where its size is recorded, below the root.
    pub record: &'static str,
}

impl Project {
    /// Looks for `Leptos.toml` here and above, and reads it.
    pub fn find() -> Outcome<Self> {
        let here = std::env::current_dir()?;
        let root = here
            .ancestors()
            .find(|folder| folder.join("Leptos.toml").is_file())
            .ok_or("no Leptos.toml here or above: run this inside the repository")?;
        Self::read(root)
    }

    fn read(root: &Path) -> Outcome<Self> {
        let options = leptos_options(&root.join("Leptos.toml"))?;
        let text = |key: &str| -> Outcome<String> {
            let value = options.get(key).and_then(toml::Value::as_str);
            Ok(value.ok_or_else(|| format!("Leptos.toml: {key} is missing"))?.to_owned())
        };
        let site_root = text("site-root")?;
        // What does not belong to the site is deleted from it, so it must be a folder of its own.
        if !Path::new(&site_root).starts_with("target") || site_root.contains("..") {
            return Err(format!("Leptos.toml: site-root {site_root:?} must be inside target/").into());
        }
        Ok(Self {
            cargo_target: root
                .join(std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| PathBuf::from("target"), PathBuf::from)),
            site: root.join(site_root),
            pkg_dir: text("site-pkg-dir")?,
            output_name: text("output-name")?,
            root: root.to_owned(),
        })
    }

    /// Folder of the bundle's files.
    pub fn pkg(&self) -> PathBuf {
        self.site.join(&self.pkg_dir)
    }

    /// All bundles: what every visitor loads, and what operators load.
    pub fn bundles(&self) -> [Bundle; 2] {
        let (package, style, record) = ("frontend", "main.css", "xtask/wasm-size.txt");
        let first = Bundle { package, name: self.output_name.clone(), style, record };
        let (package, style, record) = ("frontend-dashboard", "dashboard-main.css", "xtask/wasm-size-dashboard.txt");
        [first, Bundle { package, name: "dashboard".to_owned(), style, record }]
    }

    /// A bundle's file by its extension, for example `wasm` or `wasm.br`.
    pub fn bundle_file(&self, bundle: &Bundle, extension: &str) -> PathBuf {
        self.pkg().join(format!("{}.{extension}", bundle.name))
    }

    /// What the linker makes of a bundle's package.
    pub fn linked_wasm(&self, bundle: &Bundle, release: bool) -> PathBuf {
        let profile = if release { "wasm-release" } else { "debug" };
        let name = format!("{}.wasm", bundle.package.replace('-', "_"));
        self.cargo_target.join(WASM_TARGET).join(profile).join(name)
    }

    /// Flags for compiling the browser's code for release: those of every build, and names that say for which component
    /// generic code was made.
    pub fn named_rustflags(&self) -> Outcome<String> {
        let path = self.root.join(".cargo/config.toml");
        let config: toml::Table = std::fs::read_to_string(&path)?.parse()?;
        let flags = config.get("build").and_then(|build| build.get("rustflags")).and_then(toml::Value::as_array);
        let flags = flags.ok_or_else(|| format!("{}: no build.rustflags", path.display()))?;
        let mut flags: Vec<&str> = flags.iter().filter_map(toml::Value::as_str).collect();
        flags.extend(["-C", "symbol-mangling-version=v0"]);
        Ok(flags.join(" "))
    }

    /// Folder for intermediate results that later builds reuse.
    pub fn cache(&self) -> PathBuf {
        self.cargo_target.join("xtask")
    }

    /// The server's executable.
    pub fn server_binary(&self, release: bool) -> PathBuf {
        let profile = if release { "release" } else { "debug" };
        self.cargo_target.join(profile).join(format!("onehop{}", std::env::consts::EXE_SUFFIX))
    }
}

/// The first `[[workspace.metadata.leptos]]` table of a file.
fn leptos_options(path: &Path) -> Outcome<toml::Table> {
    let text = std::fs::read_to_string(path)?;
    let document: toml::Table = text.parse()?;
    document
        .get("workspace")
        .and_then(|value| value.get("metadata"))
        .and_then(|value| value.get("leptos"))
        .and_then(|value| value.get(0))
        .and_then(toml::Value::as_table)
        .cloned()
        .ok_or_else(|| format!("{}: no [[workspace.metadata.leptos]]", path.display()).into())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn root() -> PathBuf {
        Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
    }

    #[test]
    fn leptos_toml_and_cargo_toml_agree() {
        let run_time = leptos_options(&root().join("Leptos.toml")).expect("Leptos.toml");
        let build_time = leptos_options(&root().join("Cargo.toml")).expect("Cargo.toml");
        assert!(!run_time.is_empty());
        for (key, value) in run_time {
            assert_eq!(Some(&value), build_time.get(&key), "{key} differs");
        }
    }

    #[test]
    fn compiled_output_name_is_the_configured_one() {
        let text = std::fs::read_to_string(root().join(".cargo/config.toml")).expect("config");
        let config: toml::Table = text.parse().expect("valid TOML");
        let project = Project::read(&root()).expect("project");
        assert_eq!(config["env"]["LEPTOS_OUTPUT_NAME"].as_str(), Some(project.output_name.as_str()));
    }

    #[test]
    fn site_stays_inside_the_workspace() {
        let project = Project::read(&root()).expect("project");
        assert!(project.site.starts_with(root().join("target")));
    }
}
