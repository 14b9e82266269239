//! A few deliveries to one endpoint, made side by side and written down together.

use super::{
    Client, Outcome, Target,
    disabled::{self, Reason},
    next_attempt, retry_after,
};
use crate::{
    clock::{DAY, Millis},
    error::Result,
    random,
    state::App,
    store::{
        events, events::EventRow, webhook_attempts, webhook_attempts::WebhookAttemptRow, webhook_endpoints,
        webhook_endpoints::WebhookEndpointRow, webhook_retries, webhook_retries::WebhookRetryRow,
    },
};
use onehop::wire::WebhookAttemptId;
use std::{
    collections::{HashSet, VecDeque},
    sync::Arc,
    time::Duration,
};
use tokio::{sync::Semaphore, task::JoinSet, time::Instant};

/// So many at most, and so many of them at once.
const WORKING: (i64, usize) = (100, 16);
/// The same where nothing was taken lately: nobody else shall wait for those who hang.
const FAILING: (i64, usize) = (16, 4);
/// An endpoint that takes nothing for so long is switched off.
const PATIENCE: Millis = 5 * DAY;

/// Deliveries to be made.
pub struct Batch {
    endpoint: WebhookEndpointRow,
    /// The cursor when all of them were tried.
    cursor: i64,
    /// Each list is delivered one after the other, and stops at the first that fails.
    lines: Vec<VecDeque<Due>>,
    /// They wait behind others.
    behind: Vec<Due>,
    /// These were to be delivered, but their events are kept no longer.
    lost: Vec<i64>,
}

/// One of them.
#[derive(Clone)]
struct Due {
    event: EventRow,
    /// Tries before this one.
    attempts: i64,
    /// When it was, where it is a row of its own.
    due_at: Option<Millis>,
    is_manual: bool,
}

/// What came of one.
struct Done {
    due: Due,
    outcome: Outcome,
}

fn width(endpoint: &WebhookEndpointRow) -> (i64, usize) {
    if endpoint.failing_since.is_none() { WORKING } else { FAILING }
}

impl Batch {
    /// What is due for an endpoint; none: nothing.
    pub async fn next(app: &App, endpoint: WebhookEndpointRow, now: Millis) -> Result<Option<Self>> {
        let instance = &app.instance.id;
        let mut conn = app.read().await?;
        let (limit, _) = width(&endpoint);
        let (mut due, mut lost) = (Vec::new(), Vec::new());
        for retry in webhook_retries::list_due(&mut conn, instance, &endpoint.id, now, limit).await? {
            let event = events::list_between(&mut conn, instance, (retry.sequence - 1, retry.sequence), &[], 1).await?;
            match event.into_iter().next() {
                Some(event) => {
                    let due_at = retry.next_attempt_at;
                    due.push(Due { event, attempts: retry.attempts, due_at, is_manual: retry.is_manual });
                }
                None => lost.push(retry.sequence),
            }
        }
        let end = events::end(&mut conn, instance).await?;
        let types: Vec<String> = serde_json::from_str(&endpoint.types).unwrap_or_default();
        let fresh = events::list_between(&mut conn, instance, (endpoint.cursor, end), &types, limit).await?;
        let is_all = fresh.len() < usize::try_from(limit).unwrap_or(usize::MAX);
        let cursor = fresh.last().filter(|_| !is_all).map_or(end, |event| event.sequence);
        if due.is_empty() && lost.is_empty() && cursor == endpoint.cursor {
            return Ok(None);
        }
        let waiting = match endpoint.is_ordered {
            true => webhook_retries::list_resources(&mut conn, instance, &endpoint.id).await?.into_iter().collect(),
            false => HashSet::new(),
        };
        let mut batch = Self { endpoint, cursor, lines: Vec::new(), behind: Vec::new(), lost };
        for one in due {
            batch.line_up(one);
        }
        for event in fresh {
            batch.add(Due { event, attempts: 0, due_at: None, is_manual: false }, &waiting);
        }
        Ok(Some(batch))
    }

    fn add(&mut self, due: Due, waiting: &HashSet<String>) {
        match waiting.contains(&due.event.resource_id) {
            true => self.behind.push(due),
            false => self.line_up(due),
        }
    }

