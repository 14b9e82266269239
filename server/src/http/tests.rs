//! Real sockets: what slow, silent and open connections get.

use super::*;
use crate::config::Config;
use axum::{
    Extension, Router,
    routing::{get, post},
};
use std::sync::Arc;
use std::time::Instant;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::sync::Notify;
use tokio::task::JoinHandle;

struct Running {
    address: SocketAddr,
    readiness: Readiness,
    stop: Arc<Notify>,
    done: JoinHandle<io::Result<()>>,
    /// Told when `/slow` has begun to be answered.
    began: Arc<Notify>,
    /// Lets `/slow` finish.
    finish: Arc<Notify>,
}

fn quick() -> Server {
    let mut options = Config::development("unused".as_ref()).server;
    options.header_timeout = Duration::from_millis(200);
    options.request_timeout = Duration::from_secs(5);
    options
}

async fn start(options: Server) -> Running {
    let (began, finish) = (Arc::new(Notify::new()), Arc::new(Notify::new()));
    let slow = {
        let (began, finish) = (began.clone(), finish.clone());
        async move || {
            began.notify_one();
            finish.notified().await;
            "finished"
        }
    };
    let router = Router::new()
        .route("/", get(|| async { "hello" }))
        .route("/peer", get(|Extension(Peer(peer)): Extension<Peer>| async move { peer.to_string() }))
        .route("/slow", get(slow))
        .route("/read", post(|body: String| async move { body }));
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let readiness = Readiness::default();
    let stop = Arc::new(Notify::new());
    let done = tokio::spawn({
        let (readiness, stop) = (readiness.clone(), stop.clone());
        async move { serve(listener, router, &options, &readiness, stop.notified()).await }
    });
    Running { address, readiness, stop, done, began, finish }
}

impl Running {
    async fn connect(&self) -> TcpStream {
        TcpStream::connect(self.address).await.unwrap()
    }

    async fn send(&self, request: &str) -> TcpStream {
        let mut stream = self.connect().await;
        stream.write_all(request.as_bytes()).await.unwrap();
        stream
    }
}

