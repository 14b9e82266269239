//! SIGTERM and SIGINT: the first asks us to stop in an orderly way, the second ends us at once.

use std::io;
use tokio::signal::unix::{Signal, SignalKind, signal};

/// Begins to listen for signals. The future it returns is done at the first one; from then on the next one exits the
/// process, so that a drain that hangs can be ended by pressing Ctrl-C again.
pub fn stop_signal() -> io::Result<impl Future<Output = ()> + Send + 'static> {
    let mut signals = (signal(SignalKind::terminate())?, signal(SignalKind::interrupt())?);
    Ok(async move {
        next(&mut signals).await;
        tokio::spawn(async move {
            next(&mut signals).await;
            tracing::warn!("told to stop a second time: ending at once");
            std::process::exit(1);
        });
    })
}

async fn next((terminate, interrupt): &mut (Signal, Signal)) {
    tokio::select! {
        _ = terminate.recv() => {}
        _ = interrupt.recv() => {}
    }
}
