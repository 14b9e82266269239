//! `/v1/invitations…`: made with a ticket that is told once, listed, taken back, forgotten.

use crate::{
    on_both,
    support::{TestBackend, members},
};
use http::Method;
use serde_json::{Value, json};
use server::clock::{DAY, HOUR, SECOND};

const PATH: &str = "/v1/invitations";
const UNKNOWN: &str = "inv_000000000000000000000000000";
const MEMBERS: &[&str] = &[
    "created_at",
    "email_address",
    "expires_at",
    "id",
    "object",
    "public_metadata",
    "revoked",
    "status",
    "updated_at",
];

async fn invite(backend: &TestBackend, email: &str) -> Value {
    backend.post(PATH, json!({"email_address": email})).await.ok().json
}

fn id(value: &Value) -> &str {
    value["id"].as_str().expect("an id")
}

/// The addresses of a list, in order.
fn addresses(list: &Value) -> Vec<&str> {
    let list = list.as_array().expect("a bare list");
    list.iter().map(|one| one["email_address"].as_str().expect("an address")).collect()
}

on_both! {
    async fn an_invitation_has_every_field_and_its_mail_the_page_that_takes_the_ticket(app: TestApp) {
        let backend = app.backend();
        let body = json!({"email_address": "Ada@Example.com", "public_metadata": {"role": "admin"}});
        let made = backend.post(PATH, body).await.ok().json;
        let mut names = MEMBERS.to_vec();
        names.push("url");
        names.sort_unstable();
        assert_eq!(members(&made), names);
        for (member, value) in [
            ("object", json!("invitation")), ("email_address", json!("Ada@Example.com")), ("public_metadata", json!({"role": "admin"})),
            ("revoked", json!(false)), ("status", json!("pending")), ("expires_at", json!(app.now() + 30 * DAY)),
            ("created_at", json!(app.now())), ("updated_at", json!(app.now())),
        ] {
            assert_eq!(made[member], value, "{member}");
        }
        assert!(id(&made).starts_with("inv_") && id(&made).len() == 31);
        let url = made["url"].as_str().expect("a page");
        let ticket = url.strip_prefix("http://localhost:3000/sign-up?__clerk_ticket=").expect("our page");
        let ticket = ticket.strip_suffix("&__clerk_status=sign_up").expect("what to do");
        assert_eq!(ticket.len(), 43, "256 bits");
        let (subject, text) = app.mails_to("Ada@Example.com").await.remove(0);
        assert!(text.contains(url) && text.contains("30 days") && !subject.contains(ticket), "{subject} {text}");
        let listed = backend.get(PATH).await.ok();
        assert_eq!(members(&listed.json[0]), MEMBERS, "the ticket is told once");
        assert_eq!(listed.json[0]["id"], made["id"]);
        assert!(!listed.text.contains(ticket));
    }
}

on_both! {
    async fn of_a_ticket_only_the_hash_is_kept(app: TestApp) {
        let body = json!({"email_address": "ada@example.com", "notify": false});
        let made = app.backend().post(PATH, body).await.ok().json;
        assert!(app.mails_to("ada@example.com").await.is_empty(), "notify=false sends none");
        let ticket = crate::support::ticket_of(&made);
        let hash = server::keys::token_hash::sha256_hex(&ticket);
        let mut conn = app.read().await;
        let row = server::store::invitations::find_by_ticket(&mut conn, app.instance(), &hash).await.expect("read");
        let row = row.expect("found by its hash");
        assert_eq!(row.id.as_str(), id(&made));
        assert!(![&row.ticket_hash, &row.email_address, &row.public_metadata].iter().any(|text| text.contains(&ticket)));
    }
}

