//! `cargo xtask yanked`: no package of `Cargo.lock` was taken back by those who published it. Asked of the registry's
//! index as cargo keeps it; cargo brings it up to date first, where it can.

use crate::{Outcome, process::cargo, project::Project};
use serde::Deserialize;
use std::{
    env, fs,
    path::{Path, PathBuf},
};

#[derive(Deserialize)]
struct Lock {
    package: Vec<Locked>,
}

#[derive(Deserialize)]
struct Locked {
    name: String,
    version: String,
    source: Option<String>,
}

/// One version in the index.
#[derive(Deserialize)]
struct Entry {
    vers: String,
    yanked: bool,
}

/// Fails if a package was taken back.
pub fn check(project: &Project) -> Outcome {
    // Asks about every package of the lock, and changes nothing.
    let is_fresh = cargo(project).args(["update", "--dry-run", "--quiet"]).status()?.success();
    let lock: Lock = toml::from_str(&fs::read_to_string(project.root.join("Cargo.lock"))?)?;
    let caches = caches()?;
    let (mut checked, mut unknown, mut yanked) = (0, 0, Vec::new());
    for package in lock.package.iter().filter(|package| package.source.is_some()) {
        match caches.iter().find_map(|cache| is_yanked(cache, package)) {
            Some(true) => yanked.push(format!("{} {}", package.name, package.version)),
            Some(false) => checked += 1,
            None => unknown += 1,
        }
    }
    if !yanked.is_empty() {
        return Err(format!("taken back by those who published them: {}", yanked.join(", ")).into());
    }
    let when = if is_fresh { "now" } else { "when cargo last asked: the registry can't be reached" };
    println!("{checked} packages, none of them yanked {when}; {unknown} unknown to the index kept here");
    Ok(())
}

/// The indices that cargo keeps.
fn caches() -> Outcome<Vec<PathBuf>> {
    let home = match env::var_os("CARGO_HOME") {
        Some(home) => PathBuf::from(home),
        None => env::home_dir().ok_or("no home folder")?.join(".cargo"),
    };
    let indices = fs::read_dir(home.join("registry/index"))?;
    Ok(indices.map(|entry| Ok(entry?.path().join(".cache"))).collect::<std::io::Result<_>>()?)
}

fn is_yanked(cache: &Path, package: &Locked) -> Option<bool> {
    let content = fs::read(cache.join(index_path(&package.name)?)).ok()?;
    let mut entries = content.split(|byte| *byte == 0).filter_map(|part| serde_json::from_slice::<Entry>(part).ok());
    entries.find(|entry| entry.vers == package.version).map(|entry| entry.yanked)
}

/// Where a package is in an index: in folders by the first letters of its name.
fn index_path(name: &str) -> Option<PathBuf> {
    let name = name.to_ascii_lowercase();
    let folder = match name.len() {
        length @ (1 | 2) => length.to_string(),
        3 => format!("3/{}", name.get(..1)?),
        _ => format!("{}/{}", name.get(..2)?, name.get(2..4)?),
    };
    Some(Path::new(&folder).join(name))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_version_is_found_among_others() {
        let cache = env::temp_dir().join(format!("onehop-yanked-{}", std::process::id()));
        fs::create_dir_all(cache.join("se/rd")).expect("folder");
        let entry =
            |version: &str, yanked: bool| format!("{version}\0{{\"vers\":\"{version}\",\"yanked\":{yanked}}}\0");
        let content = format!("\u{3}\u{2}\0\0\0etag: 1\0{}{}", entry("1.0.0", true), entry("1.0.1", false));
        fs::write(cache.join("se/rd/serde"), content).expect("file");
        let of =
            |version: &str| is_yanked(&cache, &Locked { name: "serde".into(), version: version.into(), source: None });
        assert_eq!((of("1.0.0"), of("1.0.1"), of("2.0.0")), (Some(true), Some(false), None));
        fs::remove_dir_all(cache).expect("removed");
    }

    #[test]
    fn short_names_have_folders_of_their_own() {
        let paths = ["h2", "mio", "Syn-x"].map(|name| index_path(name).expect("path"));
        assert_eq!(paths, ["2/h2", "3/m/mio", "sy/n-/syn-x"].map(PathBuf::from));
    }
}
