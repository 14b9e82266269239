//! `onehop doctor`.

use crate::{
    config::{Config, ConfigErrors},
    doctor::{self, Finding, Status},
};
use clap::Args;
use serde_json::json;
use std::process::ExitCode;

/// How to look.
#[derive(Debug, Args)]
pub(super) struct DoctorArgs {
    /// For programs
    #[arg(long)]
    json: bool,
    /// Send a mail there, too
    #[arg(long, value_name = "ADDRESS")]
    mail_to: Option<String>,
}

/// Looks at everything and says what to mend; 1 when something must be.
pub(super) fn run(config: Result<Config, ConfigErrors>, args: &DoctorArgs) -> ExitCode {
    let runtime = match tokio::runtime::Builder::new_multi_thread().enable_all().build() {
        Ok(runtime) => runtime,
        Err(error) => {
            eprintln!("onehop: no threads to run on: {error}");
            return ExitCode::FAILURE;
        }
    };
    let findings = runtime.block_on(doctor::examine(config, args.mail_to.as_deref()));
    let is_well = findings.iter().all(|finding| finding.status != Status::Fail);
    if args.json {
        println!("{:#}", json!({ "ok": is_well, "checks": findings }));
    } else {
        findings.iter().for_each(|finding| println!("{}", line(finding)));
    }
    if is_well { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

fn line(finding: &Finding) -> String {
    let Finding { check, status, found, mend } = finding;
    let ending = if mend.is_empty() { String::new() } else { format!("; {mend}") };
    format!("{:4}  {check:24} {found}{ending}", status.as_str())
}
