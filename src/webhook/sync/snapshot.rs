//! All users beneath the copy, which stays readable meanwhile.

use super::{Known, Outcome, SyncError, UserStore, UserSync, position};
use crate::{
    client::backend::UserState,
    webhook::source::{Source, Users},
    wire::UserId,
};
use serde::Deserialize;

/// So many users are written in one transaction.
const BATCH: usize = 200;

/// A snapshot that is being taken.
struct Taking {
    /// The cursor of the copy while it is taken. Once another process has moved it, this snapshot is too old: it could bring
    /// somebody back whose end was told before the other's cursor.
    cursor: Option<i64>,
    /// Its own place in the feed.
    at: i64,
}

#[derive(Deserialize)]
struct Named {
    id: UserId,
}

impl<S: UserStore, C: Source> UserSync<S, C> {
    /// Takes a snapshot, because the copy has no cursor, or one that expired.
    pub(super) async fn take_snapshot(&self, expired: Option<i64>) -> Outcome<(), S> {
        let mut snapshot = self.source.snapshot().await.map_err(SyncError::Source)?;
        let mut taking = Taking { cursor: expired, at: position(snapshot.cursor())? };
        if taking.cursor.is_some_and(|cursor| cursor > taking.at) {
            self.forget(&mut taking).await.map_err(SyncError::Store)?;
        }
        let mut batch = Vec::with_capacity(BATCH);
        while let Some(state) = snapshot.next().await.map_err(SyncError::Source)? {
            batch.push(state);
            if batch.len() == BATCH {
                self.take_states(&taking, &batch).await.map_err(SyncError::Store)?;
                batch.clear();
            }
        }
        self.take_states(&taking, &batch).await.map_err(SyncError::Store)?;
        self.end_snapshot(&taking).await.map_err(SyncError::Store)
    }

    /// A source that hasn't come as far as we have was set back: what we know of it is not its history any more.
    async fn forget(&self, taking: &mut Taking) -> Result<(), S::Error> {
        let Some(mut transaction) = self.begin_taking(taking).await? else { return Ok(()) };
        self.store.start_over(&mut transaction).await?;
        taking.cursor = None;
        self.store.commit(transaction).await
    }

    async fn take_states(&self, taking: &Taking, batch: &[UserState]) -> Result<(), S::Error> {
        let Some(mut transaction) = self.begin_taking(taking).await? else { return Ok(()) };
        for state in batch {
            // Without an id it is no user.
            let Ok(Named { id }) = serde_json::from_str(state.data.get()) else { continue };
            let id: &str = id.as_str();
            match self.store.known(&mut transaction, id).await? {
                Some(known) if known.version >= state.version => {
                    self.store.confirm(&mut transaction, id, taking.at).await?;
                }
                known => {
                    let sequence = known.map_or(taking.at, |known| known.sequence.max(taking.at));
                    let known = Known { version: state.version, sequence };
                    self.store.put(&mut transaction, id, known, state.data.get()).await?;
                }
            }
        }
        self.store.commit(transaction).await
    }

    async fn end_snapshot(&self, taking: &Taking) -> Result<(), S::Error> {
        let Some(mut transaction) = self.begin_taking(taking).await? else { return Ok(()) };
        self.store.remove_before(&mut transaction, taking.at).await?;
        self.store.set_cursor(&mut transaction, taking.at).await?;
        self.store.forget_removed(&mut transaction, taking.at).await?;
        self.store.commit(transaction).await
    }

    /// A transaction, unless the snapshot is too old.
    async fn begin_taking(&self, taking: &Taking) -> Result<Option<S::Transaction>, S::Error> {
        let mut transaction = self.store.begin().await?;
        let is_current = self.store.cursor(&mut transaction).await? == taking.cursor;
        Ok(is_current.then_some(transaction))
    }
}
