//! `cargo xtask dev`: looks for changed files twice a second, rebuilds what they
//! touch and starts the server again. Polling needs no library and works on
//! every file system.

use std::{
    fs,
    path::Path,
    process::{Child, Command},
    thread::sleep,
    time::{Duration, SystemTime},
};

use crate::{
    Outcome, bundle,
    process::{cargo, run, step},
    project::Project,
    site,
};

const INTERVAL: Duration = Duration::from_millis(500);
/// How long the server may take to finish its requests before it is ended.
const PATIENCE: Duration = Duration::from_secs(5);

/// Files of the browser's half alone: the server goes on running.
const ASSETS: [&str; 2] = ["style", "public"];
const CODE: [&str; 7] = ["src", "app", "frontend", "frontend-dashboard", "server", "Cargo.toml", "Leptos.toml"];

/// Builds, serves, and does both again after each change; ends with the terminal.
pub fn watch(project: &Project, arguments: &[String]) -> Outcome {
    let mut server: Option<Child> = None;
    let (mut code, mut assets) = (None, None);
    loop {
        let seen = (state(project, &CODE)?, state(project, &ASSETS)?);
        let code_changed = code.as_ref() != Some(&seen.0);
        if code_changed || assets.as_ref() != Some(&seen.1) {
            (code, assets) = (Some(seen.0), Some(seen.1));
            // A mistake in the code is shown by the compiler; wait for the next change.
            if let Err(error) = rebuild(project, code_changed, arguments, &mut server) {
                eprintln!("error: {error}\n  waiting for a change");
            }
        }
        sleep(INTERVAL);
    }
}

fn rebuild(project: &Project, code_changed: bool, arguments: &[String], server: &mut Option<Child>) -> Outcome {
    bundle::bundle(project, false)?;
    if !code_changed {
        return Ok(());
    }
    step("server", || run(cargo(project).args(["build", "-p", "server", "--bin", "onehop"])))?;
    if let Some(running) = server.take() {
        stop(running)?;
    }
    let mut command = Command::new(project.server_binary(false));
    command.current_dir(&project.root).args(["serve", "--dev"]).args(arguments);
    *server = Some(command.spawn()?);
    Ok(())
}

/// Asks the server to finish, and ends it if it does not.
fn stop(mut server: Child) -> Outcome {
    let id = server.id().to_string();
    if server.try_wait()?.is_none() && run(Command::new("kill").args(["-TERM", &id])).is_ok() {
        let step = Duration::from_millis(50);
        let mut waited = Duration::ZERO;
        while server.try_wait()?.is_none() && waited < PATIENCE {
            sleep(step);
            waited += step;
        }
    }
    if server.try_wait()?.is_none() {
        server.kill()?;
    }
    server.wait()?;
    Ok(())
}

/// Path, time and length of each file: differs after any change.
fn state(project: &Project, names: &[&str]) -> Outcome<Vec<(String, SystemTime, u64)>> {
    let mut state = Vec::new();
    for name in names {
        let path = project.root.join(name);
        let files = match path.is_file() {
            true => vec![path],
            false => site::list(&path)?,
        };
        for file in files {
            // A file may vanish between listing and looking: then it is a change anyway.
            if let Some(entry) = entry(&file) {
                state.push(entry);
            }
        }
    }
    Ok(state)
}

fn entry(file: &Path) -> Option<(String, SystemTime, u64)> {
    let metadata = fs::metadata(file).ok()?;
    Some((file.to_string_lossy().into_owned(), metadata.modified().ok()?, metadata.len()))
}
