//! `onehop keys`: the keys that sign session tokens.

use super::{failed::Failed, output};
use crate::{
    config::Config,
    domain::{
        Cause,
        audit::Actor,
        signing_keys::{self, CACHED_FOR, Rotated},
    },
    start,
    state::App,
    store::{signing_keys as store, signing_keys::SigningKeyRow},
};
use serde_json::json;

/// What signs, and since when.
pub(super) async fn list(config: Config, is_json: bool) -> Result<(), Failed> {
    let app = start::open_existing(config).await?;
    let rows = rows(&app).await;
    app.store.close().await;
    let rows = rows?;
    if is_json {
        let keys: Vec<_> = rows.iter().map(as_json).collect();
        println!("{:#}", json!({ "keys": keys }));
        return Ok(());
    }
    let line = |row: &SigningKeyRow| {
        let until = row.published_until.map(output::time).unwrap_or_default();
        vec![row.id.clone(), row.state.clone(), output::time(row.state_since), until]
    };
    let lines: Vec<_> = rows.iter().map(line).collect();
    print!("{}", output::table(&["ID", "STATE", "SINCE", "PUBLISHED UNTIL"], &lines));
    Ok(())
}

async fn rows(app: &App) -> Result<Vec<SigningKeyRow>, Failed> {
    Ok(store::list(&mut app.read().await?, &app.instance.id).await?)
}

fn as_json(row: &SigningKeyRow) -> serde_json::Value {
    json!({
        "id": row.id,
        "state": row.state,
        "since": row.state_since,
        "published_until": row.published_until,
        "created_at": row.created_at,
    })
}

/// Signs with another key from now on. `is_stolen`: and with none of those that were there before.
pub(super) async fn rotate(config: Config, is_stolen: bool) -> Result<(), Failed> {
    let app = start::open_existing(config).await?;
    let done = change(&app, is_stolen).await;
    app.store.close().await;
    println!("{}", done?);
    Ok(())
}

async fn change(app: &App, is_stolen: bool) -> Result<String, Failed> {
    let now = app.clock.now();
    let action = if is_stolen { "signing_key.revoke" } else { "signing_key.rotate" };
    let cause = Cause { ip: None, user_agent: None, locale: None, now, actor: Some(Actor::command_line(action)) };
    if is_stolen {
        let kid = signing_keys::replace_all(app, &cause).await?;
        let minutes = CACHED_FOR / crate::clock::MINUTE;
        return Ok(format!(
            "{kid} signs from now on, and every key from before is withdrawn: running servers refuse its tokens within a \
             second or two, and browsers get new ones by themselves. Backends that keep the published key set accept old \
             tokens until they fetch it again, {minutes} minutes from now where they heed Cache-Control: restart those \
             that must stop at once."
        ));
    }
    match signing_keys::rotate(app, &cause).await? {
        Rotated::To(kid) => Ok(format!(
            "{kid} signs from now on. The key before it stays published until its last token has ended; running servers \
             follow within a second or two."
        )),
        Rotated::NotBefore(from) => Err(Failed(format!(
            "the next key was published a short time ago, and whoever keeps the published set may not know it yet. Run this \
             again after {}; or, if a key was stolen, now with --force",
            output::time(from)
        ))),
    }
}
