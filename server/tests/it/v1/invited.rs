//! `/v1/client/sign_ups` with the ticket of an invitation.

use crate::{
    on_both,
    support::{PASSWORD, TestApp, accept, ticket_of},
};
use http::Method;
use serde_json::{Value, json};
use server::{
    clock::{DAY, SECOND},
    config::SignUpMode,
};

const PATH: &str = "/v1/client/sign_ups";

async fn invite(app: &TestApp, email: &str) -> Value {
    let body = json!({"email_address": email, "public_metadata": {"role": "admin"}});
    app.backend().post("/v1/invitations", body).await.ok().json
}

async fn status_of(app: &TestApp, invitation: &Value) -> Value {
    let listed =
        app.backend().get(&format!("/v1/invitations?query={}", invitation["id"].as_str().expect("an id"))).await;
    listed.ok().json[0]["status"].clone()
}

on_both! {
    async fn a_ticket_gives_the_address_proven_and_the_metadata_and_is_used_up(app: TestApp) {
        let invitation = invite(&app, "Ada@Example.com").await;
        let client = app.client();
        let opened = client.post(PATH, &[("strategy", "ticket"), ("ticket", &ticket_of(&invitation))]).await.enveloped("sign_up");
        let sign_up = opened.response();
        assert_eq!((&sign_up["status"], &sign_up["email_address"]), (&json!("missing_requirements"), &json!("Ada@Example.com")));
        assert_eq!((&sign_up["missing_fields"], &sign_up["unverified_fields"]), (&json!(["password"]), &json!([])));
        let proof = &sign_up["verifications"]["email_address"];
        assert_eq!((&proof["status"], &proof["strategy"], &proof["next_action"]), (&json!("verified"), &json!("ticket"), &json!("")));
        assert_eq!(status_of(&app, &invitation).await, "pending", "looking uses nothing up");
        let before = app.last_event().await;
        let done = client.patch(&format!("{PATH}/{}", opened.id()), &[("password", PASSWORD), ("email_address", "ada@example.com")]).await.enveloped("sign_up");
        assert_eq!(done.response()["status"], "complete");
        assert_eq!(status_of(&app, &invitation).await, "accepted");
        let user = done.response()["created_user_id"].as_str().expect("a user").to_owned();
        let user = app.backend().get(&format!("/v1/users/{user}")).await.ok().json;
        assert_eq!(user["public_metadata"], json!({"role": "admin"}));
        assert_eq!(user["email_addresses"][0]["verification"]["strategy"], "ticket");
        assert_eq!(user["email_addresses"][0]["verification"]["status"], "verified");
        let kinds: Vec<_> = app.events_after(before).await.into_iter().map(|event| event.kind).collect();
        assert_eq!(kinds, ["user.created", "session.created"]);
        assert_eq!(client.get("/v1/me").await.ok().response()["public_metadata"], json!({"role": "admin"}));
        let mails = app.mails_to("Ada@Example.com").await;
        assert_eq!(mails.len(), 1, "no code is mailed");
        app.sign_in(&app.client(), "ada@example.com", PASSWORD).await;
    }
}

on_both! {
    async fn all_fields_at_once_make_the_account_in_one_call(app: TestApp) {
        let invitation = invite(&app, "ada@example.com").await;
        let (client, reply) = accept(&app, &invitation).await;
        assert!(reply.set_cookie("__client").is_some());
        assert_eq!(client.get("/v1/me").await.ok().response()["email_addresses"][0]["email_address"], "ada@example.com");
    }
}

on_both! {
    async fn a_ticket_may_come_later_and_without_its_strategy(app: TestApp) {
        let invitation = invite(&app, "ada@example.com").await;
        let client = app.client();
        let id = client.post(PATH, &[("email_address", "other@example.com"), ("password", PASSWORD)]).await.ok().id();
        let done = client.patch(&format!("{PATH}/{id}"), &[("ticket", &ticket_of(&invitation))]).await.enveloped("sign_up");
        assert_eq!((&done.response()["status"], &done.response()["email_address"]), (&json!("complete"), &json!("ada@example.com")));
    }
}

on_both! {
    async fn a_ticket_is_for_its_address_alone(app: TestApp) {
        let invitation = invite(&app, "ada@example.com").await;
        let ticket = ticket_of(&invitation);
        let client = app.client();
        let fields = [("strategy", "ticket"), ("ticket", ticket.as_str()), ("email_address", "eve@example.com"), ("password", PASSWORD)];
        client.post(PATH, &fields).await.refused(422, "form_param_value_invalid", Some("email_address"));
        let id = client.post(PATH, &fields[..2]).await.ok().id();
        let refused = client.patch(&format!("{PATH}/{id}"), &[("email_address", "eve@example.com")]).await;
        refused.refused_with_client(422, "form_param_value_invalid", Some("email_address"));
        client.post(&format!("{PATH}/{id}/prepare_verification"), &[("strategy", "email_code")]).await
            .refused_with_client(400, "verification_already_verified", Some("email_address"));
    }
}

