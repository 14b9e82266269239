//! Where events come from when they are asked for.

use crate::{
    client::{
        BackendClient,
        backend::{Result, Snapshot, UserState},
    },
    endpoints::backend::ListEventsQuery,
    wire::backend::EventPage,
};

/// The feed and the snapshot of a server.
pub trait Source: Send + Sync {
    /// A snapshot that is being read.
    type Snapshot: Users;

    /// What came after a cursor. Where there is nothing, waits so many seconds for something.
    fn events(
        &self,
        after: Option<&str>,
        types: Option<&str>,
        wait: u8,
    ) -> impl Future<Output = Result<EventPage>> + Send;

    /// All users.
    fn snapshot(&self) -> impl Future<Output = Result<Self::Snapshot>> + Send;
}

/// Users, one after the other.
pub trait Users: Send {
    /// From where the feed goes on.
    fn cursor(&self) -> &str;

    /// The next one; none once all were there.
    fn next(&mut self) -> impl Future<Output = Result<Option<UserState>>> + Send;
}

impl Source for BackendClient {
    type Snapshot = Snapshot;

    async fn events(&self, after: Option<&str>, types: Option<&str>, wait: u8) -> Result<EventPage> {
        // The answer to who waits comes before the client gives up.
        let wait = wait.min(u8::try_from(self.timeout().as_secs() / 2).unwrap_or(u8::MAX));
        let query = ListEventsQuery {
            after: after.map(str::to_owned),
            types: types.map(str::to_owned),
            limit: Some(500.into()),
            wait: Some(i64::from(wait).into()),
        };
        BackendClient::events(self).list(&query).await
    }

    async fn snapshot(&self) -> Result<Snapshot> {
        BackendClient::snapshot(self).await
    }
}

impl Users for Snapshot {
    fn cursor(&self) -> &str {
        Snapshot::cursor(self)
    }

    async fn next(&mut self) -> Result<Option<UserState>> {
        Snapshot::next(self).await
    }
}
