//! Traces for OpenTelemetry: one span a request, sent by OTLP over HTTP with JSON bodies. Off unless configured.
//!
//! The format is a page of JSON that no longer changes, so it is written here: the usual libraries would bring forty
//! crates and a second idea of spans for it. Requests never wait for it: spans go into a queue, and those that find it
//! full are counted and let go. The same holds for batches that nobody takes. What happens in the last second before the
//! server ends isn't sent.

mod exporter;
mod json;

use super::traceparent::{Parent, span_id};
use crate::{
    clock::{Clock, Millis},
    config::Telemetry,
    random::Random,
};
use std::{
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicU64, Ordering},
    },
    time::Duration,
};
use tokio::sync::mpsc;

pub use exporter::{export, is_endpoint};

/// Spans that wait to be sent.
const QUEUE: usize = 2_048;

/// A request that was answered.
#[derive(Clone, Debug)]
pub(super) struct Span {
    parent: Parent,
    id: String,
    name: String,
    begun: Millis,
    took: Duration,
    attributes: Attributes,
}

/// What is told about a request: nothing that names a person, and no query.
#[derive(Clone, Debug)]
pub(super) struct Attributes {
    pub(super) method: String,
    pub(super) route: String,
    pub(super) status: u16,
    /// As in the log and in the header of the answer.
    pub(super) log_id: String,
}

/// Where spans are made and wait.
pub struct Traces {
    endpoint: String,
    clock: Arc<dyn Clock>,
    random: Arc<dyn Random>,
    sender: mpsc::Sender<Span>,
    receiver: Mutex<Option<mpsc::Receiver<Span>>>,
    lost: AtomicU64,
}

/// A span that isn't over.
pub(super) struct Open {
    traces: Arc<Traces>,
    parent: Parent,
    id: String,
    begun: Millis,
}

impl Traces {
    /// None where no endpoint is configured.
    pub fn new(config: &Telemetry, clock: Arc<dyn Clock>, random: Arc<dyn Random>) -> Option<Arc<Self>> {
        let endpoint = config.otlp_endpoint.clone()?;
        let (sender, receiver) = mpsc::channel(QUEUE);
        let receiver = Mutex::new(Some(receiver));
        Some(Arc::new(Self { endpoint, clock, random, sender, receiver, lost: AtomicU64::new(0) }))
    }

    /// Begins a span inside of `parent`, or a trace of its own.
    pub(super) fn open(self: &Arc<Self>, parent: Option<Parent>) -> Open {
        let parent = parent.unwrap_or_else(|| Parent::root(&*self.random));
        Open { traces: self.clone(), parent, id: span_id(&*self.random), begun: self.clock.now() }
    }

    fn receiver(&self) -> Option<mpsc::Receiver<Span>> {
        self.receiver.lock().unwrap_or_else(PoisonError::into_inner).take()
    }
}

impl Open {
    /// What spans inside of this one belong to.
    pub(super) fn as_parent(&self) -> Parent {
        Parent {
            trace_id: self.parent.trace_id.clone(),
            span_id: Some(self.id.clone()),
            is_sampled: self.parent.is_sampled,
        }
    }

    /// The span is over. It is sent if its trace is recorded.
    pub(super) fn close(self, attributes: Attributes, took: Duration) {
        if !self.parent.is_sampled {
            return;
        }
        let name = format!("{} {}", attributes.method, attributes.route);
        let span = Span { parent: self.parent, id: self.id, name, begun: self.begun, took, attributes };
        if self.traces.sender.try_send(span).is_err() {
            self.traces.lost.fetch_add(1, Ordering::Relaxed);
        }
    }
}
