//! Web Locks: one tab at a time. Called by reflection, because the bindings count them as unstable, and because pages
//! without a secure context don't have them.

use js_sys::{Array, Function, Object, Promise, Reflect};
use leptos::prelude::window;
use wasm_bindgen::{JsCast, JsValue, closure::Closure};
use wasm_bindgen_futures::JsFuture;

/// The outcome of asking for a lock.
pub(crate) enum Lock {
    /// Ours until this is dropped.
    Held(#[expect(dead_code, reason = "held for its Drop alone")] Guard),
    /// Another tab has it.
    Taken,
    /// This browser has no locks, or not for this page.
    Unavailable,
}

/// Gives the lock back when dropped. The browser does it as well when the tab is closed.
pub(crate) struct Guard(Function);

impl Drop for Guard {
    fn drop(&mut self) {
        let _ = self.0.call0(&JsValue::UNDEFINED);
    }
}

/// Takes the lock if it is free; does not wait for it.
pub(crate) async fn try_lock(name: &str) -> Lock {
    request(name).await.unwrap_or(Lock::Unavailable)
}

async fn request(name: &str) -> Result<Lock, JsValue> {
    let locks = Reflect::get(&window().navigator(), &"locks".into())?;
    if locks.is_undefined() {
        return Ok(Lock::Unavailable);
    }
    let request: Function = Reflect::get(&locks, &"request".into())?.dyn_into()?;
    let options = Object::new();
    Reflect::set(&options, &"ifAvailable".into(), &JsValue::TRUE)?;

    let (released, release) = deferred();
    let (answered, answer) = deferred();
    // The lock is held until the promise that the callback returns is resolved.
    let callback = Closure::once_into_js(move |lock: JsValue| {
        let is_ours = !lock.is_null();
        let _ = answer.call1(&JsValue::UNDEFINED, &JsValue::from_bool(is_ours));
        if is_ours { JsValue::from(released) } else { JsValue::UNDEFINED }
    });
    let outcome = request.call3(&locks, &name.into(), &options, &callback)?;
    let guard = Guard(release);
    // The request's own promise only matters when it is refused: then no callback comes.
    let answer = JsFuture::from(Promise::race(&Array::of2(&answered, &outcome))).await?;
    Ok(if answer.is_truthy() { Lock::Held(guard) } else { Lock::Taken })
}

/// A promise and the function that resolves it.
fn deferred() -> (Promise, Function) {
    let mut resolver = None;
    let promise = Promise::new(&mut |resolve, _| resolver = Some(resolve));
    (promise, resolver.expect("a promise calls its executor before the constructor returns"))
}
