//! Who changed what: a row for every change made with a secret key, by an operator or at the command line, in the change's
//! own transaction; and for what users and the server itself do about ways to sign in.
//!
//! Where a change emits an event, [`super::events::emit`] writes the row: the event and the one before it hold the state
//! before and after. What has no event says it itself, by [`record`].

use super::Cause;
use crate::{
    clock::Millis,
    error::{Error, Result},
    random,
    state::App,
    store::{
        Conn, audit_entries as store,
        audit_entries::AuditRow,
        events::{self, EventRow},
    },
};
use onehop::{
    endpoints::Verb,
    wire::{
        AuditEntryId, EventType, UserId,
        dashboard::{ActorKind, AuditActor, AuditDetail, AuditEntry},
    },
};
use serde_json::{Map, Value};
use std::sync::{Arc, Mutex, PoisonError};

/// Members that differ with every change.
const ALWAYS_DIFFERENT: [&str; 1] = ["updated_at"];
const MAX_NAME: usize = 200;

/// The rows that one call writes. The first of them is the change that was asked for.
#[derive(Clone, Debug, Default)]
pub struct Trail(Arc<Mutex<Option<AuditEntryId>>>);

impl Trail {
    fn note(&self, id: &AuditEntryId) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).get_or_insert_with(|| id.clone());
    }

    /// The first row, if any was written.
    pub fn first(&self) -> Option<AuditEntryId> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

/// Somebody who changes things, and what they are about to do.
#[derive(Clone, Debug)]
pub struct Actor {
    /// What they are.
    pub kind: ActorKind,
    /// Their id.
    pub id: String,
    /// An operator's address, a key's name.
    pub name: String,
    /// Such as `user.ban`.
    pub action: String,
    /// The rows that tell it.
    pub trail: Trail,
}

impl Actor {
    /// Somebody at the command line.
    pub fn command_line(action: &str) -> Self {
        let id = "command_line".to_owned();
        Self {
            kind: ActorKind::CommandLine,
            id,
            name: "Command line".to_owned(),
            action: action.to_owned(),
            trail: Trail::default(),
        }
    }

    /// A user.
    pub fn user(id: &UserId, action: &str) -> Self {
        Self {
            kind: ActorKind::User,
            id: id.to_string(),
            name: String::new(),
            action: action.to_owned(),
            trail: Trail::default(),
        }
    }

    /// The server by itself, for a reason.
    pub fn system(id: &str, name: &str, action: &str) -> Self {
        Self {
            kind: ActorKind::System,
            id: id.to_owned(),
            name: name.to_owned(),
            action: action.to_owned(),
            trail: Trail::default(),
        }
    }
}

/// What a call does, in short: `POST /v1/users/{user_id}/ban` is `user.ban`.
pub fn action_of(verb: Verb, path: &str) -> String {
    let mut parts = path.split('/').filter(|part| !part.is_empty() && *part != "v1" && *part != "dashboard");
    let family = singular(parts.next().unwrap_or_default());
    let rest: Vec<&str> = parts.collect();
    let has_target = rest.iter().any(|part| part.starts_with('{'));
    let words: Vec<&str> = rest.into_iter().filter(|part| !part.starts_with('{') && *part != "bulk").collect();
    let verb = match verb {
        Verb::Get => "read",
        Verb::Post => "create",
        Verb::Put => "replace",
        Verb::Patch => "update",
        Verb::Delete => "delete",
    };
    match (words.is_empty(), verb) {
        (true, verb) => format!("{family}.{verb}"),
        (false, "create" | "read") => format!("{family}.{}", words.join(".")),
        (false, "update") if !has_target => format!("{family}.{}.update", words.join(".")),
        (false, verb) => format!("{family}.{}.{verb}", words.join(".")),
    }
}

fn singular(family: &str) -> String {
    match family.strip_suffix("ies").map(|stem| format!("{stem}y")) {
        Some(word) => word,
        None if family.ends_with("addresses") => family.trim_end_matches("es").to_owned(),
        None => family.strip_suffix('s').unwrap_or(family).to_owned(),
    }
}

