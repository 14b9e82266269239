//! The command line: one file per command.
//!
//! Exit codes: 0 is success, 1 a failure, 2 a command or configuration that cannot be used. `config check` and `doctor`
//! answer a question, so their "no" is 1; an import that had to reject rows is 1, too.

mod backup;
mod doctor;
mod failed;
mod keys;
mod listen;
mod output;
mod transfer;
mod user;

use crate::config::{Config, ConfigErrors, Overrides};
use crate::{openapi, telemetry};
use clap::{Args, Parser, Subcommand};
use std::fmt::Display;
use std::path::PathBuf;
use std::process::ExitCode;

const UNUSABLE: u8 = 2;

/// User management that you host yourself.
#[derive(Debug, Parser)]
#[command(name = "onehop", version)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Run the server. Brings the database up to date first.
    Serve {
        /// Socket to listen on, such as 127.0.0.1:3000
        #[arg(long, value_name = "ADDR")]
        listen: Option<String>,
        #[command(flatten)]
        sources: Sources,
    },
    /// Bring the database up to date and exit.
    Migrate {
        #[command(flatten)]
        sources: Sources,
    },
    /// Let somebody into the dashboard.
    Operator {
        #[command(subcommand)]
        command: OperatorCommand,
    },
    /// The keys that sign session tokens.
    Keys {
        #[command(subcommand)]
        command: KeysCommand,
    },
    /// Users one by one.
    User {
        #[command(subcommand)]
        command: user::UserCommand,
    },
    /// Copy the database while it is in use (SQLite).
    Backup {
        #[command(flatten)]
        backup: backup::BackupArgs,
        #[command(flatten)]
        sources: Sources,
    },
    /// Say what is wrong with configuration, database, mail, clock, addresses and keys, and how to mend it.
    Doctor {
        #[command(flatten)]
        doctor: doctor::DoctorArgs,
        #[command(flatten)]
        sources: Sources,
    },
    /// Add users from a file. Run it again to go on where it ended.
    Import {
        #[command(flatten)]
        import: transfer::ImportArgs,
        #[command(flatten)]
        sources: Sources,
    },
    /// Write all users to a file, their secrets sealed with a passphrase.
    Export {
        #[command(flatten)]
        export: transfer::ExportArgs,
        #[command(flatten)]
        sources: Sources,
    },
    /// Forward what changes, as signed webhooks, to a receiver on your own machine.
    Listen(Box<listen::ListenArgs>),
    /// Print the description of both APIs (OpenAPI 3.1).
    Openapi,
    /// Look at the configuration.
    Config {
        #[command(subcommand)]
        command: ConfigCommand,
    },
}

#[derive(Debug, Subcommand)]
enum OperatorCommand {
    /// Print a link that sets the password of a new operator, or a new one of who is one already
    Add {
        /// The operator's email address
        #[arg(value_name = "EMAIL")]
        email: String,
        /// Take the authenticator app away too: it was lost
        #[arg(long)]
        remove_totp: bool,
        #[command(flatten)]
        sources: Sources,
    },
}

#[derive(Debug, Subcommand)]
enum KeysCommand {
    /// Show the keys: next, current, previous
    List {
        /// For programs
        #[arg(long)]
        json: bool,
        #[command(flatten)]
        sources: Sources,
    },
    /// Sign with the next key from now on
    Rotate {
        /// A key was stolen: withdraw all there are, at once. Tokens that are out end now
        #[arg(long)]
        force: bool,
        #[command(flatten)]
        sources: Sources,
    },
}

#[derive(Debug, Subcommand)]
enum ConfigCommand {
    /// Say everything that is wrong with the configuration, or sum it up without secrets.
    Check {
        /// Socket to listen on, such as 127.0.0.1:3000
        #[arg(long, value_name = "ADDR")]
        listen: Option<String>,
        #[command(flatten)]
        sources: Sources,
    },
}

/// Where the configuration comes from; `onehop.example.toml` has every setting.
#[derive(Clone, Debug, Args)]
struct Sources {
    /// Configuration file
    #[arg(long, value_name = "FILE", env = "ONEHOP_CONFIG")]
    config: Option<PathBuf>,
    /// Folder for everything that is written
    #[arg(long, value_name = "DIR")]
    data: Option<String>,
    /// Development: nothing needs setting, mails stay in a local mailbox
    #[arg(long)]
    dev: bool,
}

impl Sources {
    fn load(self, listen: Option<String>) -> Result<Config, ConfigErrors> {
        let flags = Overrides { listen, data: self.data, dev: self.dev };
        Config::load(self.config.as_deref(), variables(), flags)
    }
}

