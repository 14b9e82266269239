//! Bytes on a socket that no decent client sends: each is answered with a 4xx or the end of the connection, never with a
//! fault of ours, and never as if it were two requests.

use super::{FORM, OWN};
use crate::support::{Engine, TestApp};
use server::http::{Readiness, serve};
use std::{net::SocketAddr, sync::Arc, time::Duration};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::{TcpListener, TcpStream},
    sync::Notify,
};

struct Served {
    app: TestApp,
    address: SocketAddr,
    stop: Arc<Notify>,
}

impl Drop for Served {
    fn drop(&mut self) {
        self.stop.notify_one();
    }
}

impl Served {
    async fn start() -> Self {
        let app = TestApp::start(Engine::Sqlite).await;
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let (address, stop) = (listener.local_addr().expect("an address"), Arc::new(Notify::new()));
        let mut options = app.app.config.server.clone();
        options.header_timeout = Duration::from_millis(300);
        options.request_timeout = Duration::from_secs(1);
        options.shutdown_pause = Duration::ZERO;
        let (router, told) = (app.router(), stop.clone());
        tokio::spawn(async move { serve(listener, router, &options, &Readiness::default(), told.notified()).await });
        Self { app, address, stop }
    }

    /// Everything that is answered to these bytes until the connection ends or nothing more comes.
    async fn send(&self, bytes: &[u8]) -> String {
        let mut stream = TcpStream::connect(self.address).await.expect("a connection");
        let (mut from, mut to) = stream.split();
        let mut read = Vec::new();
        let write = async {
            // The other end may have heard enough. This end stays open: who hangs up gets no answer.
            to.write_all(bytes).await.ok();
        };
        let limit = Duration::from_secs(4);
        tokio::join!(write, async {
            tokio::time::timeout(limit, from.read_to_end(&mut read)).await.ok();
        });
        String::from_utf8_lossy(&read).into_owned()
    }

    async fn statuses(&self, bytes: &[u8]) -> Vec<u16> {
        statuses(&self.send(bytes).await)
    }
}

fn statuses(text: &str) -> Vec<u16> {
    text.match_indices("HTTP/1.1 ")
        .filter_map(|(at, mark)| text.get(at + mark.len()..)?.get(..3)?.parse().ok())
        .collect()
}

const POST: &str = "POST /v1/client/sign_ins HTTP/1.1\r\nHost: localhost:3000\r\nOrigin: http://localhost:3000\r\n";

/// Requests whose end two readers could see in different places; behind each stands a second one.
fn smuggled() -> Vec<(String, Vec<u8>)> {
    let inner = "GET /smuggled HTTP/1.1\r\nHost: localhost:3000\r\n\r\n";
    let heads = [
        "Content-Length: 5\r\nTransfer-Encoding: chunked",
        "Transfer-Encoding: chunked\r\nContent-Length: 5",
        "Content-Length: 0\r\nContent-Length: 44",
        "Content-Length: 44\r\nContent-Length: 0",
        "Content-Length: 0, 44",
        "Content-Length: +0",
        "Content-Length: -1",
        "Content-Length: 0x2c",
        "Content-Length: 4 4",
        "Content-Length: 18446744073709551616",
        "Content-Length: 99999999999999999999999",
        "Content-Length:",
        "Content-Length: a",
        "Content-Length: 1e1",
        "Content-Length: \u{665}",
        "Transfer-Encoding: xchunked",
        "Transfer-Encoding: chunked, identity",
        "Transfer-Encoding: identity, chunked, chunked",
        "Transfer-Encoding: gzip",
        "Transfer-Encoding: chunked\r\nTransfer-Encoding: identity",
        "Transfer-Encoding: \"chunked\"",
        "Transfer-Encoding:\u{b}chunked",
        "Transfer-Encoding : chunked",
        " Transfer-Encoding: chunked",
        "Transfer-Encoding:\r\n chunked",
        "Transfer-Encoding: chunked\u{0}",
        "Transfer-Encoding\u{0}: chunked",
        "X: y\rTransfer-Encoding: chunked",
        "X: y\nTransfer-Encoding: xchunked",
        "Transfer-encoding: cow\r\nTransfer-Encoding: chunked",
        "Content_Length: 5\r\nTransfer-Encoding: chunked, x",
    ];
    let bodies = [format!("0\r\n\r\n{inner}"), format!("5\r\nhello\r\n0\r\n\r\n{inner}"), format!("\r\n{inner}")];
    let mut list = Vec::new();
    for head in heads {
        for (number, body) in bodies.iter().enumerate() {
            list.push((format!("{head} {number}"), format!("{POST}{head}\r\n\r\n{body}").into_bytes()));
        }
    }
    list
}

