//! Threads that do nothing but hash.
//!
//! A hash takes twenty megabytes, and the allocator keeps them for the thread that had them. On the runtime's threads for
//! blocking work, of which there are many and each gets its turn, that came to 370 MB after a few seconds of sign-ins;
//! with as many threads as hashes may run it is what running hashes take, and no more.

use std::{
    panic::{AssertUnwindSafe, catch_unwind},
    sync::{
        Arc, Mutex, PoisonError,
        mpsc::{Receiver, Sender, channel},
    },
    thread,
};

type Job = Box<dyn FnOnce() + Send>;

/// The threads; they end when this is dropped and nothing is left to do.
pub(super) struct Workers {
    jobs: Sender<Job>,
}

impl Workers {
    /// Begins so many threads.
    pub(super) fn new(count: usize) -> Self {
        let (jobs, waiting) = channel();
        let waiting = Arc::new(Mutex::new(waiting));
        for _ in 0..count {
            let waiting = Arc::clone(&waiting);
            thread::spawn(move || work(&waiting));
        }
        Self { jobs }
    }

    /// Hands a job to whichever thread is free first. One that panics is dropped with all it holds.
    pub(super) fn run(&self, job: impl FnOnce() + Send + 'static) {
        self.jobs.send(Box::new(job)).expect("the threads listen for as long as they can be told");
    }
}

fn work(jobs: &Mutex<Receiver<Job>>) {
    loop {
        let job = jobs.lock().unwrap_or_else(PoisonError::into_inner).recv();
        let Ok(job) = job else { return };
        // The next one has done nothing wrong.
        drop(catch_unwind(AssertUnwindSafe(job)));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::{collections::HashSet, thread::ThreadId};

    #[test]
    fn jobs_run_on_as_many_threads_also_after_one_has_panicked() {
        let workers = Workers::new(2);
        let (done, answers) = channel::<ThreadId>();
        workers.run(|| panic!("on purpose"));
        for _ in 0..50 {
            let done = done.clone();
            workers.run(move || done.send(thread::current().id()).unwrap());
        }
        drop(done);
        let answers: Vec<_> = answers.iter().collect();
        assert_eq!(answers.len(), 50);
        assert!(answers.into_iter().collect::<HashSet<_>>().len() <= 2);
    }
}
