//! Shrinks the wasm with Binaryen's `wasm-opt`, taken from its npm package: the
//! versions in distributions are too old for what rustc emits.

use std::{
    fs,
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

use crate::{
    Outcome,
    bundle::fingerprint,
    process::{describe, run},
    project::Project,
};

const BINARYEN: &str = "132.0.0";

/// The features after `-Oz` are those that rustc's target already uses.
const FLAGS: [&str; 7] = [
    "-Oz",
    "--enable-bulk-memory",
    "--enable-nontrapping-float-to-int",
    "--enable-sign-ext",
    "--enable-mutable-globals",
    "--enable-reference-types",
    "--enable-multivalue",
];

/// The optimised bytes of `input`; those of last time if it has not changed.
/// Without npm the input itself, with a word about it: the page works, only
/// bigger.
pub fn optimise(project: &Project, name: &str, input: &Path) -> Outcome<Vec<u8>> {
    let bytes = fs::read(input)?;
    let folder = project.cache().join("release");
    let output = folder.join(format!("optimised-{name}.wasm"));
    let stamp = folder.join(format!("optimised-{name}.stamp"));
    let key = format!("{BINARYEN} {} {}", FLAGS.join(" "), fingerprint(&bytes));
    if output.is_file() && fs::read_to_string(&stamp).is_ok_and(|known| known == key) {
        return Ok(fs::read(output)?);
    }
    let Some(tool) = tool(project)? else {
        return Ok(bytes);
    };
    run(Command::new(tool).args(FLAGS).arg(input).arg("-o").arg(&output))?;
    fs::write(stamp, key)?;
    Ok(fs::read(output)?)
}

/// Path of `wasm-opt`, installed on first use; `None` where that cannot be done.
fn tool(project: &Project) -> Outcome<Option<PathBuf>> {
    let prefix = project.cargo_target.join("tools").join(format!("binaryen-{BINARYEN}"));
    let tool = prefix.join("node_modules/.bin/wasm-opt");
    if tool.exists() {
        return Ok(Some(tool));
    }
    fs::create_dir_all(&prefix)?;
    let mut command = Command::new("npm");
    command
        .args(["install", "--no-audit", "--no-fund", "--loglevel=error"])
        .arg("--prefix")
        .arg(&prefix)
        .arg(format!("binaryen@{BINARYEN}"))
        .stdout(Stdio::null());
    eprintln!("  {}", describe(&command));
    match run(&mut command) {
        Ok(()) => Ok(Some(tool)),
        Err(error) => {
            eprintln!(
                "  {error}\n  WITHOUT wasm-opt the browser bundle is about half as big again; \
                 it needs Node.js with npm, and the network once. Going on without."
            );
            Ok(None)
        }
    }
}
