//! An instance made once and copied for each server: making a key takes longer than most tests.

use crate::TestClock;
use ::server::{
    config::Config,
    keys::secret_key,
    random::SystemRandom,
    store::{Store, instances, instances::InstanceRow, secret_keys, signing_keys, signing_keys::SigningKeyRow},
};
use secrecy::ExposeSecret;
use std::{fs, sync::Arc};
use tokio::sync::OnceCell;

static TEMPLATE: OnceCell<Template> = OnceCell::const_new();

/// What the first start wrote.
struct Template {
    encryption_key: Vec<u8>,
    instance: InstanceRow,
    signing_key: SigningKeyRow,
}

/// Writes into this configuration's folder and database what the first start would.
pub async fn lay_out(config: &Config) {
    let template = TEMPLATE.get_or_init(make).await;
    fs::write(config.server.data.join("encryption.key"), &template.encryption_key).expect("the key file");
    let store = Store::open(config.database.url.expose_secret(), 1).await.expect("the database opens");
    store.migrate().await.expect("the schema");
    let mut conn = store.write().await.expect("a connection");
    instances::insert(&mut conn, &template.instance).await.expect("the instance");
    let id = &template.instance.id;
    signing_keys::insert(&mut conn, id, &template.signing_key).await.expect("its key");
    let hash = secret_key::hash(crate::SECRET_KEY);
    secret_keys::insert(&mut conn, id, "key_test", "For tests", &hash, "sk_test_TheK…", template.instance.created_at)
        .await
        .expect("its secret key");
    conn.commit().await.expect("committed");
    store.close().await;
}

async fn make() -> Template {
    let data = tempfile::tempdir().expect("a temporary folder");
    let clock = TestClock::new().shared();
    let opened = ::server::open(Config::development(data.path()), clock, Arc::new(SystemRandom)).await;
    let (app, _) = opened.expect("the server opens");
    let mut conn = app.read().await.expect("a connection");
    let instance = instances::find(&mut conn).await.expect("read").expect("the instance");
    let signing_key = signing_keys::get_current(&mut conn, &instance.id).await.expect("its key");
    drop(conn);
    app.store.close().await;
    let encryption_key = fs::read(data.path().join("encryption.key")).expect("the key file");
    Template { encryption_key, instance, signing_key }
}