/// The program: reads the command line, runs the command, says how it went. `site`: the files that pages ask for, where
/// the program has them inside.
pub fn main(site: &'static [(&'static str, &'static [u8])]) -> ExitCode {
    crate::pages::embed(site);
    match Cli::parse().command {
        Command::Serve { listen, sources } => with_config(sources.load(listen), crate::serve),
        Command::Migrate { sources } => with_config(sources.load(None), crate::migrate),
        Command::Import { import, sources } => {
            with_config(sources.load(None), async |config| transfer::import(config, import).await)
        }
        Command::Export { export, sources } => {
            with_config(sources.load(None), async |config| transfer::export(config, export).await)
        }
        Command::Keys { command: KeysCommand::List { json, sources } } => {
            with_config(sources.load(None), async |config| keys::list(config, json).await)
        }
        Command::Keys { command: KeysCommand::Rotate { force, sources } } => {
            with_config(sources.load(None), async |config| keys::rotate(config, force).await)
        }
        Command::User { command } => run_user(command),
        Command::Backup { backup, sources } => {
            with_config(sources.load(None), async |config| backup::run(config, backup).await)
        }
        Command::Doctor { doctor, sources } => doctor::run(sources.load(None), &doctor),
        Command::Listen(args) => run_async(listen::run(*args)),
        Command::Openapi => {
            println!("{:#}", openapi::document());
            ExitCode::SUCCESS
        }
        Command::Operator { command: OperatorCommand::Add { email, remove_totp, sources } } => {
            with_config(sources.load(None), async |config| crate::add_operator(config, &email, remove_totp).await)
        }
        Command::Config { command: ConfigCommand::Check { listen, sources } } => check(sources.load(listen)),
    }
}

fn run_user(command: user::UserCommand) -> ExitCode {
    match command {
        user::UserCommand::Create(args) => {
            let config = args.sources.clone().load(None);
            with_config(config, async |config| user::create(config, *args).await)
        }
        user::UserCommand::Show { who, sources } => {
            with_config(sources.load(None), async |config| user::show(config, who).await)
        }
        user::UserCommand::Ban { who, undo, sources } => {
            with_config(sources.load(None), async |config| user::ban(config, who, undo).await)
        }
    }
}

fn with_config<E: Display>(
    config: Result<Config, ConfigErrors>,
    command: impl AsyncFnOnce(Config) -> Result<(), E>,
) -> ExitCode {
    let config = match config {
        Ok(config) => config,
        Err(errors) => {
            eprintln!("{errors}\nOn your own machine, --dev needs nothing set.");
            return ExitCode::from(UNUSABLE);
        }
    };
    telemetry::init(config.instance.environment);
    run_async(command(config))
}

fn run_async<E: Display>(command: impl Future<Output = Result<(), E>>) -> ExitCode {
    let runtime = match tokio::runtime::Builder::new_multi_thread().enable_all().build() {
        Ok(runtime) => runtime,
        Err(error) => {
            eprintln!("onehop: no threads to run on: {error}");
            return ExitCode::FAILURE;
        }
    };
    match runtime.block_on(command) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("onehop: {error}");
            ExitCode::FAILURE
        }
    }
}

fn check(config: Result<Config, ConfigErrors>) -> ExitCode {
    match config {
        Ok(config) => {
            print!("configuration is fine\n{}", config.summary());
            ExitCode::SUCCESS
        }
        Err(errors) => {
            eprintln!("{errors}");
            ExitCode::FAILURE
        }
    }
}

/// The environment. What is not Unicode cannot be ours: our own names and values all are.
fn variables() -> impl Iterator<Item = (String, String)> {
    std::env::vars_os().filter_map(|(name, value)| Some((name.into_string().ok()?, value.into_string().ok()?)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::CommandFactory;

    #[test]
    fn the_command_line_is_consistent() {
        Cli::command().debug_assert();
    }

    #[test]
    fn serve_takes_its_four_options() {
        let line = ["onehop", "serve", "--listen", "127.0.0.1:4010", "--data", "D", "--config", "F", "--dev"];
        let Command::Serve { listen, sources } = Cli::parse_from(line).command else { panic!("not serve") };
        assert_eq!(listen.as_deref(), Some("127.0.0.1:4010"));
        assert_eq!(sources.data.as_deref(), Some("D"));
        assert_eq!(sources.config, Some(PathBuf::from("F")));
        assert!(sources.dev);
    }

    #[test]
    fn the_other_commands_take_theirs() {
        for line in [
            &["onehop", "import", "users.csv", "--format", "clerk", "--dry-run", "--dev"][..],
            &["onehop", "import", "u.json", "--format", "auth0", "--password-hashes", "h.json", "--config", "F"],
            &["onehop", "import", "u.jsonl", "--passphrase-file", "P", "--data", "D"],
            &["onehop", "export", "u.jsonl", "--passphrase-file", "P"],
            &["onehop", "migrate", "--data", "D", "--dev"],
            &[
                "onehop",
                "listen",
                "--forward-to",
                "http://localhost:4000/hook",
                "--secret-key",
                "sk_test_x",
                "--after",
                "0",
            ],
            &["onehop", "config", "check", "--listen", "127.0.0.1:1", "--config", "F"],
        ] {
            assert!(Cli::try_parse_from(line).is_ok(), "{line:?}");
        }
        assert!(Cli::try_parse_from(["onehop", "migrate", "--listen", "127.0.0.1:1"]).is_err());
    }
}
