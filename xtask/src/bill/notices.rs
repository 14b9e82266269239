//! The licences of all parts, each text once, with those it holds for.

use super::parts::{Package, Part};
use crate::Outcome;
use std::{
    collections::BTreeMap,
    fmt::Write,
    fs,
    path::{Path, PathBuf},
};

const RULE: &str = "--------------------------------------------------------------------------------";
const STARTS: [&str; 6] = ["LICENSE", "LICENCE", "COPYING", "COPYRIGHT", "NOTICE", "UNLICENSE"];
/// For packages that come without the text of their licence.
const STANDARD: [(&str, &str); 2] =
    [("MIT", include_str!("mit.txt")), ("BSD-3-Clause", include_str!("bsd_3_clause.txt"))];

/// One text for all parts.
pub fn text(parts: &[Part]) -> Outcome<String> {
    let mut holders: BTreeMap<String, Vec<String>> = BTreeMap::new();
    let mut out = String::from(
        "Onehop has the following software inside. SQLite, which comes with libsqlite3-sys, is in the public domain.\n\n",
    );
    for Part { package, .. } in parts {
        let name = format!("{} {}", package.name, package.version);
        let license = package.expression().ok_or_else(|| format!("{name} has no licence"))?;
        writeln!(out, "{name}: {license}")?;
        for text in texts(package, &license)? {
            holders.entry(text).or_default().push(name.clone());
        }
    }
    // The most common first.
    let mut holders: Vec<_> = holders.into_iter().collect();
    holders.sort_by(|(_, one), (_, other)| other.len().cmp(&one.len()).then_with(|| one.cmp(other)));
    for (text, names) in holders {
        write!(out, "\n{RULE}\n{}\n\n{text}\n", names.join(", "))?;
    }
    Ok(out)
}

fn texts(package: &Package, license: &str) -> Outcome<Vec<String>> {
    let folder = package.manifest_path.parent().ok_or("a package without a folder")?;
    let mut files = files(folder)?;
    // Of a choice with MIT in it, MIT is taken.
    let chosen = |path: &PathBuf| file_name(path).contains("MIT");
    let is_choice = license.split(" OR ").any(|choice| choice == "MIT") && !license.contains(" AND ");
    if is_choice && files.iter().any(chosen) {
        files.retain(|path| chosen(path) || file_name(path).starts_with("NOTICE"));
    }
    let read = files.iter().map(|path| Ok(String::from_utf8_lossy(&fs::read(path)?).trim().replace('\r', "")));
    let mut texts = read.collect::<Outcome<Vec<String>>>()?;
    if texts.is_empty() {
        texts.push(standard(package, license)?);
    }
    Ok(texts)
}

fn files(folder: &Path) -> Outcome<Vec<PathBuf>> {
    let mut files = Vec::new();
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        let name = file_name(&path);
        if path.is_file() && STARTS.iter().any(|start| name.starts_with(start)) {
            files.push(path);
        }
    }
    files.sort();
    Ok(files)
}

fn file_name(path: &Path) -> String {
    path.file_name().unwrap_or_default().to_string_lossy().to_ascii_uppercase()
}

fn standard(package: &Package, license: &str) -> Outcome<String> {
    let found = STANDARD.iter().find(|(name, _)| license.split(" OR ").any(|choice| choice == *name));
    let (_, text) = found.ok_or_else(|| format!("{} has no text of its licence, {license}", package.name))?;
    let authors = match package.authors.as_slice() {
        [] => format!("the authors of {}", package.name),
        authors => authors.join(", "),
    };
    Ok(format!("Copyright (c) {authors}\n\n{}", text.trim()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn package(license: &str) -> Package {
        let folder = Path::new("/nowhere");
        Package {
            name: "one".into(),
            license: Some(license.into()),
            manifest_path: folder.join("Cargo.toml"),
            authors: vec!["Ada".into()],
            ..Package::default()
        }
    }

    #[test]
    fn without_a_text_the_standard_one_names_the_authors() {
        let text = standard(&package("Apache-2.0 OR MIT"), "Apache-2.0 OR MIT").expect("text");
        assert!(text.starts_with("Copyright (c) Ada\n\nPermission is hereby granted"), "{text}");
        assert!(standard(&package("ISC"), "ISC").is_err());
    }

    #[test]
    fn equal_texts_stand_once_with_all_that_they_hold_for() {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
        let part = |name: &str| {
            let package =
                Package { name: name.into(), manifest_path: root.join("Cargo.toml"), ..package("Apache-2.0") };
            Part { package, checksum: None, needs: [].into() }
        };
        let text = text(&[part("one"), part("two")]).expect("text");
        assert_eq!(text.matches("END OF TERMS AND CONDITIONS").count(), 1);
        assert!(text.contains("\none , two \n"), "{}", &text[..400]);
    }
}
