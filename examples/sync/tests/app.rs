//! What comes by webhook is written, if it is the server's.

use axum::http::{Method, StatusCode};
use onehop_server::{
    random::SystemRandom,
    webhooks::{Secret, sign},
};
use onehop_testing::{TestClient, TestServer};
use serde_json::{Value, json};
use std::time::{SystemTime, UNIX_EPOCH};
use sync::{App, routes};

#[expect(clippy::disallowed_methods, reason = "the app has the machine's clock")]
fn now() -> i64 {
    SystemTime::now().duration_since(UNIX_EPOCH).expect("after 1970").as_secs() as i64
}

async fn deliver(app: &TestClient, secret: &Secret, event: &Value) -> StatusCode {
    let (body, seconds) = (event.to_string(), now());
    let id = event["id"].as_str().expect("an id");
    let signature = sign(std::slice::from_ref(secret), id, seconds, &body);
    let headers = [("webhook-id", id), ("webhook-timestamp", &seconds.to_string()), ("webhook-signature", &signature)];
    app.raw(Method::POST, "/webhooks", &headers, body).await.status
}

async fn emails(app: &TestClient) -> Vec<Value> {
    let users = app.get("/users").await.ok().json;
    users.as_array().expect("a list").iter().map(|user| user["email_address"].clone()).collect()
}

#[tokio::test]
async fn webhooks_and_the_feed_write_the_same_table() {
    let onehop = TestServer::start().await;
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("users.db").display().to_string();
    let secret = Secret::new(&SystemRandom, true);
    let app = App::open(&file, onehop.backend(), &secret.text()).await.expect("it opens");
    let client = onehop.client().at(routes(app.clone()));

    let ada = onehop.create_user("ada@example.com").await;
    let page = onehop.backend().events().list(&Default::default()).await.expect("the feed");
    let events: Vec<Value> = page.data.iter().map(|event| serde_json::to_value(event).expect("JSON")).collect();
    let other = Secret::new(&SystemRandom, true);
    assert_eq!(deliver(&client, &other, &events[0]).await, StatusCode::BAD_REQUEST);
    assert_eq!(emails(&client).await, Vec::<Value>::new());
    for event in [&events[0], &events[0]] {
        assert_eq!(deliver(&client, &secret, event).await, StatusCode::NO_CONTENT);
    }
    assert_eq!(emails(&client).await, [json!("ada@example.com")]);

    let grace = onehop.create_user("grace@example.com").await;
    onehop.backend().users().delete(&ada.id).await.expect("deleted");
    app.sync.catch_up().await.expect("the server answers");
    assert_eq!(emails(&client).await, [json!("grace@example.com")]);
    // What is known to be over stays so.
    assert_eq!(deliver(&client, &secret, &events[0]).await, StatusCode::NO_CONTENT);
    assert_eq!(client.get("/users").await.ok().json[0]["id"], grace.id.as_str());
}
