//! Webhooks: endpoints, what came of deliveries, and the events there are. Showing and changing a secret needs a proof of
//! the last minutes.

use crate::{
    endpoints::{NoBody, endpoints},
    wire::{
        Deleted, Lenient, WebhookEndpointId,
        backend::Page,
        dashboard::{
            ListedWebhookEndpoint, QueuedDeliveries, RecentEvents, WebhookAlgorithm, WebhookAttemptPage,
            WebhookEndpoint, WebhookEventTypes, WebhookMessage, WebhookOutcome, WebhookSecret, WebhookStats,
            WebhookTest,
        },
    },
};
use serde::{Deserialize, Serialize};

/// An endpoint, or what is to change of one.
#[derive(Clone, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct WebhookEndpointBody {
    /// Where to: `https://…` or `http://…`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub endpoint_url: Option<String>,
    /// What for; at most 256 characters.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// Which events: types, or families such as `user.*`. None named: all.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub types: Option<Vec<String>>,
    /// Headers that go along, one a line: `Name: value`. They take the place of those before.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub headers: Option<String>,
    /// Shall no headers go along any more?
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub remove_headers: Option<bool>,
    /// Deliveries a second at most, 1 to 1,000. 0: as many as possible.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rate_limit: Option<Lenient<i64>>,
    /// Does an event wait until the one before it, of the same resource, is through?
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ordered: Option<bool>,
    /// How deliveries are signed, of a new endpoint: `hmac_sha256` unless told.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub algorithm: Option<WebhookAlgorithm>,
}

/// Without the headers: their values may be secrets.
impl std::fmt::Debug for WebhookEndpointBody {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("WebhookEndpointBody").field("endpoint_url", &self.endpoint_url).finish_non_exhaustive()
    }
}

/// Which tries.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct WebhookAttemptQuery {
    /// Only those of which this came.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub outcome: Option<WebhookOutcome>,
    /// Only those of this type of event.
    #[serde(default, rename = "type", skip_serializing_if = "Option::is_none")]
    pub kind: Option<String>,
    /// The `next` of the page before.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub before: Option<String>,
    /// At most so many: 1 to 100, 50 unless told.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub limit: Option<Lenient<i64>>,
}

/// Since when.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct SinceBody {
    /// A time in milliseconds, or a day (UTC): `2026-05-12`.
    #[serde(default)]
    pub since: String,
}

/// What is sent as an example.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct TestWebhookBody {
    /// A type of event.
    #[serde(default, rename = "type")]
    pub kind: String,
}

/// Which events.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct TypesQuery {
    /// Types or families, by comma; all unless told.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub types: Option<String>,
}

endpoints! {
    /// All endpoints, with how it went in the last 24 hours.
    ListWebhookEndpoints: Get "/v1/dashboard/webhook_endpoints" (()) NoBody => Bare Page<ListedWebhookEndpoint>, Operator, Unlimited;
    /// Adds one. It gets what happens from now on.
    CreateWebhookEndpoint: Post "/v1/dashboard/webhook_endpoints" (()) WebhookEndpointBody => Bare WebhookEndpoint, Operator, Unlimited;
    /// One of them.
    GetWebhookEndpoint: Get "/v1/dashboard/webhook_endpoints/{endpoint_id}" (WebhookEndpointId) NoBody => Bare WebhookEndpoint, Operator, Unlimited;
    /// Changes what is named.
    UpdateWebhookEndpoint: Patch "/v1/dashboard/webhook_endpoints/{endpoint_id}" (WebhookEndpointId) WebhookEndpointBody => Bare WebhookEndpoint, Operator, Unlimited;
    /// Removes one with everything that is known of its deliveries.
    DeleteWebhookEndpoint: Delete "/v1/dashboard/webhook_endpoints/{endpoint_id}" (WebhookEndpointId) NoBody => Bare Deleted, Operator, Unlimited;
    /// Switches one on. It gets what happened while it was off.
    EnableWebhookEndpoint: Post "/v1/dashboard/webhook_endpoints/{endpoint_id}/enable" (WebhookEndpointId) NoBody => Bare WebhookEndpoint, Operator, Unlimited;
    /// Switches one off.
    DisableWebhookEndpoint: Post "/v1/dashboard/webhook_endpoints/{endpoint_id}/disable" (WebhookEndpointId) NoBody => Bare WebhookEndpoint, Operator, Unlimited;
    /// Tells its secret.
    RevealWebhookSecret: Post "/v1/dashboard/webhook_endpoints/{endpoint_id}/secret/reveal" (WebhookEndpointId) NoBody => Bare WebhookSecret, Operator, Unlimited;
    /// Gives it another secret. For 24 hours both sign.
    RotateWebhookSecret: Post "/v1/dashboard/webhook_endpoints/{endpoint_id}/secret/rotate" (WebhookEndpointId) NoBody => Bare WebhookSecret, Operator, Unlimited;
    /// Tries of its deliveries, the newest first.
    ListWebhookAttempts: Get "/v1/dashboard/webhook_endpoints/{endpoint_id}/attempts" (WebhookEndpointId; WebhookAttemptQuery) NoBody => Bare WebhookAttemptPage, Operator, Unlimited;
    /// One event with every try of delivering it.
    GetWebhookMessage: Get "/v1/dashboard/webhook_endpoints/{endpoint_id}/messages/{sequence}" ((WebhookEndpointId, String)) NoBody => Bare WebhookMessage, Operator, Unlimited;
    /// Sends one event again.
    ResendWebhookMessage: Post "/v1/dashboard/webhook_endpoints/{endpoint_id}/messages/{sequence}/resend" ((WebhookEndpointId, String)) NoBody => Bare QueuedDeliveries, Operator, Unlimited;
    /// Sends what was never tried since then, such as events from before the endpoint was there.
    ReplayWebhooks: Post "/v1/dashboard/webhook_endpoints/{endpoint_id}/replay" (WebhookEndpointId) SinceBody => Bare QueuedDeliveries, Operator, Unlimited;
    /// Sends everything again that failed since then and was not delivered.
    RecoverWebhooks: Post "/v1/dashboard/webhook_endpoints/{endpoint_id}/recover" (WebhookEndpointId) SinceBody => Bare QueuedDeliveries, Operator, Unlimited;
    /// Sends an example, signed as every delivery, and tells what was answered.
    TestWebhookEndpoint: Post "/v1/dashboard/webhook_endpoints/{endpoint_id}/test" (WebhookEndpointId) TestWebhookBody => Bare WebhookTest, Operator, Unlimited;
    /// How it went in the last 24 hours, by the hour.
    GetWebhookStats: Get "/v1/dashboard/webhook_endpoints/{endpoint_id}/stats" (WebhookEndpointId) NoBody => Bare WebhookStats, Operator, Unlimited;
    /// Which events there are.
    ListWebhookEventTypes: Get "/v1/dashboard/event_types" ((); TypesQuery) NoBody => Bare WebhookEventTypes, Operator, Unlimited;
    /// The newest events.
    ListRecentEvents: Get "/v1/dashboard/events" ((); TypesQuery) NoBody => Bare RecentEvents, Operator, Unlimited;
}
