//! What an error tells, and what it never tells.

use super::{Served, quick};
use crate::{on_both, support::SECRET_KEY};
use onehop::{
    client::{
        BackendClient,
        backend::{Reason, Retry},
    },
    endpoints::backend::CreateUserBody,
    wire::ErrorCode,
};
use tokio::{io::AsyncReadExt, net::TcpListener};

on_both! {
    async fn errors_are_those_of_the_contract_and_never_hold_the_key(app: TestApp) {
        app.backend().user("ada@example.com").await;
        let served = Served::start(&app).await;
        for (transport, client) in served.clients() {
            let body = CreateUserBody { email_address: ["ada@example.com"].into_iter().collect(), ..Default::default() };
            let error = client.users().create(&body).await.expect_err("taken");
            assert_eq!((error.reason, error.status), (Reason::Refused, 422), "by {transport}");
            assert_eq!(error.codes().collect::<Vec<_>>(), [ErrorCode::FormIdentifierExists]);
            assert_eq!(error.errors[0].meta.param_name.as_deref(), Some("email_address"));
            assert_eq!(error.messages().collect::<Vec<_>>(), ["This belongs to another user."]);
            assert!(error.trace_id.as_ref().is_some_and(|id| error.to_string().contains(id.as_str())));
            for text in [format!("{error} {error:?}"), format!("{client:?} {:?}", client.users())] {
                assert!(!text.contains(SECRET_KEY), "{text}");
            }
        }
        let passing = served.gate.0.lock().expect("not poisoned");
        assert!(passing.versions.iter().all(|version| version.as_ref().is_some_and(|version| version == "2026-05-12")));
    }
}

#[tokio::test]
async fn an_answer_that_is_no_contract_is_unreadable_and_not_repeated() {
    let service = axum::Router::new().route("/v1/jwks", axum::routing::get(async || "{\"keys\": \"ada@example.com\"}"));
    let client = BackendClient::in_process(service, SECRET_KEY).expect("a client");
    let error = client.jwks().await.expect_err("no key set");
    assert_eq!((error.reason, error.status), (Reason::Unreadable, 200));
    assert!(!error.to_string().contains("ada@"), "{error}");
}

#[tokio::test]
async fn over_https_nothing_is_said_before_the_handshake() {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a socket");
    let url = format!("https://localhost:{}", listener.local_addr().expect("its address").port());
    let client = BackendClient::builder(&url, SECRET_KEY).retry(Retry { attempts: 1, ..quick() }).build();
    let client = client.expect("a machine that trusts some certificates");
    let heard = async {
        let (mut stream, _) = listener.accept().await.expect("a connection");
        let mut bytes = vec![0; 4_096];
        let count = stream.read(&mut bytes).await.expect("bytes");
        bytes.truncate(count);
        bytes
    };
    let (answer, heard) = tokio::join!(client.jwks(), heard);
    assert_eq!(answer.expect_err("no handshake").reason, Reason::Unreachable);
    assert_eq!(heard.first(), Some(&0x16), "a TLS handshake");
    assert!(!heard.windows(SECRET_KEY.len()).any(|part| part == SECRET_KEY.as_bytes()));
}
