//! `cargo xtask`: everything between `cargo build` and a page that hydrates, in
//! one small program, so that nobody has to install a command-line tool first.

mod bill;
mod bundle;
mod common_passwords;
mod component_sizes;
mod compress;
mod deps;
mod dev;
mod lint;
mod process;
mod project;
mod site;
mod size;
mod style;
mod wasm_opt;
mod yanked;

use std::process::ExitCode;

use project::Project;

/// What every step returns: a value, or a message for the person at the terminal.
type Outcome<T = ()> = Result<T, Box<dyn std::error::Error + Send + Sync>>;

const USAGE: &str = "\
cargo xtask build [--release] [--no-server]  browser bundle into target/site, then the server
cargo xtask dev [ARGUMENTS]                  rebuild and restart on change; ARGUMENTS go to `onehop serve --dev`
cargo xtask size [--record]                  compressed size of a first visit, and code of each component, held against
                                             the recorded ones
cargo xtask deps                             no server code in the browser's dependency tree
cargo xtask yanked                           no package that was taken back by those who published it
cargo xtask bill FOLDER                      what the program is made of: a bill of materials, and all licences
cargo xtask lint-source                      source rules that the compiler does not check
cargo xtask common-passwords LIST            the server's table of common passwords, from a text file";

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    match dispatch(&arguments) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::FAILURE
        }
    }
}

fn dispatch(arguments: &[String]) -> Outcome {
    let Some((command, rest)) = arguments.split_first() else {
        println!("{USAGE}");
        return Ok(());
    };
    match command.as_str() {
        "build" => bundle::build(&Project::find()?, bundle::Options::parse(rest)?),
        "dev" => dev::watch(&Project::find()?, rest),
        "size" => sizes(&Project::find()?, has_only_flag(rest, "--record")?),
        "deps" => no_arguments(rest).and_then(|()| deps::check(&Project::find()?)),
        "yanked" => no_arguments(rest).and_then(|()| yanked::check(&Project::find()?)),
        "bill" => match rest {
            [folder] => bill::write(&Project::find()?, folder.as_ref()),
            _ => Err("one argument is needed: the folder".into()),
        },
        "lint-source" => no_arguments(rest).and_then(|()| lint::check(&Project::find()?)),
        "common-passwords" => match rest {
            [list] => common_passwords::write(&Project::find()?, list),
            _ => Err("one argument is needed: the list".into()),
        },
        "help" | "--help" | "-h" => {
            println!("{USAGE}");
            Ok(())
        }
        other => Err(format!("unknown command {other:?}\n{USAGE}").into()),
    }
}

/// Both are told before either fails.
fn sizes(project: &Project, record: bool) -> Outcome {
    let bundles = size::check(project, record);
    component_sizes::check(project, record)?;
    bundles
}

fn no_arguments(rest: &[String]) -> Outcome {
    match rest.first() {
        None => Ok(()),
        Some(other) => Err(format!("unexpected argument {other:?}").into()),
    }
}

fn has_only_flag(rest: &[String], flag: &str) -> Outcome<bool> {
    match rest.iter().find(|argument| *argument != flag) {
        None => Ok(!rest.is_empty()),
        Some(other) => Err(format!("unexpected argument {other:?}").into()),
    }
}