    /// In order, what is about one resource is one line.
    fn line_up(&mut self, due: Due) {
        let is_same = |other: &Due| other.event.resource_id == due.event.resource_id;
        let lines = self.lines.iter_mut().filter(|_| self.endpoint.is_ordered);
        match lines.into_iter().find(|line| line.iter().any(is_same)) {
            Some(line) => line.push_back(due),
            None => self.lines.push(VecDeque::from([due])),
        }
    }

    /// Makes all of them.
    pub async fn deliver(mut self, app: &App, client: &Client, slots: &Arc<Semaphore>) -> Result<Delivered> {
        let target = Arc::new(Target::of(app, &self.endpoint, app.clock.now())?);
        let own = Arc::new(Semaphore::new(width(&self.endpoint).1));
        let pace = self.endpoint.rate_limit.and_then(|rate| u32::try_from(rate).ok()).filter(|rate| *rate > 0);
        let pace = pace.map(|rate| Duration::from_secs(1) / rate);
        let mut next = Instant::now();
        let mut running = JoinSet::new();
        for line in std::mem::take(&mut self.lines) {
            let (Ok(turn), Ok(slot)) = (own.clone().acquire_owned().await, slots.clone().acquire_owned().await) else {
                break;
            };
            let begins = next;
            if let Some(pace) = pace {
                next = next.max(Instant::now()) + pace * u32::try_from(line.len()).unwrap_or(1);
            }
            let (app, client, target) = (app.clone(), client.clone(), target.clone());
            running.spawn(async move {
                let done = deliver_line(&app, &client, &target, line, (begins, pace)).await;
                drop((turn, slot));
                done
            });
        }
        let (mut done, mut behind) = (Vec::new(), std::mem::take(&mut self.behind));
        while let Some(line) = running.join_next().await {
            // A task that panicked has tried nothing that is written down: the cursor stays.
            let (made, rest) = line.map_err(|error| crate::error::Error::Internal(Box::new(error)))??;
            done.extend(made);
            behind.extend(rest);
        }
        Ok(Delivered { endpoint: self.endpoint, cursor: self.cursor, done, behind, lost: self.lost })
    }
}

/// What was tried, and what waits for another try.
async fn deliver_line(
    app: &App,
    client: &Client,
    target: &Target,
    mut line: VecDeque<Due>,
    (begins, pace): (Instant, Option<Duration>),
) -> Result<(Vec<Done>, VecDeque<Due>)> {
    let mut done = Vec::new();
    let mut at = begins;
    while let Some(due) = line.pop_front() {
        if let Some(pace) = pace {
            tokio::time::sleep_until(at).await;
            at += pace;
        }
        let outcome = target.deliver(app, client, &due.event).await?;
        let is_delivered = outcome.is_delivered();
        done.push(Done { due, outcome });
        if !is_delivered {
            break;
        }
    }
    Ok((done, line))
}

/// A batch that was made and is to be written down.
pub struct Delivered {
    endpoint: WebhookEndpointRow,
    cursor: i64,
    done: Vec<Done>,
    behind: Vec<Due>,
    lost: Vec<i64>,
}

impl Delivered {
    /// The cursor once it is written down.
    pub fn cursor(&self) -> i64 {
        self.cursor
    }

    /// So many tries were made.
    pub fn count(&self) -> usize {
        self.done.len()
    }

    /// Did it all go well, the first time? Then nothing but the log waits for its being written down.
    pub fn is_plain(&self) -> bool {
        let is_plain =
            |done: &Done| done.outcome.is_delivered() && !done.outcome.is_gone() && done.due.due_at.is_none();
        self.endpoint.failing_since.is_none()
            && self.behind.is_empty()
            && self.lost.is_empty()
            && self.done.iter().all(is_plain)
    }

    /// This was made after it.
    pub fn add(&mut self, next: Self) {
        self.endpoint = next.endpoint;
        self.cursor = next.cursor;
        self.done.extend(next.done);
        self.behind.extend(next.behind);
        self.lost.extend(next.lost);
    }

