//! Webhooks, as operators see them: where events go, what came of each try, which events there are.

use crate::wire::{EventId, Millis, WebhookAttemptId, WebhookEndpointId, object_tag};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use std::collections::BTreeMap;

object_tag!(pub WebhookEndpointTag = "webhook_endpoint");
object_tag!(pub WebhookAttemptTag = "webhook_attempt");

/// Where events are sent.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct WebhookEndpoint {
    /// Always `webhook_endpoint`.
    pub object: WebhookEndpointTag,
    /// `ep_…`
    pub id: WebhookEndpointId,
    /// Where to.
    pub endpoint_url: String,
    /// What for.
    pub description: String,
    /// Which events; none named: all.
    pub types: Vec<String>,
    /// The names of headers that go along. Their values may be secrets and are not told.
    pub header_names: Vec<String>,
    /// Deliveries a second at most; null: as many as possible.
    pub rate_limit: Option<i64>,
    /// Does an event wait until the one before it, of the same resource, is through?
    pub ordered: bool,
    /// Is it switched on?
    pub enabled: bool,
    /// Why it was switched off by itself: `gone` or `failing`.
    pub disabled_reason: Option<String>,
    /// When.
    pub disabled_at: Option<Millis>,
    /// Since when every try has failed.
    pub failing_since: Option<Millis>,
    /// Until then the secret before signs too.
    pub old_secret_until: Option<Millis>,
    /// Created.
    pub created_at: Millis,
    /// Changed.
    pub updated_at: Millis,
}

/// An endpoint, and how it went in the last 24 hours.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct ListedWebhookEndpoint {
    /// The endpoint.
    #[serde(flatten)]
    pub endpoint: WebhookEndpoint,
    /// Tries that the receiver took.
    pub delivered: i64,
    /// Tries that failed.
    pub failed: i64,
}

/// How deliveries are signed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum WebhookAlgorithm {
    /// `v1`: by a secret that the receiver has too.
    #[default]
    HmacSha256,
    /// `v1a`: by a private key whose public half the receiver has.
    Ed25519,
}

/// What signs an endpoint's deliveries.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct WebhookSecret {
    /// What the receiver checks deliveries with: `whsec_…`, or the public half of a key pair, `whpk_…`.
    pub secret: String,
    /// How deliveries are signed.
    pub algorithm: WebhookAlgorithm,
    /// Until then the one before signs too; null: there is none.
    pub old_secret_until: Option<Millis>,
}

/// Without the secret.
impl std::fmt::Debug for WebhookSecret {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("WebhookSecret").field("old_secret_until", &self.old_secret_until).finish_non_exhaustive()
    }
}

/// What came of a try.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum WebhookOutcome {
    /// The receiver took it.
    Delivered,
    /// It did not, or did not answer.
    Failed,
}

impl WebhookOutcome {
    /// The name on the wire.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Delivered => "delivered",
            Self::Failed => "failed",
        }
    }
}

/// A try.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct WebhookAttempt {
    /// Always `webhook_attempt`.
    pub object: WebhookAttemptTag,
    /// `atmpt_…`
    pub id: WebhookAttemptId,
    /// The event's place in the feed.
    pub sequence: i64,
    /// The event: what the receiver got as `webhook-id`.
    pub event_id: EventId,
    /// Its type.
    #[serde(rename = "type")]
    pub kind: String,
    /// What came of it.
    pub outcome: WebhookOutcome,
    /// Did an operator ask for it?
    pub manual: bool,
    /// The request's headers; the values of the endpoint's own are hidden.
    pub request_headers: BTreeMap<String, String>,
    /// The answer's status; null: there was no answer.
    pub status: Option<i64>,
    /// The answer's headers.
    pub response_headers: BTreeMap<String, String>,
    /// The beginning of the answer.
    pub response_body: Option<String>,
    /// Why there was no answer.
    pub error: Option<String>,
    /// How long it took.
    pub duration_ms: i64,
    /// When it began.
    pub attempted_at: Millis,
}

/// A part of the log of tries.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct WebhookAttemptPage {
    /// The tries of this page, the newest first.
    pub data: Vec<WebhookAttempt>,
    /// Leads to the next page; absent on the last one.
    pub next: Option<String>,
}

/// An event, and what became of it at an endpoint.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct WebhookMessage {
    /// Its place in the feed.
    pub sequence: i64,
    /// Its type.
    #[serde(rename = "type")]
    pub kind: String,
    /// The event: what the receiver gets as `webhook-id`.
    pub event_id: EventId,
    /// The body of its deliveries; null: the event is kept no longer.
    pub payload: Option<Value>,
    /// Every try, the newest first.
    pub attempts: Vec<WebhookAttempt>,
    /// Is another try to come?
    pub pending: bool,
    /// When; null while it waits for an earlier event of the same resource.
    pub next_attempt_at: Option<Millis>,
}

/// Tries of an hour.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct WebhookHour {
    /// The hour's beginning.
    pub hour: Millis,
    /// Taken.
    pub delivered: i64,
    /// Failed.
    pub failed: i64,
}

/// How it went lately.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct WebhookStats {
    /// The last 24 hours, the oldest first, this one last.
    pub hours: Vec<WebhookHour>,
    /// Deliveries that wait for another try.
    pub pending: i64,
    /// Events that were not tried yet.
    pub backlog: i64,
}

/// Deliveries were asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct QueuedDeliveries {
    /// How many.
    pub queued: i64,
}

/// What came of an example that was sent just now.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct WebhookTest {
    /// What the receiver got as `webhook-id`.
    pub event_id: EventId,
    /// Its type.
    #[serde(rename = "type")]
    pub kind: String,
    /// What came of it.
    pub outcome: WebhookOutcome,
    /// The request's headers; the values of the endpoint's own are hidden.
    pub request_headers: BTreeMap<String, String>,
    /// The answer's status; null: there was no answer.
    pub status: Option<i64>,
    /// The answer's headers.
    pub response_headers: BTreeMap<String, String>,
    /// The beginning of the answer.
    pub response_body: Option<String>,
    /// Why there was no answer.
    pub error: Option<String>,
    /// How long it took.
    pub duration_ms: i64,
}

/// A type of event.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct WebhookEventType {
    /// Such as `user.updated`.
    #[serde(rename = "type")]
    pub kind: String,
    /// What happened.
    pub description: String,
    /// A body as receivers get it.
    pub example: Map<String, Value>,
    /// What the `data` of such a body looks like: a JSON schema.
    pub schema: Value,
}

/// All types of event.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct WebhookEventTypes {
    /// In the order of their families.
    pub data: Vec<WebhookEventType>,
}

/// An event, in short.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct RecentEvent {
    /// Its place in the feed.
    pub sequence: i64,
    /// `evt_…`
    pub id: EventId,
    /// Such as `user.updated`.
    #[serde(rename = "type")]
    pub kind: String,
    /// What changed.
    pub resource_id: String,
    /// When.
    pub created_at: Millis,
}

/// The end of the feed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct RecentEvents {
    /// The newest first.
    pub data: Vec<RecentEvent>,
}
