//! An app with a table of its users, kept current by webhooks and by the feed.

use axum::{
    Json, Router,
    body::Bytes,
    extract::State,
    http::{HeaderMap, StatusCode},
    routing,
};
use onehop::{
    client::BackendClient,
    webhook::{Receiver, sql::SqlUsers, sync::UserSync},
};
use serde_json::{Value, json};
use sqlx::{
    Sqlite, SqlitePool,
    sqlite::{SqliteConnectOptions, SqliteJournalMode},
};
use std::{
    error::Error,
    sync::Arc,
    time::{SystemTime, UNIX_EPOCH},
};

/// The app: a database, and what keeps its table of users current.
pub struct App {
    pool: SqlitePool,
    receiver: Receiver,
    pub sync: UserSync<SqlUsers<Sqlite>>,
}

impl App {
    /// Opens the database in this file, with the table `users` in it.
    pub async fn open(file: &str, client: BackendClient, webhook_secret: &str) -> Result<Arc<Self>, Box<dyn Error>> {
        let options = SqliteConnectOptions::new().filename(file).create_if_missing(true);
        let pool = SqlitePool::connect_with(options.journal_mode(SqliteJournalMode::Wal)).await?;
        let users = SqlUsers::new(pool.clone(), "users")?;
        users.create_tables().await?;
        let receiver = Receiver::new([webhook_secret])?;
        Ok(Arc::new(Self { pool, receiver, sync: UserSync::new(client, users) }))
    }
}

/// Everything that is served.
pub fn routes(app: Arc<App>) -> Router {
    Router::new().route("/webhooks", routing::post(receive)).route("/users", routing::get(list)).with_state(app)
}

/// A delivery. Whoever isn't the server learns nothing; what could not be written is sent again later.
async fn receive(State(app): State<Arc<App>>, headers: HeaderMap, body: Bytes) -> StatusCode {
    let header = |name: &str| headers.get(name).and_then(|value| value.to_str().ok()).map(str::to_owned);
    let Ok(event) = app.receiver.verify(header, &body, now()) else {
        return StatusCode::BAD_REQUEST;
    };
    match app.sync.receive(&event).await {
        Ok(_) => StatusCode::NO_CONTENT,
        Err(error) => {
            eprintln!("a delivery could not be written: {error}");
            StatusCode::INTERNAL_SERVER_ERROR
        }
    }
}

/// What the copy is for: a query of the app's own.
async fn list(State(app): State<Arc<App>>) -> Result<Json<Vec<Value>>, StatusCode> {
    let rows: Vec<(String, Option<String>, Option<String>, i64)> =
        sqlx::query_as("SELECT id, email_address, first_name, version FROM users ORDER BY id")
            .fetch_all(&app.pool)
            .await
            .map_err(|_| StatusCode::INTERNAL_SERVER_ERROR)?;
    let user = |(id, email_address, first_name, version)| json!({"id": id, "email_address": email_address, "first_name": first_name, "version": version});
    Ok(Json(rows.into_iter().map(user).collect()))
}

#[expect(clippy::disallowed_methods, reason = "an app has a clock")]
fn now() -> i64 {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    i64::try_from(since.as_secs()).unwrap_or(i64::MAX)
}
