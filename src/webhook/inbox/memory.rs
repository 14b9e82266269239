//! An inbox that forgets with its process.

use super::{Ended, InboxStore, Waiting};
use crate::wire::{Millis, backend::Event};
use std::{
    collections::{BTreeMap, HashMap},
    convert::Infallible,
    fmt,
    sync::Arc,
};
use tokio::sync::{Mutex, OwnedMutexGuard};

/// Remembers in memory, as long as the process lives: for tests, and for apps that keep nothing themselves. One
/// transaction at a time.
#[derive(Clone, Debug, Default)]
pub struct Memory(Arc<Mutex<State>>);

#[derive(Debug, Default)]
struct State {
    versions: HashMap<String, i64>,
    parked: BTreeMap<(String, i64), Event>,
    /// Resources of which nothing follows, by when they ended: their versions and the places of their last events.
    ended: BTreeMap<(Millis, String), (i64, i64)>,
    forgotten: i64,
    cursor: Option<String>,
}

type Undo = Box<dyn FnOnce(&mut State) + Send>;

/// A transaction of [`Memory`]. What the app keeps elsewhere is not undone with it.
pub struct MemoryTransaction {
    state: OwnedMutexGuard<State>,
    undo: Vec<Undo>,
}

impl MemoryTransaction {
    fn undone_by(&mut self, undo: impl FnOnce(&mut State) + Send + 'static) {
        self.undo.push(Box::new(undo));
    }
}

impl Drop for MemoryTransaction {
    fn drop(&mut self) {
        while let Some(undo) = self.undo.pop() {
            undo(&mut self.state);
        }
    }
}

impl fmt::Debug for MemoryTransaction {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("MemoryTransaction").finish_non_exhaustive()
    }
}

impl InboxStore for Memory {
    type Transaction = MemoryTransaction;
    type Error = Infallible;

    async fn begin(&self) -> Result<MemoryTransaction, Infallible> {
        Ok(MemoryTransaction { state: self.0.clone().lock_owned().await, undo: Vec::new() })
    }

    async fn commit(&self, mut transaction: MemoryTransaction) -> Result<(), Infallible> {
        transaction.undo.clear();
        Ok(())
    }

    async fn version(&self, transaction: &mut MemoryTransaction, resource_id: &str) -> Result<i64, Infallible> {
        Ok(transaction.state.versions.get(resource_id).copied().unwrap_or(0))
    }

    async fn set_version(
        &self,
        transaction: &mut MemoryTransaction,
        resource_id: &str,
        version: i64,
    ) -> Result<(), Infallible> {
        let id = resource_id.to_owned();
        let before = transaction.state.versions.insert(id.clone(), version).unwrap_or(0);
        let dropped: Vec<_> =
            transaction.state.parked.extract_if((id.clone(), 0)..=(id.clone(), version), |_, _| true).collect();
        transaction.undone_by(move |state| {
            state.versions.insert(id, before);
            state.parked.extend(dropped);
        });
        Ok(())
    }

    async fn park(&self, transaction: &mut MemoryTransaction, event: &Event) -> Result<(), Infallible> {
        let key = (event.resource_id.clone(), event.version);
        if transaction.state.parked.insert(key.clone(), event.clone()).is_none() {
            transaction.undone_by(move |state| drop(state.parked.remove(&key)));
        }
        Ok(())
    }

    async fn first_parked(
        &self,
        transaction: &mut MemoryTransaction,
        resource_id: &str,
    ) -> Result<Option<Event>, Infallible> {
        let of_resource = (resource_id.to_owned(), 0)..=(resource_id.to_owned(), i64::MAX);
        Ok(transaction.state.parked.range(of_resource).next().map(|(_, event)| event.clone()))
    }

    async fn oldest_parked(&self, transaction: &mut MemoryTransaction) -> Result<Option<Event>, Infallible> {
        Ok(transaction.state.parked.values().min_by_key(|event| event.sequence).cloned())
    }

    async fn waiting(&self, transaction: &mut MemoryTransaction) -> Result<Vec<Waiting>, Infallible> {
        let waiting = |event: &Event| Waiting {
            resource_id: event.resource_id.clone(),
            version: event.version,
            sequence: event.sequence,
        };
        let mut all: Vec<Waiting> = transaction.state.parked.values().map(waiting).collect();
        all.sort_by_key(|waiting| waiting.sequence);
        Ok(all)
    }

    async fn end(
        &self,
        transaction: &mut MemoryTransaction,
        resource_id: &str,
        Ended { version, sequence, at }: Ended,
    ) -> Result<(), Infallible> {
        let key = (at, resource_id.to_owned());
        let before = transaction.state.ended.insert(key.clone(), (version, sequence));
        transaction.undone_by(move |state| match before {
            Some(before) => drop(state.ended.insert(key, before)),
            None => drop(state.ended.remove(&key)),
        });
        Ok(())
    }

    async fn forget(
        &self,
        transaction: &mut MemoryTransaction,
        before: Millis,
        until: i64,
        limit: usize,
    ) -> Result<usize, Infallible> {
        let state = &mut *transaction.state;
        let over = state.ended.range(..(before, String::new())).filter(|(_, (_, sequence))| *sequence <= until);
        let over: Vec<_> = over.take(limit).map(|(key, ended)| (key.clone(), *ended)).collect();
        let (mark, mut versions) = (state.forgotten, Vec::new());
        for (key, (version, sequence)) in &over {
            state.ended.remove(key);
            state.forgotten = state.forgotten.max(*sequence);
            if state.versions.get(&key.1) == Some(version) {
                state.versions.remove(&key.1);
                versions.push((key.1.clone(), *version));
            }
        }
        let count = over.len();
        transaction.undone_by(move |state| {
            state.forgotten = mark;
            state.ended.extend(over);
            state.versions.extend(versions);
        });
        Ok(count)
    }

    async fn forgotten(&self, transaction: &mut MemoryTransaction) -> Result<i64, Infallible> {
        Ok(transaction.state.forgotten)
    }

    async fn cursor(&self, transaction: &mut MemoryTransaction) -> Result<Option<String>, Infallible> {
        Ok(transaction.state.cursor.clone())
    }

    async fn set_cursor(&self, transaction: &mut MemoryTransaction, cursor: &str) -> Result<(), Infallible> {
        let before = transaction.state.cursor.replace(cursor.to_owned());
        transaction.undone_by(move |state| state.cursor = before);
        Ok(())
    }
}
