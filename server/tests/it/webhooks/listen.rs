//! `onehop listen`: the real program pulls the feed and delivers to a receiver on this machine.

use super::{Delivery, Receiver, add_user, rename};
use crate::{
    on_both,
    support::{SECRET_KEY, TestApp},
};
use server::{clock::SECOND, random::SystemRandom, webhooks::Secret};
use std::{
    io::Read,
    process::{Child, Command, Stdio},
};
use tokio::net::TcpListener;

/// The program; killed with the test.
struct Listening(Child);

impl Drop for Listening {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// The server behind a real socket.
async fn served(app: &TestApp) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a socket");
    let url = format!("http://{}", listener.local_addr().expect("bound"));
    let router = app.router();
    tokio::spawn(async move { axum::serve(listener, router).await });
    url
}

fn listen(url: &str, receiver: &Receiver, secret: &str, more: &[&str]) -> Listening {
    let child = Command::new(env!("CARGO_BIN_EXE_onehop"))
        .args(["listen", "--url", url, "--forward-to", &receiver.url])
        .args(more)
        .env_clear()
        .envs([("ONEHOP_SECRET_KEY", SECRET_KEY), ("ONEHOP_WEBHOOK_SECRET", secret)])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn();
    Listening(child.expect("the binary runs"))
}

on_both! {
    async fn a_developer_gets_the_feed_as_signed_deliveries(app: TestApp) {
        let (url, receiver) = (served(&app).await, Receiver::start().await);
        let secret = Secret::new(&SystemRandom, true);
        let ada = add_user(&app, "ada").await;
        let _program = listen(&url, &receiver, &secret.text(), &["--after", "0", "--types", "user.*"]);
        rename(&app, &ada, "Ada").await;
        let came = receiver.wait_for(2).await;
        assert_eq!(came.iter().map(Delivery::kind).collect::<Vec<_>>(), ["user.created", "user.updated"]);
        let feed = app.backend().get("/v1/events").await.ok().json;
        for (delivery, told) in came.iter().zip(feed["data"].as_array().expect("a list")) {
            let seconds: i64 = delivery.header("webhook-timestamp").parse().expect("seconds");
            assert!((server::clock::Clock::now(&server::clock::SystemClock) / SECOND - seconds).abs() < 60);
            let event = delivery.verified(&secret.receivers(), seconds).expect("signed");
            assert_eq!((event.id.as_str(), event.version), (told["id"].as_str().expect("an id"), told["version"].as_i64().expect("a number")));
        }
    }
}

on_both! {
    async fn a_wrong_key_ends_it_with_what_is_wrong(app: TestApp) {
        let (url, receiver) = (served(&app).await, Receiver::start().await);
        let mut program = Command::new(env!("CARGO_BIN_EXE_onehop"))
            .args(["listen", "--url", &url, "--forward-to", &receiver.url])
            .env_clear()
            .env("ONEHOP_SECRET_KEY", "sk_test_of_nobody")
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("the binary runs");
        let status = tokio::task::spawn_blocking(move || {
            let status = program.wait().expect("it ends");
            let mut said = String::new();
            program.stderr.take().expect("piped").read_to_string(&mut said).expect("text");
            (status.code(), said)
        });
        let (code, said) = status.await.expect("no panic");
        assert_eq!(code, Some(1));
        assert!(said.contains("401") && !said.contains("sk_test_of_nobody"), "{said}");
    }
}