fn chunks() -> Vec<(String, Vec<u8>)> {
    [
        "g\r\nhello\r\n0\r\n\r\n",
        "-1\r\nhello\r\n0\r\n\r\n",
        "0x5\r\nhello\r\n0\r\n\r\n",
        "5 \r\nhello\r\n0\r\n\r\nx",
        "5\nhello\n0\n\n",
        "5\r\nhello0\r\n\r\n",
        "FFFFFFFFFFFFFFFF\r\nhello\r\n",
        "10000000000000000\r\nhello\r\n",
        "5\r\nhello\r\n",
        "5",
        "",
        "\r\n",
        "0\r\nX: y",
        "5;\u{0}\r\nhello\r\n0\r\n\r\n",
        "5\r\nhel",
        "00000000000000000005\r\nhello\r\n0\r\n\r\n",
        "5\r\r\nhello\r\n0\r\n\r\n",
    ]
    .map(|body| {
        (
            format!("chunks {body:?}"),
            format!("{POST}Transfer-Encoding: chunked\r\nContent-Type: application/json\r\n\r\n{body}").into_bytes(),
        )
    })
    .into_iter()
    .chain([(
        "an endless extension".to_owned(),
        format!("{POST}Transfer-Encoding: chunked\r\n\r\n5;{}\r\nhello\r\n0\r\n\r\n", "a".repeat(100_000)).into_bytes(),
    )])
    .collect()
}