on_both! {
    async fn tickets_that_are_no_good_say_why(app: TestApp) {
        let backend = app.backend();
        let attempt = async |ticket: &str| app.client().post(PATH, &[("strategy", "ticket"), ("ticket", ticket), ("password", PASSWORD)]).await;
        app.client().post(PATH, &[("strategy", "ticket")]).await.refused(422, "form_param_missing", Some("ticket"));
        for wrong in ["nonsense", "' OR 1=1 --", &"x".repeat(10_000)] {
            attempt(wrong).await.refused(400, "ticket_invalid_code", Some("ticket"));
        }
        let used = invite(&app, "used@example.com").await;
        accept(&app, &used).await;
        attempt(&ticket_of(&used)).await.refused(400, "invitation_already_accepted", Some("ticket"));
        let revoked = invite(&app, "revoked@example.com").await;
        backend.call(Method::POST, &format!("/v1/invitations/{}/revoke", revoked["id"].as_str().expect("an id"))).await.ok();
        attempt(&ticket_of(&revoked)).await.refused(400, "revoked_invitation", Some("ticket"));
        let for_a_user = json!({"email_address": "used@example.com", "ignore_existing": true});
        let for_a_user = backend.post("/v1/invitations", for_a_user).await.ok().json;
        attempt(&ticket_of(&for_a_user)).await.refused(400, "invitation_account_exists", Some("ticket"));
    }
}

on_both! {
    async fn a_ticket_runs_out_to_the_second_also_while_it_is_being_used(app: TestApp) {
        let (early, late) = (invite(&app, "early@example.com").await, invite(&app, "late@example.com").await);
        app.advance(30 * DAY - SECOND);
        let browser = app.client();
        let open = browser.post(PATH, &[("strategy", "ticket"), ("ticket", &ticket_of(&late))]).await.ok().id();
        accept(&app, &early).await;
        app.advance(SECOND);
        browser.patch(&format!("{PATH}/{open}"), &[("password", PASSWORD)]).await.refused_with_client(400, "ticket_expired_code", Some("ticket"));
        app.client().post(PATH, &[("strategy", "ticket"), ("ticket", &ticket_of(&late))]).await.refused(400, "ticket_expired_code", Some("ticket"));
    }
}

on_both! {
    async fn a_ticket_taken_back_ends_the_attempt_that_uses_it(app: TestApp) {
        let invitation = invite(&app, "ada@example.com").await;
        let browser = app.client();
        let open = browser.post(PATH, &[("strategy", "ticket"), ("ticket", &ticket_of(&invitation))]).await.ok().id();
        app.backend().call(Method::POST, &format!("/v1/invitations/{}/revoke", invitation["id"].as_str().expect("an id"))).await.ok();
        let before = app.last_event().await;
        browser.patch(&format!("{PATH}/{open}"), &[("password", PASSWORD)]).await.refused_with_client(400, "revoked_invitation", Some("ticket"));
        assert_eq!(app.last_event().await, before, "nobody was made");
    }
}

on_both! {
    parallel async fn of_many_browsers_with_one_ticket_one_makes_an_account(app: TestApp) {
        let invitation = invite(&app, "ada@example.com").await;
        let mut opened = Vec::new();
        for _ in 0..8 {
            let browser = app.client();
            let id = browser.post(PATH, &[("strategy", "ticket"), ("ticket", &ticket_of(&invitation))]).await.ok().id();
            opened.push((browser, id));
        }
        let mut tasks = tokio::task::JoinSet::new();
        for (browser, id) in opened {
            tasks.spawn(async move { browser.patch(&format!("{PATH}/{id}"), &[("password", PASSWORD)]).await });
        }
        let replies = tasks.join_all().await;
        assert_eq!(replies.iter().filter(|reply| reply.status == 200).count(), 1);
        for reply in replies.iter().filter(|reply| reply.status != 200) {
            let code = reply.json["errors"][0]["code"].as_str().unwrap_or_default();
            assert!(matches!(code, "invitation_already_accepted" | "form_identifier_exists"), "{}", reply.text);
        }
        let made = app.events_after(0).await.into_iter().filter(|event| event.kind == "user.created").count();
        assert_eq!(made, 1);
    }
}

on_both! {
    async fn where_sign_up_is_closed_only_a_ticket_opens_it(app: TestApp, |config| config.user.sign_up_mode = SignUpMode::Restricted) {
        let environment = app.client().get("/v1/environment").await.ok().json;
        assert_eq!(environment["user_settings"]["sign_up"]["mode"], "restricted");
        let client = app.client();
        for fields in [&[("email_address", "eve@example.com"), ("password", PASSWORD)][..], &[("username", "somebody")], &[("password", PASSWORD)]] {
            client.post(PATH, fields).await.refused(403, "sign_up_mode_restricted", None);
        }
        let id = client.post(PATH, &[]).await.ok().id();
        client.patch(&format!("{PATH}/{id}"), &[("email_address", "eve@example.com")]).await.refused_with_client(403, "sign_up_mode_restricted", None);
        let invitation = invite(&app, "ada@example.com").await;
        accept(&app, &invitation).await;
        // Backends are not bound, and who has an account signs in.
        app.backend().user("grace@example.com").await;
        app.sign_in(&app.client(), "ada@example.com", PASSWORD).await;
    }
}

on_both! {
    async fn while_there_is_a_waiting_list_people_are_told_to_join_it(app: TestApp, |config| config.user.sign_up_mode = SignUpMode::Waitlist) {
        let fields = [("email_address", "eve@example.com"), ("password", PASSWORD)];
        app.client().post(PATH, &fields).await.refused(403, "sign_up_restricted_waitlist", None);
        let invitation = invite(&app, "ada@example.com").await;
        accept(&app, &invitation).await;
    }
}
