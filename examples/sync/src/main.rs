//! Serves the app, and follows the feed beside it.

use onehop::client::BackendClient;
use std::{env, error::Error};
use sync::{App, routes};
use tokio::net::TcpListener;

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let set = |name: &str| env::var(name).map_err(|_| format!("set {name}"));
    let client = BackendClient::new(&set("ONEHOP_URL")?, &set("ONEHOP_SECRET_KEY")?)?;
    let file = env::var("DATABASE_FILE").unwrap_or_else(|_| "users.db".to_owned());
    let app = App::open(&file, client, &set("ONEHOP_WEBHOOK_SECRET")?).await?;
    let listener = TcpListener::bind(env::var("LISTEN").unwrap_or_else(|_| "127.0.0.1:4000".to_owned())).await?;
    // Webhooks tell of a change at once; the feed brings what was missed while this app or the server was down.
    tokio::select! {
        served = axum::serve(listener, routes(app.clone())) => served?,
        Err(error) = app.sync.follow() => return Err(error.into()),
    }
    Ok(())
}