    /// Writes it down; false: somebody else holds the lease now, and nothing was written.
    pub async fn write(&self, app: &App, holder: &str) -> Result<bool> {
        let instance = &app.instance.id;
        let endpoint = &self.endpoint;
        let now = app.clock.now();
        let mut conn = app.write().await?;
        let failing_since = self.failing_since(now);
        if !webhook_endpoints::advance(&mut conn, instance, &endpoint.id, holder, self.cursor, failing_since).await? {
            return Ok(false);
        }
        for done in &self.done {
            webhook_attempts::insert(&mut conn, instance, &self.attempt(app, done)).await?;
        }
        // Whoever is through lets the first one behind it go: so all that wait are written down before.
        let (open, through): (Vec<_>, Vec<_>) =
            self.done.iter().map(|done| (done, self.next_try(app, done, now))).partition(|(_, next)| next.is_some());
        let open = open.into_iter().map(|(done, next)| (&done.due, done.due.attempts + 1, next, done.due.due_at));
        let behind = self.behind.iter().map(|due| (due, due.attempts, None, None));
        for (due, attempts, next_attempt_at, due_at) in behind.chain(open) {
            let row = WebhookRetryRow {
                sequence: due.event.sequence,
                resource_id: due.event.resource_id.clone(),
                attempts,
                next_attempt_at,
                is_manual: false,
            };
            webhook_retries::put(&mut conn, instance, &endpoint.id, &row, due_at).await?;
        }
        for sequence in &self.lost {
            webhook_retries::delete(&mut conn, instance, &endpoint.id, *sequence, None).await?;
        }
        for (Done { due, .. }, _) in through {
            if due.due_at.is_some() {
                webhook_retries::delete(&mut conn, instance, &endpoint.id, due.event.sequence, due.due_at).await?;
            }
            if endpoint.is_ordered {
                webhook_retries::free_next(&mut conn, instance, &endpoint.id, &due.event.resource_id, now).await?;
            }
        }
        if self.done.iter().any(|done| done.outcome.is_gone()) {
            disabled::switch_off(app, &mut conn, endpoint, Reason::Gone, now).await?;
        } else if failing_since.is_some_and(|since| now - since >= PATIENCE) {
            disabled::switch_off(app, &mut conn, endpoint, Reason::Failing, now).await?;
        }
        conn.commit().await?;
        Ok(true)
    }

    /// Any success makes an endpoint a working one.
    fn failing_since(&self, now: Millis) -> Option<Millis> {
        let is_working = self.done.iter().any(|done| done.outcome.is_delivered());
        match (is_working, self.done.is_empty()) {
            (true, _) => None,
            (false, true) => self.endpoint.failing_since,
            (false, false) => self.endpoint.failing_since.or(Some(now)),
        }
    }

    /// When it is tried again; none: it is through, or given up.
    fn next_try(&self, app: &App, Done { due, outcome }: &Done, now: Millis) -> Option<Millis> {
        if outcome.is_delivered() || outcome.is_final() || due.is_manual {
            return None;
        }
        let asked = outcome.answer.as_ref().ok().and_then(|answer| retry_after(&answer.headers, now));
        let attempts = usize::try_from(due.attempts + 1).unwrap_or(usize::MAX);
        next_attempt(attempts, now, random::share(&*app.random), asked)
    }

    fn attempt(&self, app: &App, Done { due, outcome }: &Done) -> WebhookAttemptRow {
        WebhookAttemptRow {
            id: WebhookAttemptId::from(random::id(&*app.random, outcome.attempted_at, WebhookAttemptId::PREFIX)),
            endpoint_id: self.endpoint.id.clone(),
            sequence: due.event.sequence,
            event_id: due.event.id.clone(),
            kind: due.event.kind.clone(),
            outcome: if outcome.is_delivered() { "delivered" } else { "failed" }.to_owned(),
            is_manual: due.is_manual,
            status: outcome.answer.as_ref().ok().map(|answer| i64::from(answer.status)),
            response_headers: outcome.headers(),
            response_body: outcome.body(),
            error: outcome.answer.as_ref().err().map(ToString::to_string),
            duration_ms: outcome.duration_ms,
            attempted_at: outcome.attempted_at,
            request_headers: Some(outcome.request_headers.clone()),
        }
    }
}