/// Keeps a change that is in no event. Nothing happens where nobody who is watched did it.
pub async fn record(
    app: &App,
    conn: &mut Conn,
    cause: &Cause,
    target_id: &str,
    before: Option<Value>,
    after: Option<Value>,
) -> Result<()> {
    let Some(actor) = &cause.actor else { return Ok(()) };
    let changes = changed(before.as_ref(), after.as_ref());
    let text = |value: Option<Value>| value.map(|value| value.to_string());
    let row = AuditRow {
        data_before: text(before),
        data_after: text(after),
        ..blank(app, cause, actor, target_id, &changes)
    };
    store::insert(conn, &app.instance.id, &row).await?;
    actor.trail.note(&row.id);
    Ok(())
}

/// Keeps what a user did about how they sign in. Where somebody else did it, the log tells of them already.
pub async fn record_of_user(app: &App, conn: &mut Conn, cause: &Cause, user: &UserId, action: &str) -> Result<()> {
    if cause.actor.is_some() {
        return Ok(());
    }
    let cause = Cause { actor: Some(Actor::user(user, action)), ..cause.clone() };
    record(app, conn, &cause, user.as_str(), None, None).await
}

/// Keeps the change that this event tells. Sessions that end because their user was banned are part of that, mails that
/// tell of it too.
pub(super) async fn record_event(app: &App, conn: &mut Conn, cause: &Cause, event: &EventRow) -> Result<()> {
    let Some(actor) = &cause.actor else { return Ok(()) };
    if event.kind.starts_with("session.") && !actor.action.starts_with("session.") {
        return Ok(());
    }
    // A mail changes nothing: it tells of the change, or asks for one.
    if event.kind == EventType::EmailCreated.as_str() {
        return Ok(());
    }
    let before = events::find_before(conn, &app.instance.id, &event.resource_id, event.version).await?;
    let (old, new) = (before.as_ref().and_then(data), data(event));
    let changes = changed(old.as_ref(), new.as_ref().filter(|_| before.is_some()));
    let row = AuditRow {
        version_before: before.map(|row| row.version),
        version_after: Some(event.version),
        ..blank(app, cause, actor, &event.resource_id, &changes)
    };
    store::insert(conn, &app.instance.id, &row).await?;
    actor.trail.note(&row.id);
    Ok(())
}

fn blank(app: &App, cause: &Cause, actor: &Actor, target_id: &str, changes: &[String]) -> AuditRow {
    AuditRow {
        id: AuditEntryId::from(random::id(&*app.random, cause.now, AuditEntryId::PREFIX)),
        actor_kind: actor.kind.as_str().to_owned(),
        actor_id: actor.id.clone(),
        actor_name: actor.name.chars().take(MAX_NAME).collect(),
        family: actor.action.split('.').next().unwrap_or_default().to_owned(),
        action: actor.action.clone(),
        target_id: target_id.to_owned(),
        changes: Value::from(changes.to_vec()).to_string(),
        version_before: None,
        version_after: None,
        data_before: None,
        data_after: None,
        client_ip: cause.ip.clone(),
        user_agent: cause.user_agent.clone(),
        created_at: cause.now,
    }
}

fn data(event: &EventRow) -> Option<Value> {
    serde_json::from_str(&event.data).ok()
}

/// The names of the members that differ; none where something is new or gone.
pub fn changed(before: Option<&Value>, after: Option<&Value>) -> Vec<String> {
    let (Some(Value::Object(before)), Some(Value::Object(after))) = (before, after) else { return Vec::new() };
    let differs = |name: &&String| before.get(*name) != after.get(*name) && !ALWAYS_DIFFERENT.contains(&name.as_str());
    let is_new = |name: &&String| !before.contains_key(*name);
    let mut names: Vec<String> = before.keys().chain(after.keys().filter(is_new)).filter(differs).cloned().collect();
    names.sort_unstable();
    names
}

/// The change as operators see it.
pub fn view(row: &AuditRow) -> AuditEntry {
    let kind = ActorKind::ALL.into_iter().find(|kind| kind.as_str() == row.actor_kind).unwrap_or(ActorKind::System);
    AuditEntry {
        id: row.id.clone(),
        actor: AuditActor { kind, id: row.actor_id.clone(), name: row.actor_name.clone() },
        action: row.action.clone(),
        target_id: row.target_id.clone(),
        changes: serde_json::from_str(&row.changes).unwrap_or_default(),
        client_ip: row.client_ip.clone(),
        user_agent: row.user_agent.clone(),
        created_at: row.created_at,
    }
}