fn request(path: &str) -> String {
    format!("GET {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
}

/// Everything until the server closes the connection.
async fn rest(stream: &mut TcpStream) -> String {
    let mut bytes = Vec::new();
    let read = tokio::time::timeout(Duration::from_secs(5), stream.read_to_end(&mut bytes)).await;
    // A reset is a way to close too.
    read.expect("the server closes the connection").ok();
    String::from_utf8_lossy(&bytes).into_owned()
}

#[tokio::test]
async fn requests_know_their_peer() {
    let server = start(quick()).await;
    let mut stream = server.send(&request("/peer")).await;
    let own = stream.local_addr().unwrap().to_string();
    assert!(rest(&mut stream).await.ends_with(&own));
}

#[tokio::test]
async fn headers_that_never_end_are_cut_off() {
    let server = start(quick()).await;
    let begun = Instant::now();
    let mut stream = server.send("GET / HTTP/1.1\r\nHost: localhost\r\n").await;
    assert!(!rest(&mut stream).await.contains("200 OK"));
    assert!(begun.elapsed() < Duration::from_secs(2));
}

#[tokio::test]
async fn a_trickle_does_not_extend_the_time_for_headers() {
    let server = start(quick()).await;
    let mut stream = server.send("GET / HTTP/1.1\r\n").await;
    let begun = Instant::now();
    while stream.write_all(b"X-Filler: 1\r\n").await.is_ok() {
        assert!(begun.elapsed() < Duration::from_secs(2), "still open");
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
}

#[tokio::test]
async fn silent_connections_and_half_greetings_are_cut_off() {
    let server = start(quick()).await;
    for greeting in ["", "PRI * HTTP/2.0\r\n"] {
        let begun = Instant::now();
        let mut stream = server.send(greeting).await;
        assert_eq!(rest(&mut stream).await, "");
        assert!(begun.elapsed() < Duration::from_secs(2), "{greeting:?}");
    }
}

#[tokio::test]
async fn a_request_may_take_longer_than_its_headers() {
    let server = start(quick()).await;
    let mut stream = server.send("GET /slow HTTP/1.0\r\n\r\n").await;
    server.began.notified().await;
    tokio::time::sleep(Duration::from_millis(500)).await;
    server.finish.notify_one();
    assert!(rest(&mut stream).await.ends_with("finished"));
}

#[tokio::test]
async fn http2_is_spoken_to_those_who_greet_with_it() {
    let server = start(quick()).await;
    let mut stream = server.connect().await;
    stream.write_all(b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n\0\0\0\x04\0\0\0\0\0").await.unwrap();
    let mut frame = [0; 9];
    stream.read_exact(&mut frame).await.unwrap();
    assert_eq!(frame[3], 4, "the first frame is SETTINGS");
}

#[tokio::test]
async fn an_answer_that_takes_too_long_is_503() {
    let server = start(Server { request_timeout: Duration::from_millis(100), ..quick() }).await;
    let mut stream = server.send(&request("/slow")).await;
    assert!(rest(&mut stream).await.starts_with("HTTP/1.1 503"));
}

#[tokio::test]
async fn a_body_that_never_arrives_is_its_senders_mistake() {
    let server = start(Server { request_timeout: Duration::from_millis(100), ..quick() }).await;
    let head = "POST /read HTTP/1.1\r\nHost: localhost\r\nContent-Length: 5\r\nConnection: close\r\n\r\n";
    let mut stream = server.send(&format!("{head}he")).await;
    assert!(rest(&mut stream).await.starts_with("HTTP/1.1 408"));
    let mut stream = server.send(&format!("{head}hello")).await;
    assert!(rest(&mut stream).await.ends_with("hello"));
}

#[tokio::test]
async fn a_stop_finishes_open_requests_and_accepts_no_new_ones() {
    let server = start(quick()).await;
    let mut stream = server.send(&request("/slow")).await;
    server.began.notified().await;
    assert!(server.readiness.is_ready());
    server.stop.notify_one();
    while TcpStream::connect(server.address).await.is_ok() {
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    assert!(!server.readiness.is_ready());
    assert!(!server.done.is_finished());
    server.finish.notify_one();
    assert!(rest(&mut stream).await.ends_with("finished"));
    server.done.await.unwrap().unwrap();
}

#[tokio::test]
async fn a_stop_does_not_wait_for_idle_connections() {
    let server = start(Server { header_timeout: Duration::from_secs(60), ..quick() }).await;
    let idle = server.connect().await;
    let mut kept = server.send("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n").await;
    let mut begin = [0; 12];
    kept.read_exact(&mut begin).await.unwrap();
    server.stop.notify_one();
    tokio::time::timeout(Duration::from_secs(3), server.done).await.expect("stops at once").unwrap().unwrap();
    drop((idle, kept));
}

#[tokio::test]
async fn a_request_that_outlasts_the_drain_is_cut_off() {
    let server = start(Server { shutdown_timeout: Duration::from_millis(100), ..quick() }).await;
    let mut stream = server.send(&request("/slow")).await;
    server.began.notified().await;
    server.stop.notify_one();
    assert_eq!(rest(&mut stream).await, "");
    server.done.await.unwrap().unwrap();
}

#[tokio::test]
async fn the_pause_still_accepts_but_is_not_ready() {
    let server = start(Server { shutdown_pause: Duration::from_millis(400), ..quick() }).await;
    assert!(rest(&mut server.send(&request("/")).await).await.ends_with("hello"));
    server.stop.notify_one();
    tokio::time::sleep(Duration::from_millis(100)).await;
    assert!(!server.readiness.is_ready());
    assert!(rest(&mut server.send(&request("/")).await).await.ends_with("hello"));
    server.done.await.unwrap().unwrap();
}

#[tokio::test]
async fn in_the_pause_each_answer_closes_its_connection() {
    let server = start(Server { shutdown_pause: Duration::from_millis(400), ..quick() }).await;
    let keep = "GET / HTTP/1.1\r\nHost: localhost\r\n\r\n";
    let mut stream = server.send(keep).await;
    let mut first = vec![0; 512];
    let length = stream.read(&mut first).await.unwrap();
    assert!(!String::from_utf8_lossy(&first[..length]).contains("connection: close"));
    server.stop.notify_one();
    while server.readiness.is_ready() {
        tokio::task::yield_now().await;
    }
    stream.write_all(keep.as_bytes()).await.unwrap();
    let last = rest(&mut stream).await;
    assert!(last.contains("connection: close") && last.ends_with("hello"), "{last}");
    assert!(!server.done.is_finished(), "closed in the pause, not by its end");
}

#[tokio::test]
async fn who_connected_before_the_end_is_still_answered() {
    let server = start(quick()).await;
    let mut kept = server.send("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n").await;
    let mut begin = [0; 12];
    kept.read_exact(&mut begin).await.unwrap();
    let mut fresh = server.connect().await;
    server.stop.notify_one();
    while TcpStream::connect(server.address).await.is_ok() {
        tokio::task::yield_now().await;
    }
    for stream in [&mut kept, &mut fresh] {
        stream.write_all(request("/").as_bytes()).await.unwrap();
        assert!(rest(stream).await.ends_with("hello"));
    }
    server.done.await.unwrap().unwrap();
}
