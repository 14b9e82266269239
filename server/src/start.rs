//! Starting: from a configuration to a served socket. The composition root: every part is made here, once.

mod banner;
mod dev_keys;
mod operator_links;

pub use operator_links::add_operator;

use crate::{
    clock::{Clock, SystemClock},
    config::{Config, EncryptionKey},
    domain::{
        instance::{self, InstanceError, Opened},
        metadata_paths, peppers, signing_keys,
    },
    fork::Fork,
    frontend_api, headers,
    headers::SecurityHeaders,
    health, http,
    http::Readiness,
    jobs,
    keys::{KeyRing, Purpose, SigningKeys, encryption_key},
    mail::Smtp,
    metrics, openapi, pages,
    password::{CommonPasswords, Params, PasswordQueue},
    platform::Platform,
    random::{Random, SystemRandom},
    state::{App, State},
    store::{Store, StoreError},
};
use axum::{Router, extract::Request, middleware};
use onehop::token::{Policy, RotatingVerifier};
use secrecy::ExposeSecret;
use std::{fmt, sync::Arc};
use tokio::{net::TcpListener, sync::Notify};

/// Why the server can't start.
#[derive(Debug)]
pub struct StartError(String);

impl fmt::Display for StartError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for StartError {}

fn failed<E: fmt::Display>(what: &'static str) -> impl FnOnce(E) -> StartError {
    move |error| StartError(format!("{what}: {error}"))
}

/// Runs the server until it is told to stop.
pub async fn serve(config: Config) -> Result<(), StartError> {
    serve_with(config, Platform::router).await
}

/// The same inside of an app: serves what `routes` makes of the platform, by convention the app's own routes with
/// [`Platform::router`] behind them.
pub async fn serve_with(config: Config, routes: impl FnOnce(&Platform) -> Router) -> Result<(), StartError> {
    let listener = TcpListener::bind(config.server.listen)
        .await
        .map_err(|error| StartError(format!("cannot listen on {}: {error}", config.server.listen)))?;
    let watched = match config.metrics.listen {
        Some(listen) => Some(
            TcpListener::bind(listen)
                .await
                .map_err(|error| StartError(format!("metrics: cannot listen on {listen}: {error}")))?,
        ),
        None => None,
    };
    let stop = http::stop_signal().map_err(failed("signals"))?;
    let (app, secret_key) = open(config, Arc::new(SystemClock), Arc::new(SystemRandom)).await?;
    if app.config.is_development() {
        dev_keys::write(&app, secret_key.as_ref()).await.map_err(failed("dev-keys.json"))?;
    }
    let first_operator = operator_links::first(&app).await?;
    banner::print(&app, secret_key.as_ref(), first_operator.as_deref());
    let readiness = Readiness::default();
    let service = routes(&Platform::new(app.clone(), readiness.clone()));
    let mut jobs = jobs::start(&app);
    if let Some(listener) = watched {
        let (app, readiness) = (app.clone(), readiness.clone());
        jobs.add(async move {
            if let Err(error) = metrics::serve(listener, app, readiness).await {
                tracing::error!(%error, "nobody can read the metrics any more: {error}");
            }
        });
    }
    http::serve(listener, service, &app.config.server, &readiness, stop).await.map_err(failed("serving"))?;
    jobs.stop(&app).await;
    app.store.close().await;
    Ok(())
}

/// Brings the database up to date.
pub async fn migrate(config: Config) -> Result<(), StartError> {
    let store = open_store(&config).await?;
    store.migrate().await.map_err(failed("the migration"))?;
    store.close().await;
    Ok(())
}

/// Opens what is there already, for commands that need an instance: a new one is made by `serve` alone, which tells its
/// secret key.
pub async fn open_existing(config: Config) -> Result<App, StartError> {
    let store = open_store(&config).await?;
    let is_there = has_instance(&store).await;
    store.close().await;
    if !is_there {
        return Err(StartError("there is no instance in this database yet: run `onehop serve` once".to_owned()));
    }
    let (app, _) = open(config, Arc::new(SystemClock), Arc::new(SystemRandom)).await?;
    Ok(app)
}

/// Everything that is served: both APIs, the pages, health.
pub(crate) fn site(app: &App, api: Router, readiness: Readiness) -> Router {
    let security = SecurityHeaders { is_https: app.config.server.is_https() };
    let site =
        pages::router(app.clone(), api.clone()).merge(health::router(app.clone(), readiness)).merge(openapi::router());
    Router::new()
        .fallback_service(Fork::new(is_for_api, api, site))
        .layer(middleware::from_fn_with_state(security, headers::secure))
}

/// The API answers everything below its names, also in the forms that only it understands (`//v1/…`).
fn is_for_api(request: &Request) -> bool {
    let path = request.uri().path().trim_start_matches('/');
    path == "v1" || path.starts_with("v1/") || path == ".well-known/jwks.json" || frontend_api::is_unversioned(path)
}

