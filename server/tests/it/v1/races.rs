//! Calls that meet: exactly one wins, and the others are told why. Single-use things are in `adversary/races.rs`.

use crate::{
    on_both,
    support::{PASSWORD, Reply, TestApp, TestClient},
};
use tokio::task::JoinSet;

/// Sends each call at the same time.
async fn together(calls: Vec<(TestClient, String, Vec<(&'static str, String)>)>) -> Vec<Reply> {
    let mut tasks = JoinSet::new();
    for (client, path, fields) in calls {
        tasks.spawn(async move {
            let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
            client.post(&path, &fields).await
        });
    }
    tasks.join_all().await
}

/// Each refusal's code, sorted; none for a success.
fn outcomes(replies: &[Reply]) -> Vec<Option<&str>> {
    let mut outcomes: Vec<_> = replies.iter().map(|reply| reply.json["errors"][0]["code"].as_str()).collect();
    outcomes.sort_unstable();
    outcomes
}

/// A sign-up with a code on its way: path of its attempts, and the code.
async fn with_code(app: &TestApp, client: &TestClient, email: &str) -> (String, String) {
    app.advance(1);
    let id = app.open_sign_up(client, email).await;
    client.post(&format!("/v1/client/sign_ups/{id}/prepare_verification"), &[("strategy", "email_code")]).await.ok();
    (format!("/v1/client/sign_ups/{id}/attempt_verification"), app.code_to(email).await)
}

async fn count(app: &TestApp, kind: &str) -> usize {
    app.events_after(0).await.iter().filter(|event| event.kind == kind).count()
}

on_both! {
    parallel async fn one_sign_up_completed_by_many_patches_at_once_makes_one_user(app: TestApp) {
        let client = app.client();
        let id = client.post("/v1/client/sign_ups", &[("email_address", "ada@example.com")]).await.ok().id();
        client.post(&format!("/v1/client/sign_ups/{id}/prepare_verification"), &[("strategy", "email_code")]).await.ok();
        let code = app.code_to("ada@example.com").await;
        client.post(&format!("/v1/client/sign_ups/{id}/attempt_verification"), &[("code", &code)]).await.ok();
        let path = format!("/v1/client/sign_ups/{id}?_method=PATCH");
        let replies = together((0..4).map(|_| (client.fork(), path.clone(), vec![("password", PASSWORD.to_owned())])).collect()).await;
        assert_eq!(replies.iter().filter(|reply| reply.status == 200).count(), 1, "{:?}", outcomes(&replies));
        assert!(replies.iter().all(|reply| reply.status == 200 || reply.status == 422), "{:?}", outcomes(&replies));
        assert_eq!((count(&app, "user.created").await, count(&app, "session.created").await), (1, 1));
    }
}

on_both! {
    parallel async fn of_two_sign_ups_for_one_address_one_wins_and_the_other_is_told(app: TestApp) {
        let mut calls = Vec::new();
        for _ in 0..2 {
            let client = app.client();
            let (path, code) = with_code(&app, &client, "ada@example.com").await;
            calls.push((client, path, vec![("code", code)]));
        }
        let replies = together(calls).await;
        assert_eq!(outcomes(&replies), [None, Some("form_identifier_exists")]);
        let loser = replies.iter().find(|reply| reply.status != 200).expect("one lost");
        loser.refused_with_client(422, "form_identifier_exists", Some("email_address"));
        assert_eq!(count(&app, "user.created").await, 1);
    }
}

on_both! {
    parallel async fn changes_of_one_profile_at_once_are_all_made_or_refused_and_none_is_lost(app: TestApp) {
        let browser = app.signed_up("ada@example.com").await;
        let mut tasks = JoinSet::new();
        for number in 0..8 {
            let browser = browser.fork();
            tasks.spawn(async move {
                let patch = format!(r#"{{"key{number}":{number}}}"#);
                (number, browser.patch("/v1/me/metadata", &[("unsafe_metadata", &patch)]).await)
            });
        }
        let replies = tasks.join_all().await;
        let metadata = browser.get("/v1/me").await.ok().response()["unsafe_metadata"].clone();
        for (number, reply) in &replies {
            let is_made = metadata.get(format!("key{number}")).is_some();
            match reply.status.as_u16() {
                200 => assert!(is_made, "a confirmed change is there"),
                503 => assert!(!is_made && reply.header("retry-after").is_some(), "a refused one may be tried again"),
                _ => panic!("{}", reply.text),
            }
        }
        assert!(replies.iter().any(|(_, reply)| reply.status == 200));
    }
}

on_both! {
    parallel async fn one_password_attempt_answered_twice_makes_one_session(app: TestApp) {
        app.signed_up("ada@example.com").await;
        let client = app.client();
        let id = app.open_sign_in(&client, "ada@example.com").await;
        let path = format!("/v1/client/sign_ins/{id}/attempt_first_factor");
        let fields = || vec![("strategy", "password".to_owned()), ("password", PASSWORD.to_owned())];
        let replies = together((0..2).map(|_| (client.fork(), path.clone(), fields())).collect()).await;
        assert_eq!(replies.iter().filter(|reply| reply.status == 200).count(), 1, "{:?}", outcomes(&replies));
        assert!(replies.iter().all(|reply| reply.status != 500), "{:?}", outcomes(&replies));
        assert_eq!(count(&app, "session.created").await, 2);
    }
}

on_both! {
    parallel async fn ending_a_session_many_times_at_once_tells_of_it_once(app: TestApp) {
        let browser = app.signed_up("ada@example.com").await;
        let path = format!("/v1/client/sessions/{}/end", app.session_of(&browser).await);
        let replies = together((0..6).map(|_| (browser.fork(), path.clone(), vec![])).collect()).await;
        assert!(replies.iter().all(|reply| reply.status == 200), "{:?}", outcomes(&replies));
        assert_eq!(count(&app, "session.ended").await, 1);
    }
}

on_both! {
    parallel async fn tokens_asked_for_at_once_and_at_sign_out_never_outlive_the_session(app: TestApp) {
        let browser = app.signed_up("ada@example.com").await;
        let id = app.session_of(&browser).await;
        let mut calls: Vec<_> = (0..6).map(|_| (browser.fork(), format!("/v1/client/sessions/{id}/tokens"), vec![])).collect();
        calls.insert(3, (browser.fork(), format!("/v1/client/sessions/{id}/remove"), vec![]));
        let replies = together(calls).await;
        assert!(replies.iter().all(|reply| reply.status == 200 || reply.status == 401), "{:?}", outcomes(&replies));
        browser.post(&format!("/v1/client/sessions/{id}/tokens"), &[]).await.refused(401, "authentication_invalid", None);
    }
}

on_both! {
    parallel async fn two_people_proving_one_address_at_once_leave_one_owner(app: TestApp) {
        let mut calls = Vec::new();
        for name in ["ada", "grace"] {
            let client = app.signed_up(&format!("{name}@example.com")).await;
            let id = app.add_email(&client, "shared@example.com").await;
            app.advance(1);
            client.post(&format!("/v1/me/email_addresses/{id}/prepare_verification"), &[("strategy", "email_code")]).await.ok();
            let code = app.code_to("shared@example.com").await;
            calls.push((client, format!("/v1/me/email_addresses/{id}/attempt_verification"), vec![("code", code)]));
        }
        let replies = together(calls).await;
        assert_eq!(outcomes(&replies), [None, Some("form_identifier_exists")]);
    }
}