on_both! {
    async fn what_is_asked_for_is_heeded_and_what_is_wrong_is_refused(app: TestApp, |config| config.instance.allowed_origins = vec!["https://app.example.com".to_owned()]) {
        let backend = app.backend();
        let body = json!({"email_address": "a@example.com", "expires_in_days": 1, "redirect_url": "https://app.example.com/join?a=b", "template_slug": "waitlist_invitation"});
        let made = backend.post(PATH, body).await.ok().json;
        assert_eq!(made["expires_at"], app.now() + DAY);
        assert!(made["url"].as_str().expect("a page").starts_with("https://app.example.com/join?a=b&__clerk_ticket="));
        assert!(app.mails_to("a@example.com").await[0].1.contains("off the waiting list"));
        backend.user("taken@example.com").await;
        let before = app.last_event().await;
        let big = json!({"a": "x".repeat(9_000)});
        for (body, code, param) in [
            (json!({}), "form_param_missing", "email_address"),
            (json!({"email_address": ""}), "form_param_nil", "email_address"),
            (json!({"email_address": "nonsense"}), "form_param_format_invalid", "email_address"),
            (json!({"email_address": "TAKEN@example.com"}), "form_identifier_exists", "email_address"),
            (json!({"email_address": "b@example.com", "expires_in_days": 0}), "form_param_value_invalid", "expires_in_days"),
            (json!({"email_address": "b@example.com", "expires_in_days": 366}), "form_param_value_invalid", "expires_in_days"),
            (json!({"email_address": "b@example.com", "expires_in_days": "soon"}), "form_param_type_invalid", "expires_in_days"),
            (json!({"email_address": "b@example.com", "template_slug": "other"}), "form_param_value_invalid", "template_slug"),
            (json!({"email_address": "b@example.com", "public_metadata": []}), "form_param_type_invalid", "public_metadata"),
            (json!({"email_address": "b@example.com", "public_metadata": big}), "form_param_exceeds_allowed_size", "public_metadata"),
            (json!({"email_address": "b@example.com", "redirect_url": "https://evil.example/"}), "form_redirect_url_invalid", "redirect_url"),
            (json!({"email_address": "b@example.com", "redirect_url": "https://app.example.com@evil.example/"}), "form_redirect_url_invalid", "redirect_url"),
            (json!({"email_address": "b@example.com", "redirect_url": "/sign-up"}), "form_redirect_url_invalid", "redirect_url"),
            (json!({"email_address": "b@example.com", "redirect_url": "javascript://app.example.com/%0aalert(1)"}), "form_redirect_url_invalid", "redirect_url"),
        ] {
            backend.post(PATH, body).await.refused(422, code, Some(param));
        }
        assert_eq!(app.last_event().await, before);
        assert!(app.mails_to("b@example.com").await.is_empty(), "who is refused causes no mail");
        assert_eq!(addresses(&backend.get(PATH).await.ok().json), ["a@example.com"]);
        let body = json!({"email_address": "taken@example.com", "ignore_existing": true});
        backend.post(PATH, body).await.ok();
    }
}

on_both! {
    async fn who_is_invited_is_not_invited_again_unless_told(app: TestApp) {
        let backend = app.backend();
        invite(&backend, "ada@example.com").await;
        let again = backend.post(PATH, json!({"email_address": "ADA@example.com"})).await;
        again.refused(400, "duplicate_record", None);
        assert_eq!(again.json["errors"][0]["meta"]["email_addresses"], json!(["ada@example.com"]));
        backend.post(PATH, json!({"email_address": "ada@example.com", "ignore_existing": true})).await.ok();
        backend.post(PATH, json!({"email_address": "ada@example.com"})).await.refused(400, "duplicate_record", None);
        // What ran out or was taken back is in nobody's way.
        app.advance(30 * DAY);
        let fresh = invite(&backend, "ada@example.com").await;
        backend.call(Method::POST, &format!("{PATH}/{}/revoke", id(&fresh))).await.ok();
        invite(&backend, "ada@example.com").await;
    }
}

