//! Seconds that run down, for "send again".

use leptos::prelude::*;
use std::time::Duration;

/// A countdown in seconds.
#[derive(Clone, Copy)]
pub struct Countdown {
    left: RwSignal<u32>,
    timer: StoredValue<Option<IntervalHandle>>,
}

impl Countdown {
    /// The seconds left.
    pub fn left(self) -> u32 {
        self.left.get()
    }

    /// Is it still running?
    pub fn is_running(self) -> bool {
        self.left.get() > 0
    }

    /// Starts anew. In a browser only: from an event handler or an effect.
    pub fn start(self, seconds: u32) {
        self.stop();
        self.left.set(seconds);
        let timer = set_interval_with_handle(
            move || {
                let left = self.left.try_update(|left| {
                    *left = left.saturating_sub(1);
                    *left
                });
                if matches!(left, Some(0)) {
                    self.stop();
                }
            },
            Duration::from_secs(1),
        );
        self.timer.set_value(timer.ok());
    }

    fn stop(self) {
        if let Some(timer) = self.timer.try_update_value(Option::take).flatten() {
            timer.clear();
        }
    }
}

/// A countdown that ends with the component that asked for it.
pub fn use_countdown() -> Countdown {
    let countdown = Countdown { left: RwSignal::new(0), timer: StoredValue::new(None) };
    on_cleanup(move || countdown.stop());
    countdown
}
