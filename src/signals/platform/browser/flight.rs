//! Single flight: while a renewal is on its way, whoever else wants one waits for it.

use crate::{client::UiError, signals::token::Renewal, wire::SessionId};
use js_sys::Promise;
use leptos::prelude::*;
use std::{cell::RefCell, rc::Rc};
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::{JsFuture, future_to_promise};

/// The renewal on its way, if there is one.
#[derive(Clone, Copy)]
pub(crate) struct Flight(StoredValue<Option<InFlight>, LocalStorage>);

#[derive(Clone)]
struct InFlight {
    session: SessionId,
    is_forced: bool,
    done: Promise,
    outcome: Rc<RefCell<Option<Renewal>>>,
}

impl Flight {
    pub(super) fn new() -> Self {
        Self(StoredValue::new_local(None))
    }

    /// The outcome of `work`, or of the same work that is on its way already. It goes on even if who asked is gone.
    pub async fn join(
        self,
        session: SessionId,
        is_forced: bool,
        work: impl Future<Output = Renewal> + 'static,
    ) -> Renewal {
        while let Some(flight) = self.0.try_get_value().flatten() {
            let _ = JsFuture::from(flight.done.clone()).await;
            if flight.session == session && flight.is_forced == is_forced {
                return flight.into_outcome();
            }
        }
        let outcome = Rc::<RefCell<Option<Renewal>>>::default();
        let landed = outcome.clone();
        let done = future_to_promise(async move {
            let renewal = work.await;
            *landed.borrow_mut() = Some(renewal);
            let _ = self.0.try_set_value(None);
            Ok(JsValue::UNDEFINED)
        });
        let flight = InFlight { session, is_forced, done, outcome };
        let _ = self.0.try_set_value(Some(flight.clone()));
        let _ = JsFuture::from(flight.done.clone()).await;
        flight.into_outcome()
    }
}

impl InFlight {
    fn into_outcome(self) -> Renewal {
        self.outcome.borrow().clone().unwrap_or_else(|| Renewal::Unreachable(UiError::unreachable()))
    }
}
