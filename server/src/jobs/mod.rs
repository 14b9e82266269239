//! What happens beside requests: one file per job. A job claims its work by lease in a short transaction, does it with
//! none open, and finishes it in a second one; a worker that dies loses its lease and nothing else.

mod clean_up;
mod deliver_mail;
mod deliver_webhooks;
mod keep_keys;

pub use clean_up::once as clean_up;

use crate::{state::App, telemetry::export};
use tokio::task::JoinSet;

/// Starts all jobs. They end when the set is dropped.
pub fn start(app: &App) -> JoinSet<()> {
    let mut jobs = JoinSet::new();
    jobs.spawn(clean_up::run(app.clone()));
    jobs.spawn(keep_keys::run(app.clone()));
    jobs.spawn(deliver_webhooks::run(app.clone()));
    if app.smtp.is_some() {
        jobs.spawn(deliver_mail::run(app.clone()));
    }
    if let Some(traces) = &app.traces {
        jobs.spawn(export(traces.clone(), app.config.instance.name.clone()));
    }
    jobs
}