on_both! {
    async fn many_are_invited_at_once_or_nobody(app: TestApp) {
        let backend = app.backend();
        let path = format!("{PATH}/bulk");
        let body = json!([{"email_address": "a@example.com", "public_metadata": {"n": 1}}, {"email_address": "b@example.com", "notify": false}]);
        let made = backend.post(&path, body).await.ok().json;
        assert_eq!(addresses(&made), ["a@example.com", "b@example.com"]);
        assert!(made[0]["url"].is_string() && made[0]["public_metadata"] == json!({"n": 1}));
        assert_eq!((app.mails_to("a@example.com").await.len(), app.mails_to("b@example.com").await.len()), (1, 0));

        backend.user("taken@example.com").await;
        let many: Vec<Value> = (0..11).map(|n| json!({"email_address": format!("p{n}@example.com")})).collect();
        let cases = [
            (json!([]), 400, "bad_request", None),
            (json!(many), 400, "bulk_size_exceeded", None),
            (json!([{"email_address": "c@example.com"}, {}]), 400, "request_body_invalid", None),
            (json!([{"email_address": "c@example.com"}, {"email_address": "x"}]), 422, "form_param_format_invalid", Some("email_address")),
            (json!([{"email_address": "c@example.com"}, {"email_address": "C@example.com"}]), 400, "duplicate_record", None),
            (json!([{"email_address": "c@example.com"}, {"email_address": "taken@example.com"}]), 422, "form_identifier_exists", Some("email_address")),
            (json!([{"email_address": "c@example.com"}, {"email_address": "taken@example.com", "ignore_existing": true}]), 422, "form_identifier_exists", Some("email_address")),
        ];
        for (body, status, code, param) in cases {
            backend.post(&path, body).await.refused(status, code, param);
        }
        let both = json!([{"email_address": "a@example.com"}, {"email_address": "c@example.com"}, {"email_address": "b@example.com"}]);
        let refused = backend.post(&path, both).await;
        refused.refused(400, "duplicate_record", None);
        assert_eq!(refused.json["errors"][0]["meta"]["email_addresses"], json!(["a@example.com", "b@example.com"]), "all at fault are named");
        assert_eq!(backend.get(&format!("{PATH}?paginated=true")).await.ok().json["total_count"], 2);
        assert!(app.mails_to("c@example.com").await.is_empty());
    }
}

on_both! {
    async fn lists_are_filtered_ordered_and_paged(app: TestApp) {
        let backend = app.backend();
        let mut ids = Vec::new();
        for (number, name) in ["c", "a", "b"].into_iter().enumerate() {
            app.advance(SECOND);
            let body = json!({"email_address": format!("{name}@example.com"), "expires_in_days": 10 - number});
            ids.push(id(&backend.post(PATH, body).await.ok().json).to_owned());
        }
        backend.call(Method::POST, &format!("{PATH}/{}/revoke", ids[1])).await.ok();
        let list = async |query: &str| backend.get(&format!("{PATH}?{query}")).await.ok().json;
        let (a, b, c) = ("a@example.com", "b@example.com", "c@example.com");
        for (query, expected) in [
            ("", vec![b, c]), ("status=", vec![b, c]), ("order_by=%2Bcreated_at", vec![c, b]), ("order_by=+created_at", vec![c, b]),
            ("order_by=email_address", vec![b, c]), ("order_by=-email_address", vec![c, b]), ("order_by=expires_at", vec![b, c]),
            ("order_by=-expires_at", vec![c, b]), ("status=revoked", vec![a]), ("status=pending", vec![b, c]), ("status=accepted", vec![]),
            ("status=expired", vec![]), ("query=B@EXAM", vec![b]), ("query=%25", vec![]), ("limit=1", vec![b]), ("limit=1&offset=1", vec![c]),
            (&format!("query={}", ids[0]), vec![c]),
        ] {
            assert_eq!(addresses(&list(query).await), expected, "{query}");
        }
        app.advance(9 * DAY);
        assert_eq!(addresses(&list("status=expired").await), [b]);
        assert_eq!(list("status=expired").await[0]["status"], "expired");
        assert_eq!(addresses(&list("status=pending").await), [c]);
        let page = list("paginated=true&limit=1&status=pending").await;
        assert_eq!((page["total_count"].clone(), page["data"][0]["email_address"].clone()), (json!(1), json!(c)));
        for (query, param) in [("status=lost", "status"), ("order_by=name", "order_by"), ("limit=0", "limit"), ("offset=-1", "offset")] {
            backend.get(&format!("{PATH}?{query}")).await.refused(422, "form_param_value_invalid", Some(param));
        }
    }
}