/// The change with the state before and after it.
pub async fn detail(app: &App, conn: &mut Conn, id: &AuditEntryId) -> Result<Option<AuditDetail>> {
    let Some(row) = store::find(conn, &app.instance.id, id).await? else { return Ok(None) };
    let before = state(app, conn, row.data_before.as_deref(), (&row.target_id, row.version_before)).await?;
    let after = state(app, conn, row.data_after.as_deref(), (&row.target_id, row.version_after)).await?;
    // The event of something that is gone holds nothing but its name.
    let after = after.filter(|after| after.get("deleted").is_none());
    Ok(Some(AuditDetail { entry: view(&row), before, after }))
}

async fn state(
    app: &App,
    conn: &mut Conn,
    kept: Option<&str>,
    (target_id, version): (&str, Option<i64>),
) -> Result<Option<Value>> {
    let unreadable = |error| Error::Internal(Box::new(error));
    if let Some(kept) = kept {
        return serde_json::from_str(kept).map(Some).map_err(unreadable);
    }
    let Some(version) = version else { return Ok(None) };
    Ok(events::find(conn, &app.instance.id, target_id, version).await?.as_ref().and_then(data))
}

/// A resource as the log keeps it: what is told once and never again is left out.
pub fn public(resource: &impl serde::Serialize) -> Option<Value> {
    let mut value = serde_json::to_value(resource).ok()?;
    if let Some(members) = value.as_object_mut() {
        strip(members);
    }
    Some(value)
}

/// Links with a ticket in them, tokens and keys.
fn strip(members: &mut Map<String, Value>) {
    for name in ["url", "token", "secret", "signing_key"] {
        if members.get("object").and_then(Value::as_str) != Some("redirect_url") {
            members.remove(name);
        }
    }
}

/// When changes are listed after this one: the cursor in words.
pub fn cursor(row: &AuditRow) -> String {
    format!("{}.{}", row.created_at, row.id)
}

/// The cursor of these words.
pub fn parse_cursor(text: &str) -> Option<(Millis, AuditEntryId)> {
    let (time, id) = text.split_once('.')?;
    Some((time.parse().ok()?, AuditEntryId::from(id)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn actions_are_named_after_what_the_call_does() {
        for (verb, path, action) in [
            (Verb::Post, "/v1/users", "user.create"),
            (Verb::Patch, "/v1/users/{user_id}", "user.update"),
            (Verb::Post, "/v1/users/{user_id}/ban", "user.ban"),
            (Verb::Post, "/v1/users/ban", "user.ban"),
            (Verb::Patch, "/v1/users/{user_id}/metadata", "user.metadata.update"),
            (Verb::Put, "/v1/users/{user_id}/metadata", "user.metadata.replace"),
            (Verb::Delete, "/v1/users/{user_id}/mfa", "user.mfa.delete"),
            (Verb::Get, "/v1/dashboard/users/export", "user.export"),
            (Verb::Delete, "/v1/users/{user_id}", "user.delete"),
            (Verb::Post, "/v1/email_addresses", "email_address.create"),
            (Verb::Post, "/v1/waitlist_entries/bulk", "waitlist_entry.create"),
            (Verb::Post, "/v1/invitations/{invitation_id}/revoke", "invitation.revoke"),
            (Verb::Patch, "/v1/instance/restrictions", "instance.restrictions.update"),
            (Verb::Patch, "/v1/instance", "instance.update"),
            (Verb::Delete, "/v1/allowlist_identifiers/{identifier_id}", "allowlist_identifier.delete"),
        ] {
            assert_eq!(action_of(verb, path), action, "{path}");
        }
    }

    #[test]
    fn differences_are_named_but_for_the_time_of_the_change() {
        let (before, after) =
            (json!({"a": 1, "b": 2, "updated_at": 1}), json!({"a": 1, "b": 3, "c": 4, "updated_at": 2}));
        assert_eq!(changed(Some(&before), Some(&after)), ["b", "c"]);
        assert!(changed(None, Some(&after)).is_empty());
    }

    #[test]
    fn what_is_told_once_is_not_kept() {
        let kept = public(&json!({"object": "invitation", "url": "https://a.b/?ticket", "id": "inv_1"}));
        assert_eq!(kept, Some(json!({"object": "invitation", "id": "inv_1"})));
        let page = json!({"object": "redirect_url", "url": "https://a.b/"});
        assert_eq!(public(&page), Some(page));
    }
}
