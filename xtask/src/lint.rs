//! `cargo xtask lint-source`: rules of this code base that neither the compiler
//! nor clippy knows. Each problem is printed as `file:line: what is wrong`.

mod docs;
mod rust;
mod style;

use std::{
    fs,
    path::{Path, PathBuf},
};

use crate::{Outcome, project::Project, site};

/// A line that breaks a rule: its number, from 1, and what is wrong with it.
type Problem = (usize, String);

/// Looks through all sources and fails if a rule is broken.
pub fn check(project: &Project) -> Outcome {
    let mut problems = Vec::new();
    let sources = files(
        project,
        &[
            "src",
            "app",
            "examples",
            "frontend",
            "frontend-dashboard",
            "server",
            "testing",
            "xtask",
            "fuzz/src",
            "fuzz/targets",
        ],
        "rs",
    )?;
    for path in &sources {
        let text = fs::read_to_string(path)?;
        let relative = path.strip_prefix(&project.root)?;
        report(relative, rust::problems(relative, &text), &mut problems);
        report(relative, docs::problems(relative, &text), &mut problems);
    }
    let stylesheets = files(project, &["style"], "css")?;
    for path in &stylesheets {
        let text = fs::read_to_string(path)?;
        let relative = path.strip_prefix(&project.root)?;
        report(relative, style::problems(&text), &mut problems);
    }
    if problems.is_empty() {
        println!("source rules: {} files, no problem", sources.len() + stylesheets.len());
        return Ok(());
    }
    for problem in &problems {
        println!("{problem}");
    }
    Err(format!("{} source rules broken", problems.len()).into())
}

fn report(path: &Path, found: Vec<Problem>, problems: &mut Vec<String>) {
    for (line, what) in found {
        problems.push(format!("{}:{line}: {what}", path.display()));
    }
}

fn files(project: &Project, folders: &[&str], extension: &str) -> Outcome<Vec<PathBuf>> {
    let mut files = Vec::new();
    for folder in folders {
        files.extend(site::list(&project.root.join(folder))?);
    }
    files.retain(|path| path.extension().is_some_and(|found| found == extension));
    Ok(files)
}
