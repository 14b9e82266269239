//! The client's token through its life: made with the client, rotated at each change of privilege, renewed once a day.
//!
//! A reply can be lost, and a browser that holds on to an old token must not be signed out by that. So where nothing but
//! time asked for a new token, the old one ends only [`ROTATION_GRACE`] after the new one was first seen, and whoever
//! still comes with the old one long after gets another new one. Of parallel requests one renews; the others go on with
//! the token they came with.

use super::{Context, cookies::CLIENT_LIFETIME};
use crate::{
    clock::{DAY, MINUTE, Millis, SECOND},
    error::Result,
    keys::token_hash::sha256_hex,
    random,
    store::{
        Conn, StoreError, clients,
        clients::{ClientRow, Renewal},
    },
};
use onehop::wire::ClientId;
use secrecy::ExposeSecret;

/// How long the token before a rotation still works.
const ROTATION_GRACE: Millis = 30 * SECOND;
/// A token is renewed at this age, if nothing rotated it sooner.
const LIFETIME: Millis = DAY;
/// When the reply with a renewed token counts as lost: whatever was sent along with its request has arrived by then.
const LOST_AFTER: Millis = 5 * MINUTE;

impl Context {
    /// The client, made now if the caller had none.
    pub async fn ensure_client(&mut self, conn: &mut Conn) -> Result<ClientRow> {
        if let Some(client) = &self.client {
            return Ok(client.clone());
        }
        let token = random::token(&*self.app.random);
        let row = ClientRow {
            id: ClientId::from(random::id(&*self.app.random, self.now, ClientId::PREFIX)),
            token_hash: sha256_hex(token.expose_secret()),
            token_rotated_at: self.now,
            previous_token_until: None,
            last_active_session_id: None,
            sign_in_id: None,
            sign_up_id: None,
            last_strategy: None,
            expire_at: self.now + CLIENT_LIFETIME,
            created_at: self.now,
            updated_at: self.now,
        };
        clients::insert(conn, &self.app.instance.id, &row, self.facts.user_agent.as_deref()).await?;
        self.pending.client_token = Some(token);
        self.client = Some(row.clone());
        Ok(row)
    }

    /// Gives the client a new token: at each change of privilege, so that a planted or leaked one is worth nothing.
    pub async fn rotate_client_token(&mut self, conn: &mut Conn) -> Result<()> {
        let client = self.require_client()?.id.clone();
        let token = random::token(&*self.app.random);
        let hash = sha256_hex(token.expose_secret());
        let expire_at = self.now + CLIENT_LIFETIME;
        clients::update_token(
            conn,
            &self.app.instance.id,
            &client,
            &hash,
            self.now + ROTATION_GRACE,
            expire_at,
            self.now,
        )
        .await?;
        self.pending.client_token = Some(token);
        self.pending.is_sign_in_changed = true;
        Ok(())
    }

    /// Gives the client a new token once a day. Called where browsers come by regularly and nothing changes.
    pub async fn renew_client_token(&mut self) {
        let (Some(client), Some(presented)) = (&self.client, &self.token_hash) else { return };
        let age = self.now - client.token_rotated_at;
        let presented_until = match client.previous_token_until {
            _ if client.token_hash == *presented => (age >= LIFETIME).then_some(client.expire_at),
            until => until.filter(|until| *until > self.now + ROTATION_GRACE && age >= LOST_AFTER),
        };
        let Some(presented_until) = presented_until else { return };
        let token = random::token(&*self.app.random);
        let renewal = Renewal {
            presented,
            presented_until,
            hash: &sha256_hex(token.expose_secret()),
            expire_at: self.now + CLIENT_LIFETIME,
            grace_until: self.now + ROTATION_GRACE,
            now: self.now,
        };
        match self.write_renewal(client, &renewal).await {
            Ok(true) => {
                self.client = Some(ClientRow { expire_at: renewal.expire_at, ..client.clone() });
                self.changes.client_token = Some(token);
            }
            // Another request of this browser renews it just now.
            Ok(false) => {}
            // The caller's own concern is well: the next request tries again.
            Err(error) => tracing::warn!(%error, "a client token was not renewed: {error}"),
        }
    }

    async fn write_renewal(&self, client: &ClientRow, renewal: &Renewal<'_>) -> Result<bool, StoreError> {
        let mut conn = self.app.write().await?;
        let is_renewed = clients::renew_token(&mut conn, &self.app.instance.id, client, renewal).await?;
        conn.commit().await?;
        Ok(is_renewed)
    }

    /// A renewed token that comes back has arrived: the one before has its last seconds.
    pub(super) async fn confirm_client_token(&self) {
        let (Some(client), Some(presented)) = (&self.client, &self.token_hash) else { return };
        let grace_until = self.now + ROTATION_GRACE;
        if client.token_hash != *presented || client.previous_token_until.is_none_or(|until| until <= grace_until) {
            return;
        }
        let confirm = async || {
            let mut conn = self.app.write().await?;
            clients::confirm_token(&mut conn, &self.app.instance.id, client, grace_until).await?;
            conn.commit().await
        };
        if let Err(error) = confirm().await {
            tracing::warn!(%error, "an old client token was not ended, the next request will: {error}");
        }
    }
}
