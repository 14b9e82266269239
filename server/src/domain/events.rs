//! Emitting events. One call per change, in the change's own transaction: the feed can't miss it and can't invent it.

use super::{Cause, audit};
use crate::{
    error::{Error, Result},
    random,
    state::App,
    store::{Conn, events, events::EventRow},
};
use onehop::wire::{
    ErrorCode, EventId, EventType, InstanceId,
    backend::{Event, EventAttributes, EventTag, HttpRequest},
};
use serde::Serialize;
use serde_json::value::RawValue;

/// Appends an event with the resource's full state.
pub async fn emit(
    app: &App,
    conn: &mut Conn,
    cause: &Cause,
    kind: EventType,
    resource_id: &str,
    version: i64,
    data: &impl Serialize,
) -> Result<()> {
    let event = EventRow {
        sequence: 0,
        id: EventId::from(random::id(&*app.random, cause.now, EventId::PREFIX)),
        kind: kind.as_str().to_owned(),
        resource_id: resource_id.to_owned(),
        version,
        data: serde_json::to_string(data).map_err(|error| Error::Internal(Box::new(error)))?,
        client_ip: cause.ip.clone(),
        user_agent: cause.user_agent.clone(),
        created_at: cause.now,
    };
    audit::record_event(app, conn, cause, &event).await?;
    Ok(events::append(conn, &app.instance.id, event)?)
}

/// An event as it is told. The resource is passed on as it was written, and never read again.
pub fn to_wire(instance: &InstanceId, row: EventRow) -> Result<Event> {
    Ok(Event {
        data: RawValue::from_string(row.data).map_err(|error| Error::Internal(Box::new(error)))?,
        object: EventTag,
        kind: row.kind,
        timestamp: row.created_at,
        instance_id: instance.clone(),
        event_attributes: EventAttributes {
            http_request: HttpRequest {
                client_ip: row.client_ip.unwrap_or_default(),
                user_agent: row.user_agent.unwrap_or_default(),
            },
        },
        id: row.id,
        sequence: row.sequence,
        resource_id: row.resource_id,
        version: row.version,
    })
}

/// The types that these names and families mean, each once.
pub fn named_types<'a>(names: impl Iterator<Item = &'a str>) -> Result<Vec<String>> {
    let mut types: Vec<String> = Vec::new();
    for name in names.map(str::trim).filter(|name| !name.is_empty()) {
        let is_meant = |kind: &&EventType| match name.strip_suffix('*') {
            Some(family) => family.ends_with('.') && kind.as_str().starts_with(family),
            None => kind.as_str() == name,
        };
        let mut meant = EventType::ALL.iter().filter(is_meant).map(|kind| kind.as_str().to_owned()).peekable();
        if meant.peek().is_none() {
            let text = format!("There are no events of the type {name:?}. Write such as user.created or session.*.");
            return Err(Error::param(ErrorCode::FormParamValueInvalid, "types").text(text));
        }
        for kind in meant {
            if !types.contains(&kind) {
                types.push(kind);
            }
        }
    }
    Ok(types)
}