on_both! {
    async fn only_what_nobody_used_can_be_taken_back_and_once(app: TestApp) {
        let backend = app.backend();
        let made = invite(&backend, "ada@example.com").await;
        let path = format!("{PATH}/{}/revoke", id(&made));
        app.advance(SECOND);
        let revoked = backend.call(Method::POST, &path).await.ok().json;
        assert_eq!(members(&revoked), MEMBERS);
        assert_eq!((&revoked["revoked"], &revoked["status"], &revoked["updated_at"]), (&json!(true), &json!("revoked"), &json!(app.now())));
        backend.call(Method::POST, &path).await.refused(400, "invitation_already_revoked", None);
        let made = invite(&backend, "ada@example.com").await;
        crate::support::accept(&app, &made).await;
        backend.call(Method::POST, &format!("{PATH}/{}/revoke", id(&made))).await.refused(400, "invitation_already_accepted", None);
        backend.call(Method::POST, &format!("{PATH}/{UNKNOWN}/revoke")).await.refused(404, "resource_not_found", None);
    }
}

on_both! {
    async fn an_invitation_can_be_forgotten(app: TestApp) {
        let backend = app.backend();
        let made = invite(&backend, "ada@example.com").await;
        let path = format!("{PATH}/{}", id(&made));
        assert_eq!(backend.delete(&path).await.ok().json, json!({"object": "invitation", "id": made["id"], "deleted": true}));
        backend.delete(&path).await.refused(404, "resource_not_found", None);
        backend.delete(&format!("{PATH}/{UNKNOWN}")).await.refused(404, "resource_not_found", None);
        assert_eq!(backend.get(PATH).await.ok().json, json!([]));
        let fields = [("strategy", "ticket"), ("ticket", &crate::support::ticket_of(&made))];
        app.client().post("/v1/client/sign_ups", &fields).await.refused(400, "ticket_invalid_code", Some("ticket"));
    }
}

on_both! {
    async fn sending_is_counted_by_the_hour(app: TestApp, |config| config.limits.is_enabled = true) {
        let backend = app.backend();
        for number in 0..25 {
            app.advance(SECOND);
            backend.post(&format!("{PATH}/bulk"), json!([{"email_address": format!("p{number}@example.com"), "notify": false}])).await.ok();
        }
        let refused = backend.post(&format!("{PATH}/bulk"), json!([{"email_address": "last@example.com"}])).await;
        refused.refused(429, "too_many_requests", None);
        assert!(refused.header("retry-after").is_some());
        app.advance(HOUR);
        backend.post(&format!("{PATH}/bulk"), json!([{"email_address": "last@example.com"}])).await.ok();
    }
}

on_both! {
    parallel async fn of_many_invitations_of_one_address_at_once_one_is_made(app: TestApp) {
        let mut tasks = tokio::task::JoinSet::new();
        for _ in 0..6 {
            let backend = app.backend();
            tasks.spawn(async move { backend.post(PATH, json!({"email_address": "ada@example.com"})).await });
        }
        let replies = tasks.join_all().await;
        assert_eq!(replies.iter().filter(|reply| reply.status == 200).count(), 1);
        for reply in replies.iter().filter(|reply| reply.status != 200) {
            reply.refused(400, "duplicate_record", None);
            assert_eq!(reply.json["errors"][0]["meta"]["email_addresses"], json!(["ada@example.com"]));
        }
        assert_eq!(app.mails_to("ada@example.com").await.len(), 1);
    }
}
