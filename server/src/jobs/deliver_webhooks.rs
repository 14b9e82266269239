//! Delivers events to endpoints: a worker for each endpoint that this process holds the lease of.

use crate::{
    clock::{Millis, SECOND},
    error::{Error, Result},
    random,
    state::App,
    store::webhook_endpoints,
    webhooks::{Batch, Client},
};
use onehop::wire::WebhookEndpointId;
use secrecy::ExposeSecret;
use std::{
    collections::HashMap,
    sync::Arc,
    time::{Duration, Instant},
};
use tokio::{sync::Semaphore, task::AbortHandle};

/// How soon an endpoint is found that is new, or whose worker died elsewhere.
const LOOK: Duration = Duration::from_secs(1);
/// A process that dies gives its endpoints back after this.
const LEASE: Millis = 30 * SECOND;
/// The lease is prolonged this often while deliveries take their time.
const RENEW: Duration = Duration::from_secs(10);
/// Deliveries at once, over all endpoints.
const SLOTS: usize = 256;

/// Runs until the process ends.
pub async fn run(app: App) {
    let client = match Client::new(app.config.webhooks.allowed_networks.clone(), app.config.webhooks.timeout) {
        Ok(client) => client,
        Err(error) => {
            tracing::error!(%error, "webhooks can't be delivered: {error}");
            return;
        }
    };
    let holder = Arc::new(random::token(&*app.random).expose_secret().to_owned());
    let slots = Arc::new(Semaphore::new(SLOTS));
    let mut workers: HashMap<WebhookEndpointId, AbortHandle> = HashMap::new();
    let mut tasks = tokio::task::JoinSet::new();
    loop {
        match endpoints(&app).await {
            Ok(ids) => {
                workers.retain(|_, worker| !worker.is_finished());
                for id in ids {
                    workers.entry(id.clone()).or_insert_with(|| {
                        let worker = Worker {
                            app: app.clone(),
                            client: client.clone(),
                            slots: slots.clone(),
                            holder: holder.clone(),
                            id,
                        };
                        tasks.spawn(worker.run())
                    });
                }
            }
            Err(error) => tracing::warn!(%error, "the endpoints of webhooks can't be read, will try again: {error}"),
        }
        while tasks.try_join_next().is_some() {}
        tokio::time::sleep(LOOK).await;
    }
}

async fn endpoints(app: &App) -> Result<Vec<WebhookEndpointId>> {
    let rows = webhook_endpoints::list(&mut *app.read().await?, &app.instance.id).await?;
    Ok(rows.into_iter().filter(|row| row.enabled).map(|row| row.id).collect())
}

struct Worker {
    app: App,
    client: Client,
    slots: Arc<Semaphore>,
    holder: Arc<String>,
    id: WebhookEndpointId,
}

impl Worker {
    /// Until the lease is lost or the endpoint is switched off.
    async fn run(self) {
        loop {
            match self.once().await {
                Ok(true) => {}
                Ok(false) => return,
                Err(error) => {
                    tracing::warn!(endpoint = self.id.as_str(), %error, "deliveries stopped, will try again: {error}");
                    tokio::time::sleep(LOOK).await;
                }
            }
        }
    }

    /// One batch, or a while of waiting for one; false: it is somebody else's.
    async fn once(&self) -> Result<bool> {
        let app = &self.app;
        let Some(endpoint) = self.claim().await? else { return Ok(false) };
        let cursor = endpoint.cursor;
        let Some(batch) = Batch::next(app, endpoint, app.clock.now()).await? else {
            app.feed.wait_past(app, cursor, Instant::now() + LOOK).await?;
            return Ok(true);
        };
        let mut delivering = std::pin::pin!(batch.deliver(app, &self.client, &self.slots));
        let delivered = loop {
            tokio::select! {
                delivered = &mut delivering => break delivered?,
                () = tokio::time::sleep(RENEW) => {
                    if self.claim().await?.is_none() {
                        return Ok(false);
                    }
                }
            }
        };
        delivered.write(app, &self.holder).await
    }

    async fn claim(&self) -> Result<Option<webhook_endpoints::WebhookEndpointRow>> {
        let now = self.app.clock.now();
        let mut conn = self.app.write().await?;
        let row =
            webhook_endpoints::claim(&mut conn, &self.app.instance.id, &self.id, &self.holder, (now, now + LEASE));
        let row = row.await.map_err(Error::from)?;
        conn.commit().await?;
        Ok(row)
    }
}
