//! A copy in memory.

use super::{Known, UserStore};
use crate::wire::backend::User;
use std::{
    collections::{BTreeMap, HashMap},
    convert::Infallible,
    fmt,
    sync::Arc,
};
use tokio::sync::{Mutex, OwnedMutexGuard};

/// A copy of the users in memory, as long as the process lives: for tests, and for apps that look users up all the time.
#[derive(Clone, Debug, Default)]
pub struct MemoryUsers(Arc<Mutex<State>>);

#[derive(Debug, Default)]
struct State {
    users: BTreeMap<String, (Known, String)>,
    removed: HashMap<String, Known>,
    cursor: Option<i64>,
}

/// A transaction of [`MemoryUsers`].
pub struct MemoryUsersTransaction {
    state: OwnedMutexGuard<State>,
    undo: Vec<Box<dyn FnOnce(&mut State) + Send>>,
}

impl MemoryUsers {
    /// A user.
    pub async fn get(&self, id: &str) -> Option<User> {
        self.0.lock().await.users.get(id).and_then(|(_, data)| serde_json::from_str(data).ok())
    }

    /// Versions and users as JSON, by id.
    pub async fn all(&self) -> BTreeMap<String, (i64, String)> {
        let state = self.0.lock().await;
        state.users.iter().map(|(id, (known, data))| (id.clone(), (known.version, data.clone()))).collect()
    }
}

impl MemoryUsersTransaction {
    fn undone_by(&mut self, undo: impl FnOnce(&mut State) + Send + 'static) {
        self.undo.push(Box::new(undo));
    }

    /// Puts this in place of what is known of a user.
    fn replace(&mut self, id: &str, user: Option<(Known, String)>, removed: Option<Known>) {
        let set = |state: &mut State, id: String, user: Option<_>, removed: Option<_>| {
            let user = match user {
                Some(user) => state.users.insert(id.clone(), user),
                None => state.users.remove(&id),
            };
            let removed = match removed {
                Some(removed) => state.removed.insert(id, removed),
                None => state.removed.remove(&id),
            };
            (user, removed)
        };
        let id = id.to_owned();
        let (user, removed) = set(&mut self.state, id.clone(), user, removed);
        self.undone_by(move |state| drop(set(state, id, user, removed)));
    }
}

impl Drop for MemoryUsersTransaction {
    fn drop(&mut self) {
        while let Some(undo) = self.undo.pop() {
            undo(&mut self.state);
        }
    }
}

impl fmt::Debug for MemoryUsersTransaction {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("MemoryUsersTransaction").finish_non_exhaustive()
    }
}

type Outcome<T = ()> = Result<T, Infallible>;

impl UserStore for MemoryUsers {
    type Transaction = MemoryUsersTransaction;
    type Error = Infallible;

    async fn begin(&self) -> Outcome<MemoryUsersTransaction> {
        Ok(MemoryUsersTransaction { state: self.0.clone().lock_owned().await, undo: Vec::new() })
    }

    async fn commit(&self, mut transaction: MemoryUsersTransaction) -> Outcome {
        transaction.undo.clear();
        Ok(())
    }

    async fn cursor(&self, transaction: &mut MemoryUsersTransaction) -> Outcome<Option<i64>> {
        Ok(transaction.state.cursor)
    }

    async fn set_cursor(&self, transaction: &mut MemoryUsersTransaction, cursor: i64) -> Outcome {
        let before = transaction.state.cursor.replace(cursor);
        transaction.undone_by(move |state| state.cursor = before);
        Ok(())
    }

    async fn known(&self, transaction: &mut MemoryUsersTransaction, id: &str) -> Outcome<Option<Known>> {
        let state = &transaction.state;
        Ok(state.users.get(id).map(|(known, _)| *known).or_else(|| state.removed.get(id).copied()))
    }

    async fn put(&self, transaction: &mut MemoryUsersTransaction, id: &str, known: Known, data: &str) -> Outcome {
        transaction.replace(id, Some((known, data.to_owned())), None);
        Ok(())
    }

    async fn confirm(&self, transaction: &mut MemoryUsersTransaction, id: &str, sequence: i64) -> Outcome {
        if let Some((known, data)) = transaction.state.users.get(id).cloned() {
            let known = Known { sequence: known.sequence.max(sequence), ..known };
            transaction.replace(id, Some((known, data)), None);
        }
        Ok(())
    }

    async fn remove(&self, transaction: &mut MemoryUsersTransaction, id: &str, known: Known) -> Outcome {
        transaction.replace(id, None, Some(known));
        Ok(())
    }

    async fn remove_before(&self, transaction: &mut MemoryUsersTransaction, sequence: i64) -> Outcome {
        let gone: Vec<_> = transaction.state.users.extract_if(.., |_, (known, _)| known.sequence < sequence).collect();
        transaction.undone_by(move |state| state.users.extend(gone));
        Ok(())
    }

    async fn forget_removed(&self, transaction: &mut MemoryUsersTransaction, sequence: i64) -> Outcome {
        let gone: Vec<_> = transaction.state.removed.extract_if(|_, known| known.sequence <= sequence).collect();
        transaction.undone_by(move |state| state.removed.extend(gone));
        Ok(())
    }

    async fn start_over(&self, transaction: &mut MemoryUsersTransaction) -> Outcome {
        let before = (transaction.state.users.clone(), std::mem::take(&mut transaction.state.removed));
        let cursor = transaction.state.cursor.take();
        for (known, _) in transaction.state.users.values_mut() {
            *known = Known { version: 0, sequence: -1 };
        }
        transaction.undone_by(move |state| {
            (state.users, state.removed) = before;
            state.cursor = cursor;
        });
        Ok(())
    }
}
