//! What happens beside requests: one file per job. A job claims its work by lease in a short transaction, does it with
//! none open, and finishes it in a second one; a worker that dies loses its lease and nothing else.

mod clean_up;
mod deliver_mail;
mod deliver_webhooks;
mod keep_keys;

pub use clean_up::once as clean_up;

use crate::{random, state::App, store::webhook_endpoints, telemetry::export};
use secrecy::ExposeSecret;
use std::{sync::Arc, time::Duration};
use tokio::{sync::watch, task::JoinSet};

/// So long a stop waits until it is written down what was delivered.
const GRACE: Duration = Duration::from_secs(3);

/// All jobs of a process. They end when this is dropped.
pub struct Jobs {
    tasks: JoinSet<()>,
    /// Delivers webhooks; ends by itself once it is told to.
    delivering: JoinSet<()>,
    is_stopping: watch::Sender<bool>,
    /// Under which name leases are held.
    holder: Arc<str>,
}

impl Jobs {
    /// One more.
    pub fn add(&mut self, job: impl Future<Output = ()> + Send + 'static) {
        self.tasks.spawn(job);
    }

    /// Ends all, and gives back what was leased: others need not wait for it to run out.
    pub async fn stop(mut self, app: &App) {
        self.is_stopping.send_replace(true);
        if tokio::time::timeout(GRACE, self.delivering.join_next()).await.is_err() {
            tracing::warn!("some deliveries are not written down and will be made again");
        }
        self.delivering.shutdown().await;
        self.tasks.shutdown().await;
        let released = async {
            let mut conn = app.write().await?;
            webhook_endpoints::release_all(&mut conn, &app.instance.id, &self.holder).await?;
            conn.commit().await
        };
        if let Err(error) = released.await {
            tracing::warn!(%error, "leases are not given back and run out in half a minute: {error}");
        }
    }
}

/// Starts all jobs.
pub fn start(app: &App) -> Jobs {
    let holder: Arc<str> = random::token(&*app.random).expose_secret().into();
    let mut jobs = JoinSet::new();
    jobs.spawn(clean_up::run(app.clone()));
    jobs.spawn(keep_keys::run(app.clone()));
    if app.smtp.is_some() {
        jobs.spawn(deliver_mail::run(app.clone()));
    }
    if let Some(traces) = &app.traces {
        jobs.spawn(export(traces.clone(), app.config.instance.name.clone()));
    }
    let is_stopping = watch::Sender::new(false);
    let mut delivering = JoinSet::new();
    delivering.spawn(deliver_webhooks::run(app.clone(), holder.clone(), is_stopping.subscribe()));
    Jobs { tasks: jobs, delivering, is_stopping, holder }
}
