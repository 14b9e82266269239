//! Every user as of a cursor of the feed, read while it comes.

use super::{
    BackendClient, BackendError, Result, call,
    transport::{self, Opened, broken_off},
};
use crate::{
    endpoints::{Endpoint, backend::GetSnapshot},
    wire::backend::User,
};
use bytes::{Bytes, BytesMut};
use http_body_util::BodyExt;
use serde::Deserialize;
use serde_json::value::RawValue;
use std::fmt;
use tokio::time::timeout;

/// A longer line is a mistake: no user is as large.
const MAX_LINE_BYTES: usize = 16 * 1024 * 1024;

impl BackendClient {
    /// Every user, one after the other, and the cursor from which the feed goes on. However many there are, little of it
    /// is in memory at a time. A snapshot that breaks off is not tried again.
    ///
    /// ```no_run
    #[doc = include_str!("examples/snapshot.rs")]
    /// ```
    pub async fn snapshot(&self) -> Result<Snapshot> {
        let request = self.request(GetSnapshot::VERB, format!("{}{}", self.0.base, GetSnapshot::PATH), Bytes::new())?;
        let opened = timeout(self.0.timeout, self.0.transport.open(request)).await;
        let opened = opened.map_err(|_| BackendError::timed_out())??;
        if !opened.status().is_success() {
            let refusal = timeout(self.0.timeout, transport::read(opened)).await;
            call::accepted(refusal.map_err(|_| BackendError::timed_out())??)?;
            return Err(unreadable());
        }
        let mut snapshot = Snapshot {
            client: self.clone(),
            opened,
            buffer: BytesMut::new(),
            cursor: String::new(),
            count: 0,
            has_ended: false,
        };
        match snapshot.line().await?.read()? {
            Line { object: "snapshot", cursor: Some(cursor), .. } => snapshot.cursor = cursor,
            _ => return Err(unreadable()),
        }
        Ok(snapshot)
    }
}

/// A snapshot that is being read.
pub struct Snapshot {
    client: BackendClient,
    opened: Opened,
    /// What came and is not read yet.
    buffer: BytesMut,
    cursor: String,
    count: i64,
    has_ended: bool,
}

/// A user in a snapshot.
#[derive(Clone, Debug)]
pub struct UserState {
    /// The version, as in [`Event::version`](crate::wire::backend::Event::version).
    pub version: i64,
    /// The user as the server wrote it; [`UserState::user`] reads it.
    pub data: Box<RawValue>,
}

impl UserState {
    /// The user as a type.
    pub fn user(&self) -> serde_json::Result<User> {
        serde_json::from_str(self.data.get())
    }
}

#[derive(Deserialize)]
struct Line<'a> {
    object: &'a str,
    cursor: Option<String>,
    version: Option<i64>,
    data: Option<Box<RawValue>>,
    count: Option<i64>,
}

/// The text of one line.
struct Text(BytesMut);

impl Text {
    fn read(&self) -> Result<Line<'_>> {
        serde_json::from_slice(&self.0).map_err(|_| unreadable())
    }
}

impl Snapshot {
    /// From where the feed goes on: `after` of the first call for events.
    pub fn cursor(&self) -> &str {
        &self.cursor
    }

    /// The next user; none once every user was there. Ends with an error when it breaks off: then users are missing.
    pub async fn next(&mut self) -> Result<Option<UserState>> {
        if self.has_ended {
            return Ok(None);
        }
        let text = self.line().await?;
        match text.read()? {
            Line { object: "user_state", version: Some(version), data: Some(data), .. } => {
                self.count += 1;
                Ok(Some(UserState { version, data }))
            }
            Line { object: "end", count: Some(count), .. } if count == self.count => {
                self.has_ended = true;
                Ok(None)
            }
            _ => Err(unreadable()),
        }
    }

    async fn line(&mut self) -> Result<Text> {
        let mut searched = 0;
        loop {
            if let Some(length) = self.buffer[searched..].iter().position(|byte| *byte == b'\n') {
                return Ok(Text(self.buffer.split_to(searched + length + 1)));
            }
            searched = self.buffer.len();
            if searched > MAX_LINE_BYTES {
                return Err(unreadable());
            }
            let frame = timeout(self.client.0.timeout, self.opened.frame()).await;
            let frame = frame.map_err(|_| BackendError::timed_out())?.ok_or_else(broken_off)?;
            if let Ok(data) = frame?.into_data() {
                self.buffer.extend_from_slice(&data);
            }
        }
    }
}

fn unreadable() -> BackendError {
    BackendError::unreadable("a line of the snapshot")
}

impl fmt::Debug for Snapshot {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Snapshot").field("cursor", &self.cursor).field("count", &self.count).finish_non_exhaustive()
    }
}
