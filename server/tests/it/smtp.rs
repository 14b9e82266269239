//! Mail over a real SMTP server: `aiosmtpd` in a process of its own. Needs `python3` with pip; without them the tests
//! fail and say so.

use secrecy::SecretString;
use serde_json::Value;
use server::mail::{MailError, Message, Smtp, templates, text};
use std::{
    fs,
    io::{BufRead, BufReader},
    net::TcpListener,
    path::{Path, PathBuf},
    process::{Child, ChildStdout, Command, Stdio},
    sync::LazyLock,
    time::{Duration, Instant},
};

const PACKAGE: &str = "aiosmtpd==1.4.6";

/// Where the package lies, installed once for each target folder.
static PACKAGE_FOLDER: LazyLock<PathBuf> = LazyLock::new(|| {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("aiosmtpd-1.4.6");
    if !folder.exists() {
        // Under another name first, so that an interrupted installation is not taken for a finished one.
        let unfinished = folder.with_extension(std::process::id().to_string());
        let output = Command::new("python3")
            .args(["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--target"])
            .args([unfinished.as_os_str(), PACKAGE.as_ref()])
            .output()
            .expect("the SMTP tests need python3");
        let errors = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "the SMTP tests need pip to install {PACKAGE}: {errors}");
        // Another test process may have been first; then its folder is as good.
        if fs::rename(&unfinished, &folder).is_err() {
            assert!(folder.exists(), "the installed package could not be moved to {}", folder.display());
        }
    }
    folder
});

struct MailServer {
    process: Child,
    output: BufReader<ChildStdout>,
    port: u16,
}

impl MailServer {
    fn start() -> Self {
        let mut process = Command::new("python3")
            .args(["-c", include_str!("smtp_server.py")])
            .env("PYTHONPATH", &*PACKAGE_FOLDER)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .expect("the SMTP tests need python3");
        let mut output = BufReader::new(process.stdout.take().expect("piped"));
        let mut line = String::new();
        output.read_line(&mut line).expect("the server's port");
        let port = line.trim().parse().expect("the mail server starts and prints its port");
        Self { process, output, port }
    }

    fn client(&self) -> Smtp {
        client(&format!("smtp://127.0.0.1:{}", self.port))
    }

    /// The next mail that arrived. Only asked for after a send that the server acknowledged.
    fn mail(&mut self) -> Value {
        let mut line = String::new();
        self.output.read_line(&mut line).expect("a line");
        serde_json::from_str(&line).expect("a mail")
    }
}

