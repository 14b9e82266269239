//! Switching an endpoint off by itself: told in the audit log and, by mail, to every operator.

use crate::{
    clock::Millis,
    domain::{Cause, audit, audit::Actor, notices},
    error::Result,
    mail::templates,
    state::App,
    store::{Conn, operators, webhook_endpoints, webhook_endpoints::WebhookEndpointRow},
};
use serde_json::json;

/// Why.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reason {
    /// The receiver said that it wants nothing more.
    Gone,
    /// It has taken nothing for too long.
    Failing,
}

impl Reason {
    /// As it is stored.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Gone => "gone",
            Self::Failing => "failing",
        }
    }
}

/// Switches it off; nothing happens where it is off already.
pub async fn switch_off(
    app: &App,
    conn: &mut Conn,
    endpoint: &WebhookEndpointRow,
    reason: Reason,
    now: Millis,
) -> Result<()> {
    let instance = &app.instance.id;
    if !webhook_endpoints::disable(conn, instance, &endpoint.id, reason.as_str(), now).await? {
        return Ok(());
    }
    tracing::warn!(endpoint = endpoint.id.as_str(), reason = reason.as_str(), "a webhook endpoint was switched off");
    let actor = Actor::system("webhooks", "Webhooks", "webhook_endpoint.disabled");
    let cause = Cause { ip: None, user_agent: None, now, locale: None, actor: Some(actor) };
    let state = |enabled, reason| Some(json!({"enabled": enabled, "disabled_reason": reason}));
    let (before, after) = (state(true, None), state(false, Some(reason.as_str())));
    audit::record(app, conn, &cause, endpoint.id.as_str(), before, after).await?;
    let voice = notices::voice(app, &cause);
    let mail = match reason {
        Reason::Gone => templates::webhook_gone(voice, &endpoint.url),
        Reason::Failing => templates::webhook_failing(voice, &endpoint.url),
    };
    for operator in operators::list(conn, instance).await? {
        notices::post_to_operator(app, conn, &cause, &operator.email_address, mail.clone()).await?;
    }
    Ok(())
}
