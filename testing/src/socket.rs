//! The server's socket.

use ::server::{config::Server, http, http::Readiness};
use axum::Router;
use std::net::SocketAddr;
use tokio::{net::TcpListener, task::JoinHandle};

/// A socket that is served as long as it is kept.
pub struct Socket {
    address: SocketAddr,
    task: JoinHandle<()>,
}

impl Socket {
    /// Serves `router` on a socket that is bound already.
    pub fn serve(listener: std::net::TcpListener, router: Router, options: Server, readiness: Readiness) -> Self {
        let address = listener.local_addr().expect("a bound socket has an address");
        listener.set_nonblocking(true).expect("the socket takes the setting");
        let listener = TcpListener::from_std(listener).expect("the runtime takes the socket");
        let task = tokio::spawn(async move {
            let served = http::serve(listener, router, &options, &readiness, std::future::pending()).await;
            served.expect("the socket is served");
        });
        Self { address, task }
    }

    /// Ends it and binds its address anew.
    pub async fn rebind(mut self) -> std::net::TcpListener {
        self.task.abort();
        let _ = (&mut self.task).await;
        let listener = TcpListener::bind(self.address).await.expect("the address is free again");
        listener.into_std().expect("the runtime gives the socket back")
    }
}

impl Drop for Socket {
    fn drop(&mut self) {
        self.task.abort();
    }
}
