//! `POST /v1/dashboard/webhook_endpoints/{endpoint_id}/secret/reveal` and `…/rotate`: what signs an endpoint's deliveries.
//! Both ask for a proof of the last minutes, and the audit log tells both.

use super::{get_row, save, seal};
use crate::{
    backend_api::{Call, Context, Handle},
    clock::{DAY, Millis},
    error::{Error, Result},
    keys::Purpose,
    store::webhook_endpoints::WebhookEndpointRow,
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
        let secret = open(cx, &row)?;
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
        let secret = Secret::new(&*cx.app.random, open(cx, &before)?.is_shared());
        let mut row = before.clone();
        row.sealed_old_secret = Some(std::mem::replace(&mut row.sealed_secret, seal(cx, &before.id, &secret)));
        row.old_secret_until = Some(cx.now + BOTH_SIGN);
        row.updated_at = cx.now;
        save(cx, conn, &before, &row).await?;
        Ok(told(&secret, row.old_secret_until))
    }
}

fn open(cx: &Context, row: &WebhookEndpointRow) -> Result<Secret> {
    let opened = cx.app.key_ring.open(Purpose::Webhooks, row.id.as_str(), &row.sealed_secret);
    let opened = opened.map_err(|error| Error::Internal(Box::new(error)))?;
    let text = std::str::from_utf8(&opened).map_err(|error| Error::Internal(Box::new(error)))?;
    Secret::parse(text).ok_or_else(|| Error::internal("a stored webhook secret is none"))
}

/// What receivers check deliveries with: of a key pair the public half.
fn told(secret: &Secret, old_secret_until: Option<Millis>) -> WebhookSecret {
    let algorithm = if secret.is_shared() { WebhookAlgorithm::HmacSha256 } else { WebhookAlgorithm::Ed25519 };
    WebhookSecret { secret: secret.receivers().to_string(), algorithm, old_secret_until }
}
