//! `onehop import` and `onehop export`.

use super::failed::Failed;
use crate::{
    config::Config,
    start,
    transfer::{self, Format, Import},
};
use clap::Args;
use secrecy::SecretString;
use std::{
    fs,
    path::{Path, PathBuf},
};

/// What is read.
#[derive(Debug, Args)]
pub(super) struct ImportArgs {
    /// Users as CSV, JSON or JSON lines
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// Where the file comes from; found out unless told
    #[arg(long, value_name = "FORMAT")]
    format: Option<Format>,
    /// Auth0's password hashes, in a file of their own
    #[arg(long, value_name = "FILE")]
    password_hashes: Option<PathBuf>,
    /// Only say what would happen
    #[arg(long)]
    dry_run: bool,
    #[command(flatten)]
    passphrase: Passphrase,
}

/// What is written.
#[derive(Debug, Args)]
pub(super) struct ExportArgs {
    /// Where to: JSON lines
    #[arg(value_name = "FILE")]
    file: PathBuf,
    #[command(flatten)]
    passphrase: Passphrase,
}

#[derive(Debug, Args)]
struct Passphrase {
    /// What seals the secrets of an export; without this option, the variable ONEHOP_PASSPHRASE
    #[arg(long, value_name = "FILE")]
    passphrase_file: Option<PathBuf>,
}

impl Passphrase {
    fn read(&self) -> Result<Option<SecretString>, Failed> {
        let text = match &self.passphrase_file {
            Some(path) => Some(fs::read_to_string(path).map_err(|error| file(path, &error))?),
            None => std::env::var("ONEHOP_PASSPHRASE").ok(),
        };
        Ok(text.map(|text| SecretString::from(text.trim_end_matches(['\r', '\n']))))
    }
}

/// Adds users. Rows that had to be rejected are a failure: somebody has to look at them.
pub(super) async fn import(config: Config, args: ImportArgs) -> Result<(), Failed> {
    let import = Import {
        passphrase: args.passphrase.read()?,
        file: args.file,
        format: args.format,
        hashes: args.password_hashes,
        is_dry_run: args.dry_run,
    };
    let app = start::open_existing(config).await.map_err(Failed::new)?;
    let done = transfer::import(&app, &import, |rows| eprintln!("{rows} rows")).await;
    app.store.close().await;
    let done = done.map_err(Failed::new)?;
    let verb = if import.is_dry_run { "would be added" } else { "added" };
    println!("{} rows ({}): {} users {verb}, {} rejected", done.rows, done.format, done.created, done.rejected());
    if done.rows_before > 0 {
        println!("{} of these rows were done by an earlier run", done.rows_before);
    }
    match done.rejected_file {
        Some(path) => {
            Err(Failed(format!("{} rows could not become users: see {}", done.rows - done.created, path.display())))
        }
        None => Ok(()),
    }
}

/// Writes all users.
pub(super) async fn export(config: Config, args: ExportArgs) -> Result<(), Failed> {
    let passphrase = args.passphrase.read()?.ok_or_else(|| {
        Failed("secrets are sealed in an export: say --passphrase-file, or set ONEHOP_PASSPHRASE".to_owned())
    })?;
    let app = start::open_existing(config).await.map_err(Failed::new)?;
    let done = transfer::export(&app, &args.file, &passphrase).await;
    app.store.close().await;
    println!("{} users written to {}", done.map_err(Failed::new)?.users, args.file.display());
    Ok(())
}

fn file(path: &Path, error: &std::io::Error) -> Failed {
    Failed(format!("{}: {error}", path.display()))
}
