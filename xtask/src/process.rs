//! Running other programs, and saying which step runs and how long it took.

use std::{process::Command, time::Instant};

use crate::{Outcome, project::Project};

/// `cargo` as it was called for us, in the workspace root.
pub fn cargo(project: &Project) -> Command {
    let program = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let mut command = Command::new(program);
    command.current_dir(&project.root);
    // `cargo run` describes this package to us by variables; passed on, they
    // would make build scripts believe that their environment has changed.
    for (name, _) in std::env::vars_os() {
        let name = name.to_string_lossy();
        if name.starts_with("CARGO_PKG_") || name.starts_with("CARGO_MANIFEST_") {
            command.env_remove(name.as_ref());
        }
    }
    command
}

/// Runs a program to its end; anything but success is an error.
pub fn run(command: &mut Command) -> Outcome {
    let status = command.status().map_err(|error| format!("{}: {error}", describe(command)))?;
    if status.success() { Ok(()) } else { Err(format!("{} failed ({status})", describe(command)).into()) }
}

/// Program and arguments, as one would type them.
pub fn describe(command: &Command) -> String {
    let program = std::path::Path::new(command.get_program());
    let mut text = program.file_name().unwrap_or(command.get_program()).to_string_lossy().into_owned();
    for argument in command.get_args() {
        text.push(' ');
        text.push_str(&argument.to_string_lossy());
    }
    text
}

/// Says what starts and, afterwards, how long it took.
pub fn step<T>(label: &str, work: impl FnOnce() -> Outcome<T>) -> Outcome<T> {
    eprintln!("· {label}");
    let start = Instant::now();
    let result = work()?;
    eprintln!("  {label}: {:.1} s", start.elapsed().as_secs_f64());
    Ok(result)
}
