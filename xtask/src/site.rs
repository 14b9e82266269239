//! The folder that the server serves: written as a whole, so that nothing of an
//! earlier build is left in it.

use std::{
    collections::HashSet,
    fmt::Write,
    fs,
    path::{Path, PathBuf},
};

use crate::{Outcome, compress, project::Project};

/// One file of the site, by its path below the site folder.
pub struct SiteFile {
    path: PathBuf,
    bytes: Vec<u8>,
}

impl SiteFile {
    /// A file at `path` below the site folder.
    pub fn new(path: PathBuf, bytes: Vec<u8>) -> Self {
        Self { path, bytes }
    }
}

/// Everything in `public/`, at the same place below the site folder.
pub fn public_files(project: &Project) -> Outcome<Vec<SiteFile>> {
    let folder = project.root.join("public");
    list(&folder)?
        .into_iter()
        .map(|path| {
            let relative = path.strip_prefix(&folder)?.to_owned();
            Ok(SiteFile::new(relative, fs::read(&path)?))
        })
        .collect()
}

/// Writes `files` and removes all others. With `compressed`, each text or wasm
/// file gets its `.br` and `.gz`; without, those of an earlier build go, since
/// they would be served instead of the new file.
pub fn write(project: &Project, files: Vec<SiteFile>, compressed: bool) -> Outcome {
    let mut wanted = HashSet::new();
    for file in files {
        let path = project.site.join(&file.path);
        let changed = write_if_changed(&path, &file.bytes)?;
        if compressed && compress::is_worthwhile(&path) {
            wanted.extend(compress::write_variants(&path, &file.bytes, changed)?);
        }
        wanted.insert(path);
    }
    for path in list(&project.site)? {
        if !wanted.contains(&path) {
            fs::remove_file(path)?;
        }
    }
    Ok(())
}

/// The list of all files with their contents, as an expression that the server
/// includes; where it is. A file that is there compressed is not there as it is:
/// the server unpacks it for whoever wants that.
pub fn write_list(project: &Project) -> Outcome<PathBuf> {
    let mut text = String::from("&[\n");
    for path in list(&project.site)? {
        if compress::with_suffix(&path, "gz").is_file() {
            continue;
        }
        let name = path.strip_prefix(&project.site)?.to_str().ok_or("a file's name is no Unicode")?;
        writeln!(text, "    ({name:?}, include_bytes!({:?})),", fs::canonicalize(&path)?)?;
    }
    text.push_str("]\n");
    let list = project.cache().join("site_files.rs");
    write_if_changed(&list, text.as_bytes())?;
    Ok(fs::canonicalize(list)?)
}

fn write_if_changed(path: &Path, bytes: &[u8]) -> Outcome<bool> {
    if fs::read(path).is_ok_and(|present| present == bytes) {
        return Ok(false);
    }
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder)?;
    }
    fs::write(path, bytes)?;
    Ok(true)
}

/// All files below a folder, sorted; none if it does not exist.
pub fn list(folder: &Path) -> Outcome<Vec<PathBuf>> {
    let mut files = Vec::new();
    if !folder.is_dir() {
        return Ok(files);
    }
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            files.extend(list(&path)?);
        } else {
            files.push(path);
        }
    }
    files.sort();
    Ok(files)
}
