//! What whoever runs the server does at the command line, through the real binary.

mod backup;
mod doctor;
mod keys;
mod metrics;
mod users;

use std::{
    io::Write,
    path::Path,
    process::{Command, Output, Stdio},
};

/// Runs the binary in development with this data folder, and with `input` on its standard input.
fn onehop_with(data: &Path, arguments: &[&str], variables: &[(&str, &str)], input: &str) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_onehop"));
    command.args(arguments).args(["--dev", "--data"]).arg(data);
    run(command, variables, input)
}

fn onehop(data: &Path, arguments: &[&str]) -> Output {
    onehop_with(data, arguments, &[], "")
}

fn run(mut command: Command, variables: &[(&str, &str)], input: &str) -> Output {
    command.env_clear().envs(variables.iter().copied());
    let mut child =
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("the binary runs");
    // A command that reads nothing may be gone already.
    let _ = child.stdin.take().expect("an input").write_all(input.as_bytes());
    child.wait_with_output().expect("it ends")
}

fn out(output: &Output) -> String {
    String::from_utf8_lossy(&output.stdout).into_owned()
}

fn err(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

#[track_caller]
fn json(output: &Output) -> serde_json::Value {
    serde_json::from_slice(&output.stdout).unwrap_or_else(|_| panic!("{}{}", out(output), err(output)))
}

/// A folder with an instance in it.
fn data() -> tempfile::TempDir {
    let data = tempfile::tempdir().expect("a folder");
    let output = onehop(data.path(), &["operator", "add", "root@example.com"]);
    assert_eq!(output.status.code(), Some(0), "{}", err(&output));
    data
}
