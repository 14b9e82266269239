//! `/metrics` and health on a listener of their own, from the real binary.

use super::data;
use std::{
    io::{Read, Write},
    net::{TcpListener, TcpStream},
    process::{Child, Command, Stdio},
    time::{Duration, Instant},
};

/// A server that is stopped with the test.
struct Serving {
    child: Child,
    public: u16,
    watched: u16,
    _data: tempfile::TempDir,
}

impl Drop for Serving {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn free_port() -> u16 {
    TcpListener::bind("127.0.0.1:0").expect("a port").local_addr().expect("an address").port()
}

impl Serving {
    fn start() -> Self {
        let (data, public, watched) = (data(), free_port(), free_port());
        let child = Command::new(env!("CARGO_BIN_EXE_onehop"))
            .args(["serve", "--dev", "--listen", &format!("127.0.0.1:{public}"), "--data"])
            .arg(data.path())
            .env_clear()
            .env("ONEHOP_METRICS_LISTEN", format!("127.0.0.1:{watched}"))
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .expect("the binary runs");
        let serving = Self { child, public, watched, _data: data };
        let begun = Instant::now();
        while !ask(public, "GET", "/health/ready").is_some_and(|answer| answer.starts_with("HTTP/1.1 200")) {
            assert!(begun.elapsed() < Duration::from_secs(30), "it did not start");
            std::thread::sleep(Duration::from_millis(30));
        }
        serving
    }

    fn metrics(&self) -> String {
        ask(self.watched, "GET", "/metrics").expect("an answer")
    }
}

/// The whole answer to a request of its own connection.
fn ask(port: u16, method: &str, path: &str) -> Option<String> {
    let mut stream = TcpStream::connect(("127.0.0.1", port)).ok()?;
    let request = format!("{method} {path} HTTP/1.1\r\nhost: localhost:{port}\r\nconnection: close\r\n\r\n");
    stream.write_all(request.as_bytes()).ok()?;
    let mut answer = String::new();
    stream.read_to_string(&mut answer).ok()?;
    Some(answer)
}

/// The value of a sample by its name and labels.
fn value(metrics: &str, sample: &str) -> f64 {
    let line = metrics.lines().find_map(|line| line.strip_prefix(sample)?.strip_prefix(' '));
    line.and_then(|value| value.parse().ok()).unwrap_or_else(|| panic!("{sample} is not in {metrics}"))
}

#[test]
fn numbers_are_told_to_those_who_watch_and_to_nobody_else() {
    let serving = Serving::start();
    for _ in 0..3 {
        let answer = ask(serving.public, "GET", "/v1/environment").expect("an answer");
        assert!(answer.starts_with("HTTP/1.1 200"), "{answer}");
    }
    // What strangers make up is in no label.
    ask(serving.public, "GET", "/v1/made-up-path");
    ask(serving.public, "MADEUP", "/v1/environment");
    ask(serving.public, "GET", "/v1/client/sessions/sess_madeup/made-up");
    let _open = TcpStream::connect(("127.0.0.1", serving.public)).expect("a connection");

    let begun = Instant::now();
    let metrics = loop {
        let metrics = serving.metrics();
        if value(&metrics, "onehop_connections") == 1.0 || begun.elapsed() > Duration::from_secs(5) {
            break metrics;
        }
    };
    assert!(metrics.to_ascii_lowercase().contains("content-type: application/openmetrics-text"), "{metrics}");
    assert!(metrics.ends_with("# EOF\n"), "{metrics}");
    let count = r#"onehop_http_request_duration_seconds_count{route="/v1/environment",method="GET",status="200"}"#;
    assert_eq!(value(&metrics, count), 3.0);
    assert!(!metrics.to_lowercase().contains("made-up") && !metrics.to_lowercase().contains("madeup"), "{metrics}");
    assert_eq!(value(&metrics, "onehop_connections"), 1.0);
    assert_eq!(value(&metrics, "onehop_ready"), 1.0);
    assert!(value(&metrics, "onehop_process_resident_memory_bytes") > 1_000_000.0);
    for sample in [
        r#"onehop_sign_ins_total{result="complete"}"#,
        r#"onehop_tokens_minted_total{kind="session"}"#,
        r#"onehop_mails_total{result="queued"}"#,
        r#"onehop_rate_limit_refusals_total{api="frontend"}"#,
        "onehop_password_hashes_waiting",
        "onehop_password_hashes_refused_total",
        "onehop_password_hash_wait_seconds_count",
        r#"onehop_database_connections{state="idle"}"#,
    ] {
        assert!(value(&metrics, sample) >= 0.0);
    }

    for path in ["/health/live", "/health/ready"] {
        assert!(ask(serving.watched, "GET", path).is_some_and(|answer| answer.starts_with("HTTP/1.1 200")), "{path}");
    }
    for path in ["/metrics", "//metrics", "/metrics/", "/v1/metrics"] {
        let answer = ask(serving.public, "GET", path).expect("an answer");
        assert!(!answer.contains("onehop_http_request"), "{path}: {answer}");
        assert!(!answer.starts_with("HTTP/1.1 200"), "{path}: {answer}");
    }
    let answer = ask(serving.watched, "GET", "/v1/environment").expect("an answer");
    assert!(answer.starts_with("HTTP/1.1 404"), "and it serves nothing else: {answer}");
}
