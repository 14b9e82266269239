//! Delivers events to endpoints: a worker for each endpoint that this process holds the lease of.

use crate::{
    clock::{Millis, SECOND},
    error::Result,
    state::App,
    store::webhook_endpoints,
    webhooks::{Batch, Client, Delivered},
};
use onehop::wire::WebhookEndpointId;
use std::{
    collections::HashMap,
    sync::Arc,
    time::{Duration, Instant},
};
use tokio::{
    sync::{Semaphore, watch},
    task::AbortHandle,
};

/// How soon an endpoint is found that is new, or whose worker died elsewhere.
const LOOK: Duration = Duration::from_secs(1);
/// The same while some are left for others.
const LOOK_AGAIN: Duration = Duration::from_millis(200);
/// A process that dies gives its endpoints back after this.
const LEASE: Millis = 30 * SECOND;
/// Deliveries at once, over all endpoints.
const SLOTS: usize = 512;
/// So long a process that stops waits for the answers of receivers.
const LAST: Duration = Duration::from_secs(1);
/// What was simply delivered is written down after this, or when it is so much: many changes then cost one transaction.
/// Whoever dies meanwhile has it delivered once more, under the same ids.
const GATHER: (Duration, usize) = (Duration::from_millis(250), 100);
/// From the beginning of a batch to that of the next one, unless there was much to do. What comes after a quiet moment
/// goes at once; of many changes in a row, a few go together, and cost less.
const PACE: (Duration, usize) = (Duration::from_millis(20), 50);

/// Runs until it is told to stop.
pub async fn run(app: App, holder: Arc<str>, mut is_stopping: watch::Receiver<bool>) {
    let client = match Client::new(app.config.webhooks.allowed_networks.clone(), app.config.webhooks.timeout) {
        Ok(client) => client,
        Err(error) => {
            tracing::error!(%error, "webhooks can't be delivered: {error}");
            return;
        }
    };
    let slots = Arc::new(Semaphore::new(SLOTS));
    let mut workers: HashMap<WebhookEndpointId, AbortHandle> = HashMap::new();
    let mut tasks = tokio::task::JoinSet::new();
    while !*is_stopping.borrow() {
        workers.retain(|_, worker| !worker.is_finished());
        while tasks.try_join_next().is_some() {}
        let mut pause = LOOK;
        match free(&app, &holder).await {
            Ok(mut ids) => {
                ids.retain(|id| !workers.contains_key(id));
                // Half of them: other processes look too, and shall have something to do.
                let share = ids.len().div_ceil(2);
                if ids.len() > share {
                    pause = LOOK_AGAIN;
                }
                for id in ids.into_iter().take(share) {
                    let worker = Worker {
                        app: app.clone(),
                        client: client.clone(),
                        slots: slots.clone(),
                        holder: holder.clone(),
                        id: id.clone(),
                        leased_until: 0,
                        is_stopping: is_stopping.clone(),
                        unwritten: None,
                        rests_until: None,
                    };
                    workers.insert(id, tasks.spawn(worker.run()));
                }
            }
            Err(error) => tracing::warn!(?error, "the endpoints of webhooks can't be read, will try again"),
        }
        let _ = tokio::time::timeout(pause, is_stopping.changed()).await;
    }
    while tasks.join_next().await.is_some() {}
}

/// Endpoints to which nobody else delivers.
async fn free(app: &App, holder: &str) -> Result<Vec<WebhookEndpointId>> {
    let mut conn = app.read().await?;
    Ok(webhook_endpoints::list_free(&mut conn, &app.instance.id, holder, app.clock.now()).await?)
}

struct Worker {
    app: App,
    client: Client,
    slots: Arc<Semaphore>,
    holder: Arc<str>,
    id: WebhookEndpointId,
    leased_until: Millis,
    is_stopping: watch::Receiver<bool>,
    /// Made, and not written down yet; since when.
    unwritten: Option<(Delivered, Instant)>,
    /// There is no other batch before.
    rests_until: Option<Instant>,
}

