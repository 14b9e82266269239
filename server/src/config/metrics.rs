//! `[metrics]`: a listener of its own for those who watch the server.

use super::section::Section;
use std::net::SocketAddr;

/// Where the numbers are told.
#[derive(Clone, Debug)]
pub struct Metrics {
    /// The socket of `/metrics` and of health; none: nowhere.
    pub listen: Option<SocketAddr>,
}

impl Metrics {
    pub(super) fn read(mut section: Section<'_>, public: SocketAddr) -> Self {
        let expected = "write address:port, such as 127.0.0.1:9464";
        let listen: Option<SocketAddr> = section.parsed_optional("listen", expected);
        if listen.is_some_and(|listen| listen == public && listen.port() != 0) {
            section.problem("listen", "is the socket that everybody reaches", "choose another port");
        }
        Self { listen }
    }
}
