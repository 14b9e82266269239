//! `onehop doctor`: is everything as it must be, and if not, how is it mended? Changes nothing, and sends nothing unless
//! it is told an address to mail to.
//!
//! One file per subject; each check is one [`Finding`]. What can't be looked at because something before it failed is
//! left out: the first failure is the one to mend.

mod database;
mod files;
mod keys;
mod mail;
mod site;

use crate::{
    clock::{Clock, SystemClock},
    config::{Config, ConfigErrors},
    store::Store,
};
use secrecy::ExposeSecret;
use serde::Serialize;

/// How a check ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "UPPERCASE")]
pub enum Status {
    /// As it must be.
    Ok,
    /// It works, and could be better.
    Warn,
    /// It doesn't work, or isn't safe.
    Fail,
}

impl Status {
    /// As it is printed.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Ok => "OK",
            Self::Warn => "WARN",
            Self::Fail => "FAIL",
        }
    }
}

/// What a check found.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Finding {
    /// What was looked at, such as `database.reachable`.
    pub check: &'static str,
    /// How it ended.
    pub status: Status,
    /// What was found. Never a secret.
    pub found: String,
    /// How to mend it; empty where there is nothing to mend.
    pub mend: String,
}

/// What was found so far.
#[derive(Default)]
pub(crate) struct Findings(Vec<Finding>);

impl Findings {
    fn ok(&mut self, check: &'static str, found: impl Into<String>) {
        self.0.push(Finding { check, status: Status::Ok, found: found.into(), mend: String::new() });
    }

    fn warn(&mut self, check: &'static str, found: impl Into<String>, mend: impl Into<String>) {
        self.0.push(Finding { check, status: Status::Warn, found: found.into(), mend: mend.into() });
    }

    fn fail(&mut self, check: &'static str, found: impl Into<String>, mend: impl Into<String>) {
        self.0.push(Finding { check, status: Status::Fail, found: found.into(), mend: mend.into() });
    }
}

/// Looks at everything. `mail_to`: whom to send a mail, to see that it arrives.
pub async fn examine(config: Result<Config, ConfigErrors>, mail_to: Option<&str>) -> Vec<Finding> {
    let mut findings = Findings::default();
    let config = match config {
        Ok(config) => config,
        Err(errors) => {
            for problem in errors.0 {
                let found = match &problem.origin {
                    Some(origin) => format!("{} (from {origin}): {}", problem.key, problem.wrong),
                    None => format!("{}: {}", problem.key, problem.wrong),
                };
                findings.fail("configuration", found, problem.mend);
            }
            return findings.0;
        }
    };
    let environment = config.instance.environment;
    findings.ok("configuration", format!("can be used ({environment})"));
    files::check(&mut findings, &config);
    site::check(&mut findings, &config);
    let clock = SystemClock;
    if let Some(store) = database::open(&mut findings, &config).await {
        database::check(&mut findings, &config, &store, clock.now()).await;
        keys::check(&mut findings, &config, &store, clock.now()).await;
        store.close().await;
    }
    mail::check(&mut findings, &config, mail_to).await;
    findings.0
}

/// The database's file, where it is one.
fn sqlite_file(config: &Config) -> Option<std::path::PathBuf> {
    Store::sqlite_path(config.database.url.expose_secret())
}