/// Makes the shared state: database, instance, keys. The secret key is there only when the instance is new.
pub async fn open(
    config: Config,
    clock: Arc<dyn Clock>,
    random: Arc<dyn Random>,
) -> Result<(App, Option<crate::keys::SecretKey>), StartError> {
    std::fs::create_dir_all(&config.server.data).map_err(failed("the data folder"))?;
    let store = open_store(&config).await?;
    let is_new = !has_instance(&store).await;
    let key_ring = load_key_ring(&config, &*random, is_new)?;
    let opened = open_instance(&store, &config, &key_ring, &*random, &*clock, is_new).await?;
    let Opened { instance, signing, secret_key } = opened;

    let keys = signing.key_set(clock.now()).map_err(failed("the signing keys"))?;
    let policy = Policy { issuer: Some(instance.issuer.clone()), ..Policy::default() };
    let params = Params {
        memory_kib: config.password.argon2_memory_kib,
        iterations: config.password.argon2_iterations,
        parallelism: config.password.argon2_parallelism,
    };
    let common_passwords = match &config.password.common_passwords_file {
        Some(path) => CommonPasswords::from_file(path).map_err(failed("the list of common passwords"))?,
        None => CommonPasswords::embedded(),
    };
    let smtp = match &config.mail.smtp_url {
        Some(url) => Some(Smtp::from_url(url, &config.mail.from.to_string()).map_err(failed("the mail server"))?),
        None => None,
    };
    let app = App::new(State {
        passwords: PasswordQueue::new(
            config.password.concurrency,
            params,
            config.password.peppers.clone(),
            random.clone(),
        ),
        common_passwords,
        verifier: Arc::new(RotatingVerifier::new(keys, policy)),
        code_key: key_ring.derive(Purpose::Codes),
        device_key: key_ring.derive(Purpose::Devices),
        traces: crate::telemetry::Traces::new(&config.telemetry, clock.clone(), random.clone()),
        key_ring,
        config,
        store,
        clock,
        random,
        instance,
        signing: SigningKeys::new(signing),
        recent_tokens: Default::default(),
        template_keys: Default::default(),
        smtp,
        mail_waiting: Notify::new(),
        shield: Default::default(),
        windows: Default::default(),
        feed: Default::default(),
        key_usage: Default::default(),
    });
    signing_keys::reserve(&app, app.config.session.token_lifetime).await.map_err(failed("the signing keys"))?;
    metadata_paths::complete(&app).await.map_err(|_| StartError("the index of metadata can't be built".to_owned()))?;
    Ok((app, secret_key))
}

async fn open_store(config: &Config) -> Result<Store, StartError> {
    std::fs::create_dir_all(&config.server.data).map_err(failed("the data folder"))?;
    let database = &config.database;
    Store::open_mapped(database.url.expose_secret(), database.max_connections, database.mmap_mib)
        .await
        .map_err(failed("the database"))
}

/// Looks before anything is written: a database without tables has none.
async fn has_instance(store: &Store) -> bool {
    match store.read().await {
        Ok(mut conn) => crate::store::instances::find(&mut conn).await.is_ok_and(|row| row.is_some()),
        Err(_) => false,
    }
}

/// A key file is made only together with the instance: one made later could open nothing.
fn load_key_ring(config: &Config, random: &dyn Random, is_new: bool) -> Result<KeyRing, StartError> {
    match &config.keys.encryption_key {
        EncryptionKey::Given(text) => encryption_key::from_base64(text),
        EncryptionKey::File { path, is_created } if *is_created && is_new && !path.exists() => {
            encryption_key::create_file(path, random)
        }
        EncryptionKey::File { path, .. } => encryption_key::from_file(path),
    }
    .map_err(failed("the encryption key"))
}

async fn open_instance(
    store: &Store,
    config: &Config,
    ring: &KeyRing,
    random: &dyn Random,
    clock: &dyn Clock,
    is_new: bool,
) -> Result<Opened, StartError> {
    let refused = failed::<InstanceError>("the instance");
    if !is_new {
        // Checked before the migration: a wrong key must leave the data as it is.
        let mut conn = store.read().await.map_err(failed("the database"))?;
        instance::check_key(&mut conn, ring).await.map_err(failed("the instance"))?;
    }
    store.migrate().await.map_err(failed("the migration"))?;
    for _ in 0..2 {
        let mut conn = store.write().await.map_err(failed("the database"))?;
        match instance::open_or_create(&mut conn, config, ring, random, clock.now()).await {
            Ok(opened) => {
                peppers::check(&mut conn, &opened.instance.id, &config.password.peppers, clock.now())
                    .await
                    .map_err(failed("the passwords"))?;
                conn.commit().await.map_err(failed("the database"))?;
                return Ok(opened);
            }
            // Another node made the instance at the same moment: open that one.
            Err(InstanceError::Store(StoreError::Conflict)) => drop(conn),
            Err(error) => return Err(refused(error)),
        }
    }
    Err(StartError("the instance is being made by another node; start again".to_owned()))
}
