//! The guide in the README shows these files as they are.

use std::{fs, path::Path};

const ROOT: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../..");

/// The blocks of code in the README that name a file: the comment before each, and its text.
fn blocks(readme: &str) -> Vec<(&str, &str)> {
    let mut blocks = Vec::new();
    let mut rest = readme;
    while let Some((_, after)) = rest.split_once("<!-- ") {
        let (name, after) = after.split_once(" -->\n```").expect("a block of code follows the comment");
        let (_language, after) = after.split_once('\n').expect("the block has lines");
        let (text, after) = after.split_once("```\n").expect("the block ends");
        blocks.push((name, text));
        rest = after;
    }
    blocks
}

/// A file of the example, with dependencies as they are outside of this repository.
fn file(path: &str) -> String {
    let text = fs::read_to_string(Path::new(ROOT).join(path)).unwrap_or_else(|error| panic!("{path}: {error}"));
    let line = |line: &str| match line.split_once("path = \"..") {
        Some((before, after)) => {
            let (_, after) = after.split_once('"').expect("the path ends");
            format!("{before}git = \"…\"{after}\n")
        }
        None => format!("{line}\n"),
    };
    text.lines().map(line).collect()
}

#[test]
fn the_readme_shows_the_files_of_this_app() {
    let readme = fs::read_to_string(Path::new(ROOT).join("README.md")).expect("the README");
    let blocks = blocks(&readme);
    for (name, text) in &blocks {
        match name.strip_prefix("excerpt: ") {
            Some(name) => assert!(file(name).contains(text), "the excerpt of {name} is not in it"),
            None => assert_eq!(file(name), *text, "{name} differs from what the README shows"),
        }
    }
    let sources = fs::read_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/src")).expect("the sources");
    for source in sources {
        let name = source.expect("a file").file_name();
        let name = format!("examples/hello/src/{}", name.to_string_lossy());
        assert!(blocks.iter().any(|(shown, _)| *shown == name), "the README does not show {name}");
    }
}
