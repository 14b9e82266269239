//! What a call changed and no event tells, for the audit log.

use super::Context;
use crate::{domain::audit, error::Result, store::Conn};
use serde_json::Value;

impl Context {
    /// Keeps a change in the transaction that makes it.
    pub async fn record(
        &self,
        conn: &mut Conn,
        target_id: impl AsRef<str> + Send,
        before: Option<Value>,
        after: Option<Value>,
    ) -> Result<()> {
        audit::record(&self.app, conn, &self.cause(), target_id.as_ref(), before, after).await
    }
}
