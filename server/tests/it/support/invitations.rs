//! Invitations: their tickets, and accounts made with them.

use super::{PASSWORD, Reply, TestApp, TestClient};
use serde_json::Value;

/// The ticket in the page of an invitation that was made just now.
pub fn ticket_of(invitation: &Value) -> String {
    let url = invitation["url"].as_str().expect("a page");
    let query = url.split_once('?').expect("a query").1.as_bytes();
    let mut pairs = form_urlencoded::parse(query);
    pairs.find(|(name, _)| name == "__clerk_ticket").expect("a ticket").1.into_owned()
}

/// A browser whose person made an account with this invitation.
pub async fn accept(app: &TestApp, invitation: &Value) -> (TestClient, Reply) {
    let client = app.client();
    let fields = [("strategy", "ticket"), ("ticket", &ticket_of(invitation)), ("password", PASSWORD)];
    let reply = client.post("/v1/client/sign_ups", &fields).await.ok();
    assert_eq!(reply.response()["status"], "complete");
    (client, reply)
}
