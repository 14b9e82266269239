//! What apps rely on when they test with a whole server.

use onehop::client::BackendClient;
use onehop_testing::{Schema, TestServer};
use server::store::Store;

#[tokio::test]
async fn a_restart_keeps_people_their_sessions_and_the_address() {
    let mut onehop = TestServer::start().await;
    let ada = onehop.create_user("ada@example.com").await;
    let browser = onehop.sign_in_as(&ada).await;
    let origin = onehop.origin();

    onehop.restart(|config| config.instance.name = "Another name".to_owned()).await.expect("it starts again");
    assert_eq!(onehop.origin(), origin);
    let backend = BackendClient::new(&origin, onehop.secret_key()).expect("a client");
    assert_eq!(backend.users().get(&ada.id).await.expect("over HTTP").id, ada.id);
    assert!(!onehop.adopt(&browser).session_token().await.is_empty());
}

#[tokio::test]
async fn two_servers_know_nothing_of_each_other() {
    let (one, two) = tokio::join!(TestServer::start(), TestServer::start());
    let ada = one.create_user("ada@example.com").await;
    assert_ne!(one.origin(), two.origin());
    assert!(two.backend().users().get(&ada.id).await.is_err());
    assert_eq!(two.mailbox().all().await, []);
}

#[tokio::test]
async fn a_server_on_postgres_leaves_no_schema_behind() {
    let base = std::env::var("ONEHOP_TEST_POSTGRES_URL").expect("Postgres: see scripts/postgres");
    let schema = Schema::new(base);
    let own = schema.url();
    let onehop = TestServer::builder().schema(schema).start().await;
    let ada = onehop.create_user("ada@example.com").await;
    assert!(!onehop.sign_in_as(&ada).await.session_token().await.is_empty());
    drop(onehop);

    let store = Store::open(&own, 1).await.expect("Postgres answers");
    assert!(store.migrate().await.is_err(), "there is no schema for tables any more");
}
