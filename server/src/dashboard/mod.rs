//! The operators' dashboard: its gate, its pages, and the endpoints that only it has.
//!
//! Operators call the same contracts as backends with a secret key, and a few of their own, through [`gate`]: it knows
//! them by their cookie, checks where the request comes from, and hands it to the Backend API's router with a
//! [`Visitor`]. Without that mark the dashboard's own endpoints answer nobody, and with it no secret key counts.

mod account;
pub(crate) mod cookie;
mod flash;
mod forms;
mod gate;
mod pages;
mod rooms;
mod secret_keys;
mod settings;
mod webhooks;

pub use gate::router;
pub use pages::router as pages;

use crate::{
    backend_api::Routes,
    clock::Millis,
    domain::operators::sessions::PROOF,
    store::{operator_sessions::OperatorSessionRow, operators::OperatorRow},
};
use onehop::wire::{OperatorId, OperatorSessionId, dashboard as wire};

/// The operator who asks, as their session says.
#[derive(Clone, Debug)]
pub struct Operator {
    /// `opr_…`
    pub id: OperatorId,
    /// By which they sign in.
    pub email_address: String,
    /// What they may do.
    pub role: String,
    /// Does signing in ask for a code?
    pub has_totp: bool,
    /// Their session.
    pub session_id: OperatorSessionId,
    /// When they last proved who they are.
    pub proven_at: Millis,
}

/// In a request's extensions: it came through the dashboard's gate, from this operator or from nobody yet.
#[derive(Clone, Debug)]
pub struct Visitor(pub Option<Operator>);

impl Operator {
    fn new(row: OperatorRow, session: OperatorSessionRow) -> Self {
        Self {
            has_totp: row.sealed_totp_secret.is_some(),
            id: row.id,
            email_address: row.email_address,
            role: row.role,
            session_id: session.id,
            proven_at: session.proven_at,
        }
    }

    /// Did they prove who they are a moment ago?
    pub fn is_proven(&self, now: Millis) -> bool {
        now - self.proven_at < PROOF
    }

    /// As they see themselves.
    pub fn view(&self) -> wire::Operator {
        wire::Operator {
            object: wire::OperatorTag,
            id: self.id.clone(),
            email_address: self.email_address.clone(),
            role: self.role.clone(),
            totp_enabled: self.has_totp,
            proven_at: self.proven_at,
        }
    }
}

/// The endpoints that are the dashboard's alone.
pub fn routes() -> Routes {
    let routes = account::routes(Routes::default());
    let routes = secret_keys::routes(routes);
    let routes = settings::routes(routes);
    let routes = rooms::routes(routes);
    webhooks::routes(routes)
}
