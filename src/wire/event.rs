//! What the change feed tells: the kinds of event.
//!
//! A type stands here once something tells it. Of the published ones, `session.pending` and `sms.created` don't: no session
//! waits for a task before it counts, and no text message is sent. Mails are told without what lets somebody in; see
//! [`Email`](super::backend::Email).

use serde::{Deserialize, Serialize};

macro_rules! event_types {
    ($(#[doc = $doc:literal] $name:ident = $wire:literal;)*) => {
        /// What happened.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
        #[non_exhaustive]
        pub enum EventType {
            $(#[doc = $doc] #[serde(rename = $wire)] $name,)*
        }

        impl EventType {
            /// The type as it stands on the wire.
            pub fn as_str(self) -> &'static str {
                match self { $(Self::$name => $wire,)* }
            }

            /// The type of this name, if it is one.
            pub fn from_wire(name: &str) -> Option<Self> {
                match name { $($wire => Some(Self::$name),)* _ => None }
            }

            /// What it means, in a sentence.
            pub fn description(self) -> &'static str {
                match self { $(Self::$name => $doc.trim_ascii(),)* }
            }

            /// All of them.
            pub const ALL: &[Self] = &[$(Self::$name),*];
        }
    };
}

event_types! {
    /// A user exists.
    UserCreated = "user.created";
    /// A user is different.
    UserUpdated = "user.updated";
    /// A user is gone.
    UserDeleted = "user.deleted";
    /// Somebody signed in.
    SessionCreated = "session.created";
    /// The app ended a session.
    SessionEnded = "session.ended";
    /// Somebody signed out.
    SessionRemoved = "session.removed";
    /// A session was ended from elsewhere.
    SessionRevoked = "session.revoked";
    /// Somebody waits to be let in.
    WaitlistEntryCreated = "waitlistEntry.created";
    /// Somebody who waited was invited or turned down, or signed up.
    WaitlistEntryUpdated = "waitlistEntry.updated";
    /// A mail to a person was written. Codes and links in it are left out.
    EmailCreated = "email.created";
}
