//! What was answered as done is true for the very next call, whoever asks: nothing is served from a memory of the past.

use crate::{
    on_both,
    support::{Engine, PASSWORD, TestApp},
};
use http::StatusCode;
use secrecy::ExposeSecret;
use serde_json::json;
use server::store::Store;
use std::sync::{
    Arc,
    atomic::{AtomicBool, Ordering},
};
use tokio::task::JoinSet;

const READERS: usize = 4;
const ROUNDS: usize = 25;

on_both! {
    parallel async fn a_changed_name_is_read_at_once_while_others_read_and_write(app: TestApp) {
        let mut writers = JoinSet::new();
        let is_over = Arc::new(AtomicBool::new(false));
        let mut readers = JoinSet::new();
        for person in 0..2 {
            let browser = app.signed_up(&format!("p{person}@example.com")).await;
            for _ in 0..READERS {
                let (browser, is_over) = (browser.fork(), is_over.clone());
                readers.spawn(async move {
                    let mut last = 0;
                    while !is_over.load(Ordering::Relaxed) {
                        let me = browser.get("/v1/me").await.ok();
                        let seen = me.response()["first_name"].as_str().and_then(|name| name.parse().ok()).unwrap_or(0);
                        assert!(seen >= last, "{seen} was read after {last}");
                        last = seen;
                        tokio::task::yield_now().await;
                    }
                });
            }
            writers.spawn(async move {
                for round in 1..=ROUNDS {
                    let name = round.to_string();
                    browser.patch("/v1/me", &[("first_name", &name)]).await.ok();
                    let me = browser.fork().get("/v1/me").await.ok();
                    assert_eq!(me.response()["first_name"], name.as_str());
                }
            });
        }
        writers.join_all().await;
        is_over.store(true, Ordering::Relaxed);
        readers.join_all().await;
    }
}

on_both! {
    parallel async fn no_call_that_begins_after_a_sign_out_succeeds(app: TestApp) {
        app.signed_up("ada@example.com").await;
        for _ in 0..5 {
            let browser = app.client();
            app.sign_in(&browser, "ada@example.com", PASSWORD).await;
            let id = app.session_of(&browser).await;
            let is_over = Arc::new(AtomicBool::new(false));
            let mut callers = JoinSet::new();
            for caller in 0..READERS {
                let (browser, id, is_over) = (browser.fork(), id.clone(), is_over.clone());
                callers.spawn(async move {
                    loop {
                        let is_late = is_over.load(Ordering::SeqCst);
                        let reply = match caller % 2 {
                            0 => browser.get("/v1/me").await,
                            _ => browser.post(&format!("/v1/client/sessions/{id}/tokens"), &[]).await,
                        };
                        match (is_late, reply.status) {
                            (true, status) => return assert_eq!(status, StatusCode::UNAUTHORIZED),
                            (false, StatusCode::OK | StatusCode::UNAUTHORIZED) => tokio::task::yield_now().await,
                            (false, status) => panic!("{status}: {}", reply.text),
                        }
                    }
                });
            }
            tokio::task::yield_now().await;
            browser.fork().post(&format!("/v1/client/sessions/{id}/remove"), &[]).await.ok();
            is_over.store(true, Ordering::SeqCst);
            callers.join_all().await;
        }
    }
}

on_both! {
    parallel async fn changes_of_one_user_wait_for_each_other_and_none_fails(app: TestApp) {
        let browser = app.signed_up("ada@example.com").await;
        let path = format!("/v1/users/{}/metadata", browser.get("/v1/me").await.ok().id());
        let mut changes = JoinSet::new();
        for change in 0..9 {
            let (browser, elsewhere, backend, path) = (browser.fork(), app.client(), app.backend(), path.clone());
            changes.spawn(async move {
                for round in 0..5 {
                    let name = format!("{change}-{round}");
                    match change % 3 {
                        0 => browser.patch("/v1/me", &[("first_name", &name)]).await,
                        1 => backend.patch(&path, json!({ "public_metadata": { name: round } })).await,
                        _ => {
                            let fields = [("identifier", "ada@example.com"), ("password", PASSWORD)];
                            elsewhere.fork().post("/v1/client/sign_ins", &fields).await
                        }
                    }
                    .ok();
                }
            });
        }
        changes.join_all().await;
        let user = app.backend().get(path.trim_end_matches("/metadata")).await.ok();
        let metadata = user.json["public_metadata"].as_object().expect("an object");
        assert_eq!(metadata.len(), 15, "each change kept what the others had written");
    }
}

#[tokio::test]
async fn what_another_process_writes_counts_for_the_next_call() {
    for engine in [Engine::Sqlite, Engine::Postgres] {
        let app = TestApp::start(engine).await;
        let browser = app.signed_up("ada@example.com").await;
        let id = app.session_of(&browser).await;
        // Connections of its own, as the command line has them beside a running server.
        let other = Store::open(app.app.config.database.url.expose_secret(), 1).await.expect("it opens");
        for round in 0..20 {
            let is_banned = round % 2 == 0;
            let mut conn = other.write().await.expect("a connection");
            let sql = if is_banned { "UPDATE users SET banned = TRUE" } else { "UPDATE users SET banned = FALSE" };
            conn.execute(sql, Vec::new()).await.expect("written");
            conn.commit().await.expect("committed");
            let expected = if is_banned { StatusCode::FORBIDDEN } else { StatusCode::OK };
            assert_eq!(browser.get("/v1/me").await.status, expected, "round {round} on {engine:?}");
            let renewal = browser.post(&format!("/v1/client/sessions/{id}/tokens"), &[]).await;
            assert_eq!(renewal.status, expected, "round {round} on {engine:?}");
        }
        other.close().await;
    }
}
