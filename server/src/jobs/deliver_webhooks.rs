//! Delivers events to endpoints: a worker for each endpoint that this process holds the lease of.

use crate::{
    clock::{Millis, SECOND},
    error::Result,
    state::App,
    store::webhook_endpoints,
    webhooks::{Batch, Client},
};
use onehop::wire::WebhookEndpointId;
use std::{
    collections::HashMap,
    sync::Arc,
    time::{Duration, Instant},
};
use tokio::{sync::Semaphore, task::AbortHandle};

/// How soon an endpoint is found that is new, or whose worker died elsewhere.
const LOOK: Duration = Duration::from_secs(1);
/// The same while some are left for others.
const LOOK_AGAIN: Duration = Duration::from_millis(200);
/// A process that dies gives its endpoints back after this.
const LEASE: Millis = 30 * SECOND;
/// Deliveries at once, over all endpoints.
const SLOTS: usize = 512;

/// Runs until the process ends.
pub async fn run(app: App, holder: Arc<str>) {
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
    loop {
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
                    };
                    workers.insert(id, tasks.spawn(worker.run()));
                }
            }
            Err(error) => tracing::warn!(?error, "the endpoints of webhooks can't be read, will try again"),
        }
        tokio::time::sleep(pause).await;
    }
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

    /// One batch, or a while of waiting for one; false: it is somebody else's, or switched off.
    async fn once(&mut self) -> Result<bool> {
        if !self.keep().await? {
            return Ok(false);
        }
        let app = self.app.clone();
        let endpoint = webhook_endpoints::find(&mut app.read().await?, &app.instance.id, &self.id).await?;
        let Some(endpoint) = endpoint.filter(|endpoint| endpoint.enabled) else { return Ok(false) };
        let cursor = endpoint.cursor;
        let Some(batch) = Batch::next(&app, endpoint, app.clock.now()).await? else {
            app.feed.wait_past(&app, cursor, Instant::now() + LOOK).await?;
            return Ok(true);
        };
        let client = self.client.clone();
        let slots = self.slots.clone();
        let mut delivering = std::pin::pin!(batch.deliver(&app, &client, &slots));
        let delivered = loop {
            tokio::select! {
                delivered = &mut delivering => break delivered?,
                () = tokio::time::sleep(LOOK) => {
                    if !self.keep().await? {
                        return Ok(false);
                    }
                }
            }
        };
        delivered.write(&app, &self.holder).await
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
