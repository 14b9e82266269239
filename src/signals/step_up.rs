//! Calls that wait until the person has proven again that it is them: any number of them wait for one proof.

use crate::wire::VerificationLevel;
use leptos::prelude::*;
use std::{
    sync::{Arc, Mutex, PoisonError},
    task::{Poll, Waker},
};

/// Whether the person is being asked, and who waits for it.
#[derive(Clone, Copy)]
pub(crate) struct StepUp {
    asked: RwSignal<Option<VerificationLevel>>,
    waiting: StoredValue<Vec<Arc<Answer>>>,
}

#[derive(Default)]
struct Answer(Mutex<(Option<bool>, Option<Waker>)>);

impl StepUp {
    pub fn new() -> Self {
        Self { asked: RwSignal::new(None), waiting: StoredValue::new(Vec::new()) }
    }

    /// What the person is being asked for, if they are.
    pub fn asked(self) -> Signal<Option<VerificationLevel>> {
        self.asked.into()
    }

    /// Asks, or joins whoever asked already. True: it is proven. False: the person doesn't want to, or the page is gone.
    pub fn ask(self, level: VerificationLevel) -> impl Future<Output = bool> + Send + use<> {
        let answer = Arc::<Answer>::default();
        let waits = self.waiting.try_update_value(|waiting| waiting.push(answer.clone())).is_some();
        if waits && self.asked.try_with_untracked(Option::is_none) == Some(true) {
            let _ = self.asked.try_set(Some(level));
        }
        std::future::poll_fn(move |cx| match waits {
            true => answer.poll(cx.waker()),
            false => Poll::Ready(false),
        })
    }

    /// Tells everybody who waits how it ended.
    pub fn answer(self, is_proven: bool) {
        let _ = self.asked.try_set(None);
        for answer in self.waiting.try_update_value(std::mem::take).unwrap_or_default() {
            answer.give(is_proven);
        }
    }
}

impl Answer {
    fn poll(&self, waker: &Waker) -> Poll<bool> {
        let mut state = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        match state.0 {
            Some(is_proven) => Poll::Ready(is_proven),
            None => {
                state.1 = Some(waker.clone());
                Poll::Pending
            }
        }
    }

    fn give(&self, is_proven: bool) {
        let waker = {
            let mut state = self.0.lock().unwrap_or_else(PoisonError::into_inner);
            state.0 = Some(is_proven);
            state.1.take()
        };
        if let Some(waker) = waker {
            waker.wake();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::pin::pin;

    fn poll(future: std::pin::Pin<&mut impl Future<Output = bool>>) -> Poll<bool> {
        future.poll(&mut std::task::Context::from_waker(Waker::noop()))
    }

    #[test]
    fn all_who_wait_learn_of_the_one_answer() {
        let owner = Owner::new();
        owner.with(|| {
            let step_up = StepUp::new();
            let mut one = pin!(step_up.ask(VerificationLevel::SecondFactor));
            let mut two = pin!(step_up.ask(VerificationLevel::MultiFactor));
            assert_eq!(step_up.asked().get_untracked(), Some(VerificationLevel::SecondFactor), "the first one asks");
            assert_eq!((poll(one.as_mut()), poll(two.as_mut())), (Poll::Pending, Poll::Pending));
            step_up.answer(true);
            assert_eq!((poll(one.as_mut()), poll(two.as_mut())), (Poll::Ready(true), Poll::Ready(true)));
            assert_eq!(step_up.asked().get_untracked(), None);
            let mut again = pin!(step_up.ask(VerificationLevel::FirstFactor));
            step_up.answer(false);
            assert_eq!(poll(again.as_mut()), Poll::Ready(false));
        });
    }
}
