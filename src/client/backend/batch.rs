//! Users asked for one by one become one call.
//!
//! The first one asked for opens a batch, which waits for a moment; all that are asked for until then join it. A batch of
//! as many as one call may name goes at once. Whoever asks for the same user shares the answer, and whoever stopped
//! waiting is left out.

use super::{BackendClient, BackendError, ListUsers, Reason, Result};
use crate::{
    endpoints::{
        NoBody,
        backend::{GetUser, ListUsers as Contract},
    },
    wire::{ApiError, ErrorCode, ErrorMeta, UserId, backend::User},
};
use std::{
    collections::HashMap,
    mem,
    sync::{Mutex, MutexGuard, PoisonError},
};
use tokio::{sync::oneshot, task::yield_now, time::sleep};

/// What one filter of a list may name.
const MAX_BATCH: usize = 100;

type Waiting = HashMap<UserId, Vec<oneshot::Sender<Result<User>>>>;

/// The batch that is open.
#[derive(Default)]
pub(super) struct Batches(Mutex<Open>);

#[derive(Default)]
struct Open {
    waiting: Waiting,
    is_collecting: bool,
}

/// What is to be done after somebody joined.
enum Joined {
    /// Nothing: the batch goes when its time has come.
    Waiting,
    /// Let the time run: it is the first.
    First,
    /// Send this one: it is full.
    Full(Waiting),
}

impl Batches {
    fn open(&self) -> MutexGuard<'_, Open> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn join(&self, id: &UserId, tell: oneshot::Sender<Result<User>>) -> Joined {
        let mut open = self.open();
        open.waiting.entry(id.clone()).or_default().push(tell);
        if open.waiting.len() >= MAX_BATCH {
            Joined::Full(mem::take(&mut open.waiting))
        } else if mem::replace(&mut open.is_collecting, true) {
            Joined::Waiting
        } else {
            Joined::First
        }
    }

    fn close(&self) -> Waiting {
        let mut open = self.open();
        open.is_collecting = false;
        mem::take(&mut open.waiting)
    }
}

/// Waits until the batch closes. Closes it also when the task is dropped before (its runtime ended): those who wait are
/// told, and the next one to ask opens a new one.
struct Collecting {
    client: BackendClient,
    is_done: bool,
}

impl Collecting {
    fn close(&mut self) -> Waiting {
        self.is_done = true;
        self.client.0.batches.close()
    }
}

impl Drop for Collecting {
    fn drop(&mut self) {
        if !self.is_done {
            self.client.0.batches.close();
        }
    }
}

/// The user, from the batch that is open now.
pub(super) async fn get(client: &BackendClient, id: &UserId) -> Result<User> {
    if !is_plain(id) {
        return alone(client, id).await;
    }
    let (tell, told) = oneshot::channel();
    match client.0.batches.join(id, tell) {
        Joined::Waiting => {}
        Joined::First => drop(tokio::spawn(collect(Collecting { client: client.clone(), is_done: false }))),
        Joined::Full(waiting) => {
            let client = client.clone();
            drop(tokio::spawn(async move { load(&client, waiting).await }));
        }
    }
    told.await.unwrap_or_else(|_| Err(BackendError::new(Reason::Unreachable, "the call was given up")))
}

/// In a list's filter, what begins with a sign means something else.
fn is_plain(id: &UserId) -> bool {
    id.as_str().starts_with(UserId::PREFIX)
        && id.as_str().bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_')
}

async fn collect(mut collecting: Collecting) {
    match collecting.client.0.batch_window {
        window if window.is_zero() => yield_now().await,
        window => sleep(window).await,
    }
    let waiting = collecting.close();
    load(&collecting.client, waiting).await;
}

async fn load(client: &BackendClient, mut waiting: Waiting) {
    waiting.retain(|_, tells| tells.iter().any(|tell| !tell.is_closed()));
    let mut outcomes = match waiting.len() {
        0 => return,
        1 => Outcomes::default(),
        _ => together(client, waiting.keys().cloned().collect()).await,
    };
    for (id, tells) in waiting {
        let outcome = match outcomes.take(&id) {
            Some(outcome) => outcome,
            None => alone(client, &id).await,
        };
        for tell in tells {
            // Who stopped waiting meanwhile doesn't mind.
            drop(tell.send(outcome.clone()));
        }
    }
}

/// What one call brought for several users; nothing before it was made.
#[derive(Default)]
enum Outcomes {
    #[default]
    None,
    Found(HashMap<UserId, User>, Option<String>),
    Failed(BackendError),
}

impl Outcomes {
    fn take(&mut self, id: &UserId) -> Option<Result<User>> {
        match self {
            Self::None => None,
            Self::Failed(error) => Some(Err(error.clone())),
            Self::Found(users, trace_id) => Some(users.remove(id).ok_or_else(|| nobody(id, trace_id.clone()))),
        }
    }
}

async fn together(client: &BackendClient, user_id: Vec<UserId>) -> Outcomes {
    let limit = Some(MAX_BATCH as i64);
    let query = ListUsers { user_id, limit, ..ListUsers::default() };
    match client.call_traced::<Contract>(&(), &query.into(), &NoBody {}).await {
        Ok((users, trace_id)) => {
            Outcomes::Found(users.into_iter().map(|user| (user.id.clone(), user)).collect(), trace_id)
        }
        Err(error) => Outcomes::Failed(error),
    }
}

async fn alone(client: &BackendClient, id: &UserId) -> Result<User> {
    client.act::<GetUser>(id).await
}

/// The error of a call about this user alone.
fn nobody(id: &UserId, trace_id: Option<String>) -> BackendError {
    let error = ApiError {
        code: ErrorCode::ResourceNotFound,
        message: "Not found".to_owned(),
        long_message: Some(format!("No user was found with id {id}.")),
        meta: ErrorMeta::default(),
    };
    let errors = vec![error];
    BackendError { status: 404, errors, trace_id, ..BackendError::new(Reason::Refused, "the server answered 404") }
}
