//! Calls are tried again when that may help and harms nothing: over real HTTP.

use super::{Served, quick};
use crate::{on_both, support::SECRET_KEY};
use onehop::{
    client::{
        BackendClient,
        backend::{Reason, Retry},
    },
    endpoints::backend::{CreateUserBody, MetadataBody, UpdateUserBody},
    wire::UserId,
};
use std::time::{Duration, Instant};
use tokio::net::TcpListener;

on_both! {
    async fn reads_replacements_and_removals_are_tried_again(app: TestApp) {
        let served = Served::start(&app).await;
        for (transport, client) in served.clients() {
            let id = UserId::from(app.backend().user("ada@example.com").await);
            let metadata = MetadataBody { public_metadata: Some(Default::default()), ..Default::default() };
            for (status, other) in [(503, 429), (500, 502)] {
                served.gate.refuse(status, None);
                served.gate.refuse(other, None);
                assert_eq!(client.users().get(&id).await.expect("in the end").id, id);
                assert_eq!(served.gate.take().len(), 3, "by {transport}");
                served.gate.refuse(status, None);
                client.users().replace_metadata(&id, &metadata).await.expect("in the end");
                assert_eq!(served.gate.take().len(), 2, "by {transport}");
            }
            served.gate.refuse(504, None);
            assert!(client.users().delete(&id).await.expect("in the end").deleted);
            assert_eq!(served.gate.take().len(), 2, "by {transport}");
        }
    }
}

on_both! {
    async fn what_creates_or_changes_is_sent_once(app: TestApp) {
        let served = Served::start(&app).await;
        let id = UserId::from(app.backend().user("ada@example.com").await);
        for (transport, client) in served.clients() {
            let body = CreateUserBody { email_address: ["bea@example.com"].into_iter().collect(), ..Default::default() };
            for status in [429, 503] {
                served.gate.refuse(status, Some("0"));
                assert_eq!(client.users().create(&body).await.expect_err("refused").status, status);
                served.gate.refuse(status, Some("0"));
                let error = client.users().update(&id, &UpdateUserBody::default()).await.expect_err("refused");
                assert_eq!((error.status, error.retry_after), (status, Some(Duration::ZERO)));
            }
            assert_eq!(served.gate.take().len(), 4, "by {transport}");
        }
    }
}

on_both! {
    async fn refusals_that_will_not_pass_are_told_at_once(app: TestApp) {
        let served = Served::start(&app).await;
        for (_, client) in served.clients() {
            assert_eq!(client.users().get(&"user_2nobody".into()).await.expect_err("nobody").status, 404);
        }
        assert_eq!(served.gate.take().len(), 2);
    }
}

on_both! {
    async fn tries_end(app: TestApp) {
        let served = Served::start(&app).await;
        for (_, builder) in served.builders() {
            let client = builder.retry(Retry { attempts: 3, ..quick() }).build().expect("a client");
            for _ in 0..3 {
                served.gate.refuse(503, None);
            }
            assert_eq!(client.jwks().await.expect_err("still busy").status, 503);
            assert_eq!(served.gate.take().len(), 3);
        }
    }
}

on_both! {
    async fn the_server_is_left_alone_for_as_long_as_it_says(app: TestApp) {
        let served = Served::start(&app).await;
        let client = BackendClient::builder(&served.url, SECRET_KEY).retry(quick()).build().expect("a client");
        let began = Instant::now();
        served.gate.refuse(429, Some("1"));
        client.jwks().await.expect("in the end");
        assert!(began.elapsed() >= Duration::from_secs(1), "seconds");

        // A date long past is measured by the server's own clock: at once.
        let began = Instant::now();
        served.gate.refuse(503, Some("Sun, 06 Nov 1994 08:49:37 GMT"));
        client.jwks().await.expect("in the end");
        assert!(began.elapsed() < Duration::from_secs(1), "a date");
        served.gate.take();

        // Longer than there is time: the caller decides.
        served.gate.refuse(429, Some("3600"));
        let error = client.jwks().await.expect_err("too long");
        assert_eq!((error.status, error.retry_after), (429, Some(Duration::from_secs(3_600))));
        assert!(error.is_rate_limited());
        assert_eq!(served.gate.take().len(), 1);
    }
}

/// A server whose first connections break before anything is answered.
async fn breaking(times: usize) -> (String, tokio::task::JoinHandle<()>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a socket");
    let url = format!("http://{}", listener.local_addr().expect("its address"));
    let task = tokio::spawn(async move {
        for _ in 0..times {
            let (stream, _) = listener.accept().await.expect("a connection");
            // Read first: the request must be on its way, not merely refused.
            stream.readable().await.expect("a request");
            drop(stream);
        }
        let keys = axum::Router::new().route("/v1/jwks", axum::routing::get(async || "{\"keys\":[]}"));
        axum::serve(listener, keys).await.expect("served");
    });
    (url, task)
}

#[tokio::test]
async fn a_broken_connection_is_tried_again_and_then_told() {
    let (url, task) = breaking(2).await;
    let client = BackendClient::builder(&url, SECRET_KEY).retry(quick()).build().expect("a client");
    assert!(client.jwks().await.expect("in the end").keys.is_empty());
    task.abort();

    let (url, task) = breaking(2).await;
    let client = BackendClient::builder(&url, SECRET_KEY).retry(Retry::NEVER).build().expect("a client");
    let error = client.jwks().await.expect_err("broken");
    assert_eq!((error.reason, error.status), (Reason::Unreachable, 0));
    assert!(!format!("{error} {error:?}").contains(SECRET_KEY));
    task.abort();
}

#[tokio::test]
async fn nobody_listens_and_nobody_answers() {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a socket");
    let url = format!("http://{}", listener.local_addr().expect("its address"));
    let silent = BackendClient::builder(&url, SECRET_KEY)
        .timeout(Duration::from_millis(40))
        .retry(Retry { attempts: 2, ..quick() })
        .build()
        .expect("a client");
    assert_eq!(silent.jwks().await.expect_err("silence").reason, Reason::TimedOut);
    drop(listener);
    let closed = BackendClient::builder(&url, SECRET_KEY).retry(quick()).build().expect("a client");
    assert_eq!(closed.jwks().await.expect_err("closed").reason, Reason::Unreachable);
}
