//! Deliveries of events to receivers at real sockets.

mod addresses;
mod deliveries;
mod failures;
mod listen;
mod order;
mod receiver;
mod workers;

use crate::support::TestApp;
pub use receiver::{Delivery, Receiver, Respond};
use serde_json::{Value, json};
use server::{
    jobs::Jobs,
    store::{
        events, webhook_attempts::WebhookAttemptRow, webhook_endpoints, webhook_endpoints::WebhookEndpointRow,
        webhook_history,
    },
    webhooks::Secret,
};

/// Begins to deliver, as a process does that was just started.
pub fn deliver(app: &TestApp) -> Jobs {
    server::jobs::start(&app.app)
}

/// Registers an endpoint as it is before anybody has chosen anything, but for `change`.
pub async fn register(app: &TestApp, url: &str, change: impl FnOnce(&mut WebhookEndpointRow)) -> WebhookEndpointRow {
    let mut conn = app.app.write().await.expect("a connection");
    let mut row = server::webhooks::blank(&app.app, true, app.now());
    row.url = url.to_owned();
    row.cursor = events::end(&mut conn, app.instance()).await.expect("the feed");
    change(&mut row);
    webhook_endpoints::insert(&mut conn, app.instance(), &row).await.expect("inserted");
    conn.commit().await.expect("committed");
    row
}

/// What its receiver checks deliveries with.
pub fn receivers_secret(app: &TestApp, row: &WebhookEndpointRow) -> String {
    let secret = Secret::open(&app.app, &row.id, &row.sealed_secret).expect("sealed by us");
    secret.receivers().to_string()
}

/// The endpoint as it is now.
pub async fn reload(app: &TestApp, row: &WebhookEndpointRow) -> WebhookEndpointRow {
    webhook_endpoints::find(&mut app.read().await, app.instance(), &row.id)
        .await
        .expect("a store")
        .expect("an endpoint")
}

/// Every try so far, the newest first.
pub async fn attempts(app: &TestApp, row: &WebhookEndpointRow) -> Vec<WebhookAttemptRow> {
    let all = webhook_history::Filter::default();
    webhook_history::list(&mut app.read().await, app.instance(), &row.id, &all, 1_000).await.expect("a store")
}

/// Makes a change: a user with this name.
pub async fn add_user(app: &TestApp, name: &str) -> Value {
    let body = json!({"email_address": [format!("{name}@example.com")], "skip_password_requirement": true});
    app.backend().post("/v1/users", body).await.ok().json
}

/// Makes another one: the user gets this first name.
pub async fn rename(app: &TestApp, user: &Value, name: &str) -> Value {
    let path = format!("/v1/users/{}", user["id"].as_str().expect("an id"));
    app.backend().patch(&path, json!({"first_name": name})).await.ok().json
}
