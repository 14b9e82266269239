//! Links by which operators come in: for the first one at the start, for others at the command line.

use super::{StartError, open};
use crate::{
    clock::SystemClock,
    config::Config,
    domain::{
        Cause, audit,
        audit::Actor,
        operators::{self, links, second_factor},
    },
    error::{Error, Result},
    random::SystemRandom,
    state::App,
};
use std::sync::Arc;

/// A link that makes the first operator; none when there is one.
pub async fn first(app: &App) -> Result<Option<String>, StartError> {
    make_first(app).await.map_err(|error| StartError(format!("the first operator's link: {}", told(&error))))
}

async fn make_first(app: &App) -> Result<Option<String>> {
    let mut conn = app.write().await?;
    if operators::is_any(app, &mut conn).await? {
        return Ok(None);
    }
    let token = links::make(app, &mut conn, None, app.clock.now()).await?;
    conn.commit().await?;
    Ok(Some(links::address(app, &token)))
}

/// Makes a link for the operator with this address, who is added when there is none, and prints it. Where the operator
/// lost the authenticator app, it is taken away.
#[expect(clippy::print_stdout, reason = "this is for the person at the terminal")]
pub async fn add_operator(config: Config, email: &str, loses_totp: bool) -> Result<(), StartError> {
    let (app, _) = open(config, Arc::new(SystemClock), Arc::new(SystemRandom)).await?;
    let link = link_for(&app, email, loses_totp).await;
    app.store.close().await;
    let link = link.map_err(|error| StartError(told(&error)))?;
    println!("Open this link within a day to set a password. It works once:\n{link}");
    Ok(())
}

async fn link_for(app: &App, email: &str, loses_totp: bool) -> Result<String> {
    let now = app.clock.now();
    let mut conn = app.write().await?;
    let mut operator = operators::find_or_add(app, &mut conn, email, now).await?;
    if loses_totp {
        second_factor::remove(app, &mut conn, &mut operator, now).await?;
    }
    let token = links::make(app, &mut conn, Some(&operator.id), now).await?;
    let action = if loses_totp { "operator.link_without_totp" } else { "operator.link" };
    let cause = Cause { ip: None, user_agent: None, locale: None, now, actor: Some(Actor::command_line(action)) };
    audit::record(app, &mut conn, &cause, operator.id.as_str(), None, None).await?;
    conn.commit().await?;
    Ok(links::address(app, &token))
}

/// The error for the person at the terminal.
fn told(error: &Error) -> String {
    match error {
        Error::Api(failure) => failure.errors.first().map(|error| error.text().to_owned()).unwrap_or_default(),
        Error::Internal(error) => error.to_string(),
    }
}