impl Drop for MailServer {
    fn drop(&mut self) {
        // The process may be gone already, which is as well.
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

fn client(url: &str) -> Smtp {
    Smtp::from_url(&SecretString::from(url), "Onehop <no-reply@example.com>").expect("a URL and a sender that work")
}

fn message(to: &str) -> Message {
    let voice = templates::Voice { text: &text::ENGLISH, app: "Müller & Söhne" };
    templates::sign_in_code(voice, "492817", 10).to(to)
}

#[tokio::test]
async fn mail_arrives_with_both_parts_and_its_umlauts() {
    let mut server = MailServer::start();
    let sent = message("anna@example.com");
    server.client().send(&sent).await.unwrap();

    let mail = server.mail();
    assert_eq!(mail["to"], serde_json::json!(["anna@example.com"]));
    assert_eq!(mail["from"], "no-reply@example.com");
    assert_eq!(mail["type"], "multipart/alternative");
    assert_eq!(mail["headers"]["Subject"], "492817 is your sign-in code for Müller & Söhne");
    assert_eq!(mail["headers"]["Auto-Submitted"], "auto-generated");
    assert!(mail["headers"]["Date"].is_string() && mail["headers"]["Message-ID"].is_string(), "{mail}");

    let parts = mail["parts"].as_array().unwrap();
    let types: Vec<_> = parts.iter().map(|part| part["type"].as_str().unwrap()).collect();
    assert_eq!(types, ["text/plain", "text/html"]);
    let body = |index: usize| parts[index]["body"].as_str().unwrap().replace("\r\n", "\n");
    assert_eq!(body(0).trim_end(), sent.text.trim_end());
    assert_eq!(body(1).trim_end(), sent.html.trim_end());
}

#[tokio::test]
async fn several_mails_leave_over_one_client() {
    let mut server = MailServer::start();
    let client = server.client();
    for to in ["a@example.com", "b@example.com", "c@example.com"] {
        client.send(&message(to)).await.unwrap();
        assert_eq!(server.mail()["to"][0], to);
    }
}

#[tokio::test]
async fn line_breaks_in_recipient_or_subject_are_refused_and_nothing_is_sent() {
    let mut server = MailServer::start();
    let client = server.client();
    for to in
        ["anna@example.com\r\nBcc: eve@example.com", "anna@example.com\nX: y", "anna@example.com\r", "\0@example.com"]
    {
        assert!(matches!(client.send(&message(to)).await, Err(MailError::Permanent(_))), "{to:?}");
    }
    for subject in ["Hello\r\nBcc: eve@example.com", "Hello\nX: y", "Hello\r", "Hello\0"] {
        let message = Message { subject: subject.into(), ..message("anna@example.com") };
        assert!(matches!(client.send(&message).await, Err(MailError::Permanent(_))), "{subject:?}");
    }
    // The first mail that the server sees is the one after all those.
    client.send(&message("last@example.com")).await.unwrap();
    assert_eq!(server.mail()["to"], serde_json::json!(["last@example.com"]));
}

#[tokio::test]
async fn what_is_no_single_address_is_refused() {
    let server = MailServer::start();
    for to in ["", "anna", "anna@", "@example.com", "a@example.com, b@example.com", "Anna <anna@example.com>"] {
        assert!(matches!(server.client().send(&message(to)).await, Err(MailError::Permanent(_))), "{to:?}");
    }
}

#[tokio::test]
async fn refused_recipient_is_permanent_and_its_address_is_not_shown() {
    let server = MailServer::start();
    let error = server.client().send(&message("refused@example.com")).await.unwrap_err();
    assert!(matches!(error, MailError::Permanent(_)), "{error}");
    assert_eq!(error.to_string(), "the mail was refused: the server answered 550");
}

#[tokio::test]
async fn server_that_asks_to_try_again_is_temporary() {
    let server = MailServer::start();
    let error = server.client().send(&message("later@example.com")).await.unwrap_err();
    assert!(matches!(error, MailError::Temporary(_)), "{error}");
}

#[tokio::test]
async fn closed_port_is_temporary() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    drop(listener);
    let error = client(&format!("smtp://127.0.0.1:{port}")).send(&message("anna@example.com")).await.unwrap_err();
    assert!(matches!(error, MailError::Temporary(_)), "{error}");
}

#[tokio::test]
async fn server_that_falls_silent_is_temporary_and_does_not_hold_the_sender() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    let patience = Duration::from_millis(300);
    let client = client(&format!("smtp://127.0.0.1:{port}")).with_timeout(patience);
    let start = Instant::now();
    let error = client.send(&message("anna@example.com")).await.unwrap_err();
    assert!(matches!(error, MailError::Temporary(_)), "{error}");
    assert!(start.elapsed() >= patience && start.elapsed() < 10 * patience, "{:?}", start.elapsed());
}

#[tokio::test]
async fn right_password_sends_and_wrong_password_is_temporary() {
    let mut server = MailServer::start();
    let url = |password: &str| format!("smtp://onehop:{password}@127.0.0.1:{}", server.port);
    let (right, wrong) = (client(&url("right")), client(&url("wrong")));
    let error = wrong.send(&message("anna@example.com")).await.unwrap_err();
    assert!(matches!(error, MailError::Temporary(_)), "{error}");
    assert!(!error.to_string().contains("wrong"));
    right.send(&message("anna@example.com")).await.unwrap();
    assert_eq!(server.mail()["to"][0], "anna@example.com");
}

