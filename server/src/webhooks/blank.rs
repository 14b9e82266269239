//! An endpoint before anybody has chosen anything.

use super::Secret;
use crate::{clock::Millis, random, state::App, store::webhook_endpoints::WebhookEndpointRow};
use onehop::wire::WebhookEndpointId;

/// An endpoint without an address, with a secret of its own: shared, or of a key pair. It begins where the feed does.
pub fn blank(app: &App, is_shared: bool, now: Millis) -> WebhookEndpointRow {
    let id = WebhookEndpointId::from(random::id(&*app.random, now, WebhookEndpointId::PREFIX));
    WebhookEndpointRow {
        url: String::new(),
        description: String::new(),
        types: "[]".to_owned(),
        headers: "{}".to_owned(),
        rate_limit: None,
        is_ordered: false,
        enabled: true,
        disabled_reason: None,
        disabled_at: None,
        sealed_secret: Secret::new(&*app.random, is_shared).seal(app, &id),
        sealed_old_secret: None,
        old_secret_until: None,
        cursor: 0,
        failing_since: None,
        created_at: now,
        updated_at: now,
        id,
    }
}
