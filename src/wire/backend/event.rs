//! The change feed and its other form, webhooks: what changed, with the whole resource after it.

use super::User;
use crate::wire::{EventId, EventType, InstanceId, Millis, object_tag};
use serde::{Deserialize, Serialize, de::DeserializeOwned};
use serde_json::value::RawValue;

object_tag!(pub EventTag = "event");

/// One change. A webhook's body is one of these; a page of the feed holds many.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct Event {
    /// The resource after the change. Of one that is gone: its id, its object and `deleted`.
    #[cfg_attr(feature = "openapi", schemars(with = "serde_json::Map<String, serde_json::Value>"))]
    pub data: Box<RawValue>,
    /// Always `event`.
    pub object: EventTag,
    /// Such as `user.updated`.
    #[serde(rename = "type")]
    pub kind: String,
    /// When it happened.
    pub timestamp: Millis,
    /// Where.
    pub instance_id: InstanceId,
    /// Who caused it.
    pub event_attributes: EventAttributes,
    /// `evt_…`: the same in every delivery of this event.
    pub id: EventId,
    /// Its place in the feed: grows by one, without gaps, in the order of commits.
    pub sequence: i64,
    /// What changed: the resource's id.
    pub resource_id: String,
    /// Grows with each change of this resource: of two states of it, the one with the larger number is the newer.
    pub version: i64,
}

impl Event {
    /// What happened, where this version of the library knows it.
    pub fn event_type(&self) -> Option<EventType> {
        EventType::from_wire(&self.kind)
    }

    /// The resource as a type, such as [`User`](super::User) for `user.updated`.
    pub fn resource<T: DeserializeOwned>(&self) -> serde_json::Result<T> {
        serde_json::from_str(self.data.get())
    }
}

/// What caused an event.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct EventAttributes {
    /// The request that did.
    pub http_request: HttpRequest,
}

/// Where a request came from. Empty where nobody asked: what a job did.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct HttpRequest {
    /// Address.
    pub client_ip: String,
    /// Browser or library.
    pub user_agent: String,
}

/// A part of the feed.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct EventPage {
    /// In their order.
    pub data: Vec<Event>,
    /// `after` of the next call. Events that `types` left out are behind it.
    pub next_cursor: String,
    /// Is there more right now?
    pub has_more: bool,
}

/// A line of the snapshot: first the cursor, then every user, last how many there were. Without the last line it is not
/// whole.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
#[serde(tag = "object", rename_all = "snake_case")]
pub enum SnapshotLine {
    /// Begins it.
    Snapshot {
        /// `after` of the first call for events. They bring what this snapshot is too old for; what it is newer than is
        /// found by the versions.
        cursor: String,
    },
    /// One user.
    UserState {
        /// The version, as in [`Event::version`].
        version: i64,
        /// The user.
        data: Box<User>,
    },
    /// Ends it.
    End {
        /// How many users there were.
        count: i64,
    },
}