#[tokio::test]
async fn encryption_asked_for_and_not_offered_is_no_reason_to_go_without() {
    let server = MailServer::start();
    let client = client(&format!("smtp://127.0.0.1:{}?tls=required", server.port));
    assert!(client.send(&message("anna@example.com")).await.is_err());
}

#[tokio::test(flavor = "multi_thread")]
async fn codes_leave_the_outbox_by_smtp_and_are_forgotten_afterwards() {
    for engine in crate::support::ENGINES {
        let mut server = MailServer::start();
        let url = format!("smtp://127.0.0.1:{}", server.port);
        let app = crate::support::TestApp::start_with(engine, |config| {
            config.mail.smtp_url = Some(SecretString::from(url));
        })
        .await;
        let jobs = server::jobs::start(&app.app);
        let client = app.client();
        let fields = [("email_address", "ada@example.com"), ("password", crate::support::PASSWORD)];
        let sign_up = client.post("/v1/client/sign_ups", &fields).await.ok();
        let id = sign_up.response()["id"].as_str().unwrap();
        let path = format!("/v1/client/sign_ups/{id}/prepare_verification");
        client.post(&path, &[("strategy", "email_code")]).await.ok();

        let mail = tokio::task::block_in_place(|| server.mail());
        assert_eq!(mail["to"][0], "ada@example.com");
        let text = mail["parts"][0]["body"].as_str().unwrap();
        let code = text.split(|c: char| !c.is_ascii_digit()).find(|word| word.len() == 6).unwrap();
        for _ in 0..100 {
            if app.mails_to("ada@example.com").await.iter().all(|(_, text)| text.is_empty()) {
                break;
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        assert!(app.mails_to("ada@example.com").await.iter().all(|(_, text)| text.is_empty()), "on {engine:?}");
        let path = format!("/v1/client/sign_ups/{id}/attempt_verification");
        let done = client.post(&path, &[("strategy", "email_code"), ("code", code)]).await.ok();
        assert_eq!(done.response()["status"], "complete");
        drop(jobs);
    }
}

/// Texts that want to be markup, headers or other people's words.
const PAYLOADS: [&str; 5] = [
    "<script>window.pwned=1</script>",
    "\"><img src=x onerror=window.pwned=1>",
    "</title><svg onload=window.pwned=1>",
    "</p></body></html><base href=//evil.example/>",
    "{code} {address} &lt;b&gt; \u{202e}x",
];

#[tokio::test(flavor = "multi_thread")]
async fn payloads_in_whatever_mails_repeat_stay_texts_in_every_language() {
    let mut server = MailServer::start();
    let client = server.client();
    for text in [&text::ENGLISH, &text::GERMAN, &text::ARABIC] {
        for payload in PAYLOADS {
            let voice = templates::Voice { text, app: payload };
            let url = format!("https://app.example.com/join?x={payload}&__clerk_ticket=1");
            for content in [
                templates::sign_in_code(voice, "492817", 10),
                templates::email_added(voice, payload),
                templates::invitation(voice, &url, 30),
            ] {
                client.send(&content.to("anna@example.com")).await.unwrap();
                let mail = server.mail();
                let html = mail["parts"][1]["body"].as_str().unwrap().replace("\r\n", "\n");
                let (tag, direction) = (text.language.tag, text.language.direction.as_str());
                assert!(html.contains(&format!("<html lang=\"{tag}\" dir=\"{direction}\">")), "{html}");
                for markup in ["<script", "<img", "<svg", "<base", "onerror=window.pwned=1>"] {
                    assert!(!html.contains(markup), "{html}");
                }
                assert_eq!((html.matches("</body>").count(), html.matches("</title>").count()), (1, 1), "{html}");
                let subject = mail["headers"]["Subject"].as_str().unwrap();
                assert!(subject.contains(payload), "as it is, for it is no markup there: {subject}");
                assert!(mail["parts"][0]["body"].as_str().unwrap().contains(payload));
            }
        }
    }
}