impl Worker {
    /// Until the lease is lost or the endpoint is switched off.
    async fn run(mut self) {
        loop {
            match self.once().await {
                Ok(true) => {}
                Ok(false) => return,
                Err(error) => {
                    tracing::warn!(endpoint = self.id.as_str(), ?error, "deliveries stopped, will try again");
                    tokio::time::sleep(LOOK).await;
                }
            }
        }
    }

    /// One batch, or a while of waiting for one; false: it is somebody else's, or switched off, or the process ends.
    async fn once(&mut self) -> Result<bool> {
        if !self.keep().await? || (self.must_write() && !self.write().await?) || *self.is_stopping.borrow() {
            return Ok(false);
        }
        if let Some(until) = self.rests_until.take() {
            tokio::time::sleep_until(until.into()).await;
        }
        let begun = Instant::now();
        let app = self.app.clone();
        let endpoint = webhook_endpoints::find(&mut app.read().await?, &app.instance.id, &self.id).await?;
        let Some(mut endpoint) = endpoint.filter(|endpoint| endpoint.enabled) else {
            self.write().await?;
            return Ok(false);
        };
        if let Some((unwritten, _)) = &self.unwritten {
            endpoint.cursor = unwritten.cursor();
        }
        let cursor = endpoint.cursor;
        let Some(batch) = Batch::next(&app, endpoint, app.clock.now()).await? else {
            let until = self.unwritten.as_ref().map_or(Instant::now() + LOOK, |(_, since)| *since + GATHER.0);
            tokio::select! {
                waited = app.feed.wait_past(&app, cursor, until) => waited?,
                _ = self.is_stopping.changed() => {}
            }
            return Ok(true);
        };
        let client = self.client.clone();
        let slots = self.slots.clone();
        let mut is_stopping = self.is_stopping.clone();
        let mut delivering = std::pin::pin!(batch.deliver(&app, &client, &slots));
        let delivered = loop {
            tokio::select! {
                delivered = &mut delivering => break delivered?,
                _ = is_stopping.changed() => match tokio::time::timeout(LAST, &mut delivering).await {
                    Ok(delivered) => break delivered?,
                    Err(_) => return Ok(true),
                },
                () = tokio::time::sleep(LOOK) => {
                    if !self.keep().await? {
                        return Ok(false);
                    }
                }
            }
        };
        let (pace, much) = PACE;
        self.rests_until = (delivered.count() < much).then_some(begun + pace);
        match &mut self.unwritten {
            Some((unwritten, _)) => unwritten.add(delivered),
            None => self.unwritten = Some((delivered, Instant::now())),
        }
        Ok(true)
    }

    /// Is it time to write down what was done?
    fn must_write(&self) -> bool {
        let (after, most) = GATHER;
        self.unwritten.as_ref().is_some_and(|(delivered, since)| {
            !delivered.is_plain() || delivered.count() >= most || since.elapsed() >= after || *self.is_stopping.borrow()
        })
    }

    /// Writes it down; false: somebody else has the lease. What can't be written is kept.
    async fn write(&mut self) -> Result<bool> {
        let Some((delivered, _)) = &self.unwritten else { return Ok(true) };
        let is_ours = delivered.write(&self.app, &self.holder).await?;
        self.unwritten = None;
        Ok(is_ours)
    }

    /// Prolongs the lease when a third of it is over; false: somebody else has it.
    async fn keep(&mut self) -> Result<bool> {
        let now = self.app.clock.now();
        if now + LEASE - LEASE / 3 < self.leased_until && self.leased_until <= now + LEASE {
            return Ok(true);
        }
        let until = now + LEASE;
        let mut conn = self.app.write().await?;
        let is_ours =
            webhook_endpoints::claim(&mut conn, &self.app.instance.id, &self.id, &self.holder, (now, until)).await?;
        conn.commit().await?;
        self.leased_until = until;
        Ok(is_ours)
    }
}
