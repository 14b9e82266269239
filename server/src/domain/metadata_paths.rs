//! Finding users by their metadata: the values at the paths that the configuration declares are kept in an index.

use super::metadata;
use crate::{
    config::MetadataPath,
    error::{Error, Result},
    state::App,
    store::{Slice, user_filter::Filter, user_lists, user_lists::Order, user_metadata, users::UserRow},
};
use onehop::wire::ErrorCode;
use serde_json::Value;

/// Longer values are not searched for.
const MAX_VALUE: usize = 256;
/// Users looked at per transaction when a path was declared later than its users were made.
const BATCH: i64 = 500;

/// What the index holds for this user.
pub fn values(app: &App, row: &UserRow) -> Vec<(String, String)> {
    let (places, mut found) = (metadata::Places::of(row), Vec::new());
    for path in &app.config.user.metadata_paths {
        let values = match places.at(path) {
            Some(Value::Array(items)) => items.iter().filter_map(text_of).collect(),
            Some(value) => text_of(value).into_iter().collect(),
            None => Vec::new(),
        };
        found.extend(values.into_iter().map(|value: String| (path.to_string(), value)));
    }
    found
}

fn text_of(value: &Value) -> Option<String> {
    match value {
        Value::String(text) if text.len() <= MAX_VALUE => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        Value::Bool(value) => Some(value.to_string()),
        _ => None,
    }
}

/// `plan=pro` as the index knows it. A path that was not declared is refused: nobody looked at its values.
pub fn filter(app: &App, text: &str) -> Result<(String, String)> {
    let refuse = |text: String| Error::param(ErrorCode::FormParamValueInvalid, "metadata").text(text);
    let (path, value) =
        text.split_once('=').ok_or_else(|| refuse("Write a path and a value: metadata[plan]=pro.".to_owned()))?;
    let declared = &app.config.user.metadata_paths;
    match path.parse::<MetadataPath>() {
        Ok(path) if declared.contains(&path) => Ok((path.to_string(), value.to_owned())),
        _ => Err(refuse(format!(
            "Users cannot be found by “{path}” yet: add it to metadata_paths in the section [user] of the configuration."
        ))),
    }
}

/// Brings the index up to date with what is declared: after a path was added, all users are looked at once.
pub async fn complete(app: &App) -> Result<()> {
    let instance = &app.instance.id;
    let mut declared: Vec<String> = app.config.user.metadata_paths.iter().map(ToString::to_string).collect();
    declared.sort();
    declared.dedup();
    let known = user_metadata::list_paths(&mut app.read().await?, instance).await?;
    if known == declared {
        return Ok(());
    }
    let slice = Slice { order: Order::CreatedAt, is_descending: false, limit: BATCH, offset: 0 };
    let mut after = None;
    loop {
        let mut conn = app.write().await?;
        let users = user_lists::list(&mut conn, instance, &Filter::default(), &slice, after.as_ref()).await?;
        for user in &users {
            user_metadata::put(&mut conn, instance, &user.id, &values(app, user)).await?;
        }
        let Some(last) = users.last() else {
            user_metadata::put_paths(&mut conn, instance, &declared).await?;
            conn.commit().await?;
            return Ok(());
        };
        after = Some((last.created_at, last.id.clone()));
        conn.commit().await?;
    }
}
