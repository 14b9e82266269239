//! `POST /v1/dashboard/webhook_endpoints/{endpoint_id}/secret/reveal` and `…/rotate`: what signs an endpoint's deliveries.
//! Both ask for a proof of the last minutes, and the audit log tells both.

use super::{get_row, save};
use crate::{
    backend_api::{Call, Context, Handle},
    clock::{DAY, Millis},
    error::Result,
    webhooks::Secret,
};
use onehop::{
    endpoints::dashboard::{RevealWebhookSecret, RotateWebhookSecret},
    wire::dashboard::{WebhookAlgorithm, WebhookSecret},
};

/// Receivers have so long to learn of another secret.
const BOTH_SIGN: i64 = DAY;

impl Handle for RevealWebhookSecret {
    async fn handle(cx: &Context, call: Call<Self>) -> Result<WebhookSecret> {
        cx.proven_operator()?;
        let mut conn = cx.write().await?;
        let row = get_row(cx, &mut conn, &call.path).await?;
        let secret = Secret::open(&cx.app, &row.id, &row.sealed_secret)?;
        cx.record(&mut conn, &row.id, None, None).await?;
        conn.commit().await?;
        Ok(told(&secret, row.old_secret_until.filter(|until| cx.now < *until)))
    }
}

impl Handle for RotateWebhookSecret {
    async fn handle(cx: &Context, call: Call<Self>) -> Result<WebhookSecret> {
        cx.proven_operator()?;
        let mut conn = cx.write().await?;
        let before = get_row(cx, &mut conn, &call.path).await?;
        let old = Secret::open(&cx.app, &before.id, &before.sealed_secret)?;
        let secret = Secret::new(&*cx.app.random, old.is_shared());
        let mut row = before.clone();
        row.sealed_old_secret = Some(std::mem::replace(&mut row.sealed_secret, secret.seal(&cx.app, &before.id)));
        row.old_secret_until = Some(cx.now + BOTH_SIGN);
        row.updated_at = cx.now;
        save(cx, conn, &before, &row).await?;
        Ok(told(&secret, row.old_secret_until))
    }
}

/// What receivers check deliveries with: of a key pair the public half.
fn told(secret: &Secret, old_secret_until: Option<Millis>) -> WebhookSecret {
    let algorithm = if secret.is_shared() { WebhookAlgorithm::HmacSha256 } else { WebhookAlgorithm::Ed25519 };
    WebhookSecret { secret: secret.receivers().to_string(), algorithm, old_secret_until }
}
