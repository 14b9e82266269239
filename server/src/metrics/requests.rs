//! Requests by route template, method and status.
//!
//! Each thread knows the numbers of the routes it has answered, so a request finds its own without asking anybody. A
//! thread that meets a combination for the first time looks it up in the common list.

use super::Histogram;
use http::Method;
use std::{
    cell::RefCell,
    collections::HashMap,
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};

const BOUNDS: [f64; 11] = [0.000_5, 0.001, 0.002_5, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1.0, 5.0];

/// How long answers of one kind took.
pub(super) type Durations = Histogram<11>;

/// Route template, method, status.
pub(super) type Kind = (Box<str>, &'static str, u16);

static IS_COUNTING: AtomicBool = AtomicBool::new(false);
static ALL: Mutex<Vec<(Kind, Arc<Durations>)>> = Mutex::new(Vec::new());

thread_local! {
    static KNOWN: RefCell<HashMap<Box<str>, Vec<(&'static str, u16, Arc<Durations>)>>> = RefCell::default();
}

/// Begins to count: somebody can read the numbers.
pub(super) fn begin() {
    IS_COUNTING.store(true, Ordering::Relaxed);
}

/// A request was answered.
pub fn count(route: &str, method: &Method, status: u16, took: Duration) {
    if !IS_COUNTING.load(Ordering::Relaxed) {
        return;
    }
    let method = name(method);
    let is_same = |known: &&(&'static str, u16, Arc<Durations>)| known.0 == method && known.1 == status;
    KNOWN.with_borrow_mut(|known| {
        if let Some((.., durations)) = known.get(route).and_then(|list| list.iter().find(is_same)) {
            return durations.observe(took);
        }
        let durations = shared((route.into(), method, status));
        durations.observe(took);
        known.entry(route.into()).or_default().push((method, status, durations));
    });
}

/// Words that a client makes up are one.
fn name(method: &Method) -> &'static str {
    match *method {
        Method::GET => "GET",
        Method::POST => "POST",
        Method::PUT => "PUT",
        Method::PATCH => "PATCH",
        Method::DELETE => "DELETE",
        Method::HEAD => "HEAD",
        Method::OPTIONS => "OPTIONS",
        _ => "other",
    }
}

fn shared(kind: Kind) -> Arc<Durations> {
    let mut all = ALL.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some((_, durations)) = all.iter().find(|(known, _)| *known == kind) {
        return Arc::clone(durations);
    }
    let durations = Arc::new(Histogram::new(BOUNDS));
    all.push((kind, Arc::clone(&durations)));
    durations
}

/// All kinds so far.
pub(super) fn list() -> Vec<(Kind, Arc<Durations>)> {
    ALL.lock().unwrap_or_else(PoisonError::into_inner).clone()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn counted(route: &str) -> Vec<(&'static str, u16, u64)> {
        let mine = list().into_iter().filter(|((known, ..), _)| &**known == route);
        mine.map(|((_, method, status), durations)| (method, status, durations.read().1)).collect()
    }

    #[test]
    fn threads_share_the_numbers_and_made_up_methods_are_one() {
        begin();
        let route = "/test/{id}";
        let count_some = || {
            for _ in 0..100 {
                count(route, &Method::GET, 200, Duration::from_millis(1));
            }
        };
        std::thread::scope(|scope| {
            for _ in 0..4 {
                scope.spawn(count_some);
            }
        });
        for made_up in ["FOO", "BAR"] {
            count(route, &Method::from_bytes(made_up.as_bytes()).unwrap(), 405, Duration::ZERO);
        }
        assert_eq!(counted(route), [("GET", 200, 400), ("other", 405, 2)]);
    }
}
