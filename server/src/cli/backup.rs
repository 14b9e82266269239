//! `onehop backup`.

use super::failed::Failed;
use crate::{backup, config::Config};
use clap::Args;
use std::path::PathBuf;

/// What is written.
#[derive(Debug, Args)]
pub(super) struct BackupArgs {
    /// Where to; never overwritten
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// Leave the encryption key out, also where it lies in the data folder
    #[arg(long)]
    without_key: bool,
}

/// Copies the database while it is in use.
pub(super) async fn run(config: Config, args: BackupArgs) -> Result<(), Failed> {
    let file = args.file.clone();
    let done = tokio::task::spawn_blocking(move || backup::run(&config, &args.file, args.without_key)).await;
    let done = done.map_err(Failed::new)?.map_err(Failed::new)?;
    println!("{}: {} bytes, {} users, checked", file.display(), done.bytes, done.users);
    if let Some(key) = &done.key {
        println!(
            "{}: the encryption key. Keep it apart from the backup: both together open every secret.",
            key.display()
        );
    }
    println!("Not in it, and needed to restore: {}.", done.missing.join("; "));
    Ok(())
}
