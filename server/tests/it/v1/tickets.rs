//! `/v1/tickets/accept`: the way from a ticket to the page that takes it.

use crate::on_both;
use serde_json::json;

const PATH: &str = "/v1/tickets/accept?ticket=";

/// The ticket in the address of a page.
fn ticket_in(url: &serde_json::Value) -> String {
    let url = url::Url::parse(url.as_str().expect("an address")).expect("an address");
    let ticket = url.query_pairs().find(|(name, _)| name == "__clerk_ticket").map(|(_, ticket)| ticket.into_owned());
    ticket.expect("a ticket")
}

on_both! {
    async fn every_ticket_leads_to_the_page_that_takes_it_and_stays_good(app: TestApp) {
        let backend = app.backend();
        let user = backend.user("ada@example.com").await;
        let sign_in = backend.post("/v1/sign_in_tokens", json!({"user_id": user})).await.ok().json;
        let actor = backend.post("/v1/actor_tokens", json!({"user_id": user, "actor": {"sub": "user_operator"}})).await.ok().json;
        let invitation = backend.post("/v1/invitations", json!({"email_address": "grace@example.com"})).await.ok().json;
        for (url, page, status) in [(&sign_in["url"], "/sign-in", "sign_in"), (&actor["url"], "/sign-in", "sign_in"), (&invitation["url"], "/sign-up", "sign_up")] {
            let ticket = ticket_in(url);
            for _ in 0..2 {
                let reply = app.client().get(&format!("{PATH}{ticket}")).await;
                assert_eq!(reply.status, 303, "{}", reply.text);
                let target = format!("http://localhost:3000{page}?__clerk_ticket={ticket}&__clerk_status={status}");
                assert_eq!(reply.header("location"), Some(&*target));
                assert_eq!(reply.header("referrer-policy"), Some("no-referrer"));
                assert_eq!(reply.header("cache-control"), Some("no-store"));
            }
        }
    }
}

on_both! {
    async fn a_ticket_that_is_no_good_leads_nowhere(app: TestApp) {
        let backend = app.backend();
        let user = backend.user("ada@example.com").await;
        let sign_in = backend.post("/v1/sign_in_tokens", json!({"user_id": user, "expires_in_seconds": 60})).await.ok().json;
        let taken_back = backend.post("/v1/invitations", json!({"email_address": "grace@example.com"})).await.ok().json;
        backend.post(&format!("/v1/invitations/{}/revoke", taken_back["id"].as_str().expect("an id")), json!({})).await.ok();
        let get = async |ticket: &str| app.client().get(&format!("{PATH}{ticket}")).await;
        get("nonsense").await.refused(400, "ticket_invalid_code", Some("ticket"));
        get("").await.refused(400, "form_param_missing", Some("ticket"));
        get(&ticket_in(&taken_back["url"])).await.refused(400, "revoked_invitation", Some("ticket"));
        app.advance(60_000);
        get(&ticket_in(&sign_in["url"])).await.refused(400, "ticket_expired_code", Some("ticket"));
    }
}