fn heads() -> Vec<(String, Vec<u8>)> {
    let get = |line: &str, rest: &str| format!("{line}\r\nHost: localhost:3000\r\n{rest}\r\n").into_bytes();
    let many: String = (0..100_000).map(|number| format!("X-{number}: y\r\n")).collect();
    let some: String = (0..101).map(|number| format!("X-{number}: y\r\n")).collect();
    let mut list = vec![
        ("100,000 headers", get("GET /v1/client HTTP/1.1", &many)),
        ("101 headers", get("GET /v1/client HTTP/1.1", &some)),
        (
            "a cookie of a megabyte",
            get("GET /v1/client HTTP/1.1", &format!("Cookie: __client={}\r\n", "a".repeat(1 << 20))),
        ),
        ("a header's name of a megabyte", get("GET /v1/client HTTP/1.1", &format!("{}: x\r\n", "a".repeat(1 << 20)))),
        ("a path of a megabyte", get(&format!("GET /{} HTTP/1.1", "a".repeat(1 << 20)), "")),
        ("a query of a megabyte", get(&format!("GET /v1/client?{} HTTP/1.1", "a=b&".repeat(1 << 18)), "")),
        ("a method of a megabyte", get(&format!("{} / HTTP/1.1", "A".repeat(1 << 20)), "")),
        ("zeros", vec![0; 4_096]),
        ("a TLS greeting", b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03".repeat(30)),
        ("half of HTTP/2", b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\nGET / HTTP/1.1\r\n\r\n".to_vec()),
        ("broken frames", [b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".to_vec(), vec![255; 2_000]].concat()),
    ];
    for (name, line) in [
        ("no path", "GET HTTP/1.1"),
        ("no version", "GET /"),
        ("another version", "GET / HTTP/9.9"),
        ("a letter in the version", "GET / HTTP/1.a"),
        ("two paths", "GET / /x HTTP/1.1"),
        ("a space in the path", "GET /a b HTTP/1.1"),
        ("a NUL in the path", "GET /\0 HTTP/1.1"),
        ("a bare letter", "G"),
        ("a tab", "GET\t/\tHTTP/1.1"),
        ("CONNECT", "CONNECT evil.example:443 HTTP/1.1"),
        ("TRACE", "TRACE /v1/me HTTP/1.1"),
        ("a made-up method", "PROPFIND /v1/me HTTP/1.1"),
        ("a method with a brace", "G{T / HTTP/1.1"),
        ("an asterisk", "OPTIONS * HTTP/1.1"),
        ("letters beyond ASCII", "GET /caf\u{e9} HTTP/1.1"),
        ("broken percent signs", "GET /v1/client/sign_ins/%zz HTTP/1.1"),
        ("bytes that are no text", "GET /v1/client/sign_ins/%ff%fe%c0%80 HTTP/1.1"),
        ("dots", "GET /../../../etc/passwd HTTP/1.1"),
        ("encoded dots", "GET /%2e%2e/%2e%2e/etc/passwd HTTP/1.1"),
        ("a file's path", "GET /pkg/..%2f..%2f..%2fetc%2fpasswd HTTP/1.1"),
        ("a backslash", "GET /pkg\\..\\..\\etc\\passwd HTTP/1.1"),
        ("NUL behind a file", "GET /pkg/onehop.js%00.html HTTP/1.1"),
        ("a colon for a path", "GET http:// HTTP/1.1"),
        ("another scheme", "GET file:///etc/passwd HTTP/1.1"),
        ("another host with credentials", "GET http://a:b@evil.example/ HTTP/1.1"),
    ] {
        list.push((name, get(line, "")));
    }
    for (name, header) in [
        ("a NUL in a header", "X: a\0b\r\n"),
        ("a bare CR in a header", "X: a\rb\r\n"),
        ("a header without a colon", "nonsense\r\n"),
        ("a header without a name", ": x\r\n"),
        ("a folded header", "X: a\r\n b\r\n"),
        ("a name with a space", "X Y: z\r\n"),
        ("two hosts", "Host: evil.example\r\n"),
        ("bytes that are no text", "Cookie: __client=\u{ff}\u{fe}\r\n"),
        ("an upgrade", "Connection: Upgrade\r\nUpgrade: websocket\r\n"),
        ("an upgrade to HTTP/2", "Connection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\nHTTP2-Settings: AAMAAABk\r\n"),
        ("a range", "Range: bytes=0-0,1-1,2-2,5-,-5\r\n"),
        ("ten thousand ranges", &format!("Range: bytes={}\r\n", "0-0,".repeat(8_000))),
        ("a wish for compression", "Accept-Encoding: gzip;q=2, br;q=-1, *;q=x\r\n"),
        ("languages", &format!("Accept-Language: {}\r\n", "de-DE;q=0.5,".repeat(3_000))),
        ("an odd Authorization", "Authorization: Bearer\r\nAuthorization: Basic Og==\r\n"),
        ("a date", "If-Modified-Since: yesterday\r\nIf-None-Match: \"\r\n"),
        ("an unmet wish", "Expect: 200-maybe\r\n"),
    ] {
        for path in ["/v1/client", "/sign-in", "/v1/users", "/pkg/x"] {
            list.push((name, get(&format!("GET {path} HTTP/1.1"), header)));
        }
    }
    list.into_iter().map(|(name, bytes)| (name.to_owned(), bytes)).collect()
}

fn bodies() -> Vec<(String, Vec<u8>)> {
    let deep = |open: &str, close: &str, times: usize| format!("{}1{}", open.repeat(times), close.repeat(times));
    let json: Vec<(&str, Vec<u8>)> = vec![
        ("lists, 10,000 deep", deep("[", "]", 10_000).into()),
        ("objects, 10,000 deep", deep("{\"a\":", "}", 10_000).into()),
        ("a member 10,000 deep", format!("{{\"identifier\":{}}}", deep("[", "]", 10_000)).into()),
        ("an open list", "[".repeat(30_000).into()),
        ("a name twice", r#"{"identifier":"a@example.com","identifier":"b@example.com"}"#.into()),
        ("a number for a text", r#"{"identifier":1e400}"#.into()),
        ("a list for a text", r#"{"identifier":["ada@example.com","eve@example.com"]}"#.into()),
        ("an object for a text", r#"{"identifier":{"$gt":""}}"#.into()),
        ("a long number", format!("{{\"identifier\":{}}}", "9".repeat(30_000)).into()),
        ("half a letter", b"{\"identifier\":\"\xc3\x28\"}".to_vec()),
        ("half a pair", br#"{"identifier":"\ud800"}"#.to_vec()),
        ("a long form of a letter", b"{\"identifier\":\"\xc0\xaf\"}".to_vec()),
        ("a mark before", b"\xef\xbb\xbf{\"identifier\":\"a\"}".to_vec()),
        ("two bytes a letter", "{}".encode_utf16().flat_map(u16::to_le_bytes).collect()),
        ("something behind", b"{} {}".to_vec()),
        ("a comment", b"{/* */\"identifier\":\"a\"}".to_vec()),
        ("no JSON", b"identifier=a".to_vec()),
        (
            "ten thousand members",
            format!("{{{}\"b\":1}}", (0..10_000).map(|n| format!("\"a{n}\":1,")).collect::<String>()).into(),
        ),
        ("a zip bomb's head", vec![0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 3, 0xed, 0xc1, 1, 1]),
    ];
    let forms: Vec<(&str, Vec<u8>)> = vec![
        ("fields, 100,000", "a=b&".repeat(10_000).into()),
        ("broken escapes", b"identifier=%&%zz=%f&identifier=%ff".to_vec()),
        ("nested names", b"identifier[$ne]=1&user[role]=admin&__proto__[x]=1".to_vec()),
        ("raw bytes", (0..=255).collect()),
        ("no equals sign", "a".repeat(10_000).into()),
    ];
    let mut list = Vec::new();
    let kinds = [("application/json", json), ("application/x-www-form-urlencoded", forms)];
    for (kind, bodies) in kinds {
        for (name, body) in bodies {
            for extra in ["", "Content-Encoding: gzip\r\n"] {
                for path in [
                    "/v1/client/sign_ins",
                    "/v1/users",
                    "/api/who_am_i",
                    "/forms/v1/client/sign_ins",
                    "/dashboard/forms/v1/dashboard/session",
                ] {
                    let head = POST.replace("/v1/client/sign_ins", path);
                    let head = format!("{head}{extra}Content-Type: {kind}\r\nContent-Length: {}\r\n\r\n", body.len());
                    list.push((format!("{name} to {path} {extra}"), [head.as_bytes(), &body].concat()));
                }
            }
        }
    }
    list
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nothing_that_is_sent_is_a_fault_of_ours() {
    let served = Served::start().await;
    let cases = [chunks(), heads(), bodies()].concat();
    assert!(cases.len() >= 300, "{}", cases.len());
    for batch in cases.chunks(16) {
        let answers = batch.iter().map(|(_, bytes)| served.statuses(bytes));
        for ((name, _), statuses) in batch.iter().zip(futures::future::join_all(answers).await) {
            assert!(statuses.iter().all(|status| *status < 500), "{name}: {statuses:?}");
        }
    }
    let health =
        served.send(b"GET /v1/environment HTTP/1.1\r\nHost: localhost:3000\r\nConnection: close\r\n\r\n").await;
    assert_eq!(statuses(&health), [200], "it still stands");
    assert_eq!(served.app.last_event().await, 0, "and nothing was changed");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn no_request_is_smuggled_in_another() {
    let served = Served::start().await;
    let cases = smuggled();
    for batch in cases.chunks(16) {
        let answers = batch.iter().map(|(_, bytes)| served.send(bytes));
        for ((name, _), text) in batch.iter().zip(futures::future::join_all(answers).await) {
            let found = statuses(&text);
            assert!(found.iter().all(|status| *status < 500), "{name}: {found:?}");
            // Refused and closed, or read by the one rule that leaves no doubt: then what follows is a request of its own.
            let is_closed = found.len() <= 1;
            let is_plain = ["5\r\nTransfer-Encoding: chunked 0", "chunked\r\nContent-Length: 5 0"]
                .iter()
                .any(|end| name.ends_with(end));
            assert!(is_closed || !is_plain, "{name}: both lengths are believed: {found:?}");
            assert!(is_closed || found[0] == 200 || found[0] == 400, "{name}: {found:?}");
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn large_bodies_end_the_call_and_not_the_server() {
    let served = Served::start().await;
    let head = |kind: &str, length: usize| format!("{POST}Content-Type: {kind}\r\nContent-Length: {length}\r\n\r\n");
    for kind in ["application/json", FORM.1, "multipart/form-data; boundary=x"] {
        let bytes = [head(kind, 8 << 20).as_bytes(), &vec![b'a'; 8 << 20]].concat();
        let found = served.statuses(&bytes).await;
        assert!(found.iter().all(|status| (400..500).contains(status)), "{kind}: {found:?}");
        let promised = served.statuses(head(kind, 1 << 40).as_bytes()).await;
        assert!(promised.iter().all(|status| (400..500).contains(status)), "{kind}: {promised:?}");
    }
    let fine = format!("GET /v1/environment HTTP/1.1\r\nHost: x\r\nOrigin: {OWN}\r\nConnection: close\r\n\r\n");
    assert_eq!(served.statuses(fine.as_bytes()).await, [200]);
}
