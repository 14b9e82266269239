//! Addresses that a delivery may not go to, in every way of writing them: nothing behind the server is reached.

use bytes::Bytes;
use http::Request;
use http_body_util::Full;
use server::webhooks::{Client, Failure};
use std::{collections::BTreeSet, time::Duration};
use tokio::net::TcpListener;

/// Hosts that are this machine or its network, written in many ways.
fn hosts() -> BTreeSet<String> {
    let mut hosts = BTreeSet::new();
    let v4 = [
        [127, 0, 0, 1],
        [127, 0, 0, 2],
        [127, 1, 1, 1],
        [127, 255, 255, 254],
        [0, 0, 0, 0],
        [10, 0, 0, 1],
        [10, 255, 255, 255],
        [100, 64, 0, 1],
        [100, 100, 100, 200],
        [169, 254, 169, 254],
        [169, 254, 170, 2],
        [172, 16, 0, 1],
        [172, 31, 255, 254],
        [192, 168, 0, 1],
        [192, 168, 255, 255],
        [192, 0, 0, 192],
        [198, 18, 0, 1],
        [224, 0, 0, 1],
        [255, 255, 255, 255],
    ];
    for [a, b, c, d] in v4 {
        let number = u32::from_be_bytes([a, b, c, d]);
        let (high, low) = (number >> 16, number & 0xffff);
        hosts.extend([
            format!("{a}.{b}.{c}.{d}"),
            // Whatever the system's resolver makes of them.
            format!("{number}"),
            format!("0x{number:08x}"),
            format!("0x{number:X}"),
            format!("0{number:o}"),
            format!("0x{a:x}.0x{b:x}.0x{c:x}.0x{d:x}"),
            format!("0{a:o}.0{b:o}.0{c:o}.0{d:o}"),
            format!("{a}.{b}.{}", number & 0xffff),
            format!("{a}.{}", number & 0xff_ffff),
            format!("{a}.0x{b:x}.{c}.0{d:o}"),
            format!("{a}.{b}.{c}.{d}."),
            // IPv4 inside of IPv6.
            format!("[::ffff:{a}.{b}.{c}.{d}]"),
            format!("[::ffff:{high:x}:{low:x}]"),
            format!("[0:0:0:0:0:ffff:{high:x}:{low:x}]"),
            format!("[::{a}.{b}.{c}.{d}]"),
            format!("[64:ff9b::{a}.{b}.{c}.{d}]"),
            format!("[64:ff9b::{high:x}:{low:x}]"),
            format!("[2002:{high:x}:{low:x}::1]"),
        ]);
    }
    hosts.extend(
        [
            "localhost",
            "LOCALHOST",
            "localhost.",
            "ip6-localhost",
            "[::]",
            "[::1]",
            "[0:0:0:0:0:0:0:1]",
            "[::0:1]",
            "[fe80::1]",
            "[fc00::1]",
            "[fd00:ec2::254]",
            "[fec0::1]",
            "[ff02::1]",
            "[2001:db8::1]",
            "[100::1]",
            "[64:ff9b:1::1]",
            "[5f00::1]",
            "[3fff::1]",
            "[2001::1]",
        ]
        .map(str::to_owned),
    );
    hosts
}

#[tokio::test]
async fn nothing_behind_the_server_is_reached_however_it_is_written() {
    // It listens on every address that this machine has.
    let inside = TcpListener::bind("0.0.0.0:0").await.expect("a socket");
    let port = inside.local_addr().expect("bound").port();
    let client = Client::new(Vec::new(), Duration::from_secs(10)).expect("a client");
    let (mut refused, mut others) = (0, BTreeSet::new());
    for host in hosts() {
        let Ok(request) = Request::post(format!("http://{host}:{port}/hook")).body(Full::<Bytes>::default()) else {
            continue;
        };
        match client.send(request).await {
            Err(Failure::Forbidden) => refused += 1,
            // A name that leads nowhere.
            Err(Failure::Unreachable) => _ = others.insert(host),
            answer => panic!("{host}: {answer:?}"),
        }
    }
    let reached = tokio::time::timeout(Duration::from_millis(100), inside.accept()).await;
    assert!(reached.is_err(), "somebody came in");
    assert!(refused + others.len() >= 250, "{refused} refused, {} lead nowhere", others.len());
    // Whole numbers and the like are addresses for the resolver of some systems, and no names for that of others.
    assert!(refused >= 200, "{refused} refused: {others:?}");
}

#[tokio::test]
async fn what_was_allowed_is_reached_and_nothing_beside_it() {
    let inside = TcpListener::bind("127.0.0.1:0").await.expect("a socket");
    let port = inside.local_addr().expect("bound").port();
    let client = Client::new(vec!["127.0.0.0/29".parse().expect("a block")], Duration::from_secs(5)).expect("a client");
    let send = async |host: &str| {
        client
            .send(Request::post(format!("http://{host}:{port}/")).body(Full::<Bytes>::default()).expect("a request"))
            .await
    };
    let accepted = tokio::spawn(async move { inside.accept().await.map(|(_, from)| from) });
    // It is reached and hangs up.
    assert_eq!(send("127.0.0.1").await.map(|answer| answer.status), Err(Failure::Unreachable));
    assert!(accepted.await.expect("no panic").is_ok());
    assert_eq!(send("127.0.0.9").await.map(|answer| answer.status), Err(Failure::Forbidden));
    assert_eq!(send("10.0.0.1").await.map(|answer| answer.status), Err(Failure::Forbidden));
}
