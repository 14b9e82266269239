//! Who is asking: the client behind the cookie, and for session endpoints the session and the user.
//!
//! Everything a handler reads about its caller comes from here; ids in the path only narrow what the caller may see.

use super::{cookies, origin};
use crate::{
    clock::Millis,
    config::Locale,
    domain::{Cause, devices::Devices, lockout::Source, session_verifications},
    error::{Error, Result},
    http::{Peer, client_ip},
    keys::token_hash::sha256_hex,
    state::App,
    store::{
        Conn, callers, callers::SessionOfUser, clients, clients::ClientRow, sessions, sessions::SessionRow,
        users::UserRow,
    },
};
use http::{HeaderMap, request::Parts};
use onehop::{
    ssr::preferred_language,
    wire::{ErrorCode, SessionId, UserId},
};
use secrecy::SecretString;
use std::net::{IpAddr, Ipv4Addr};

/// A request, its caller and what it changes about the caller's cookies.
pub struct Context {
    /// What all requests share.
    pub app: App,
    /// The one time this request knows.
    pub now: Millis,
    /// What the request says about itself.
    pub facts: Facts,
    pub(super) client: Option<ClientRow>,
    /// Hash of the client token that the request came with.
    pub(super) token_hash: Option<String>,
    /// Looked up with the client; [`Context::authenticate`] looks whether it will do.
    session: Option<SessionOfUser>,
    /// What the browser is known for.
    devices: Devices,
    /// What follows once the handler's transaction is committed.
    pub(super) pending: CookieChanges,
    pub(super) changes: CookieChanges,
}

/// Which session is looked up together with the client.
#[derive(Clone, Copy, Debug)]
pub enum Wanted<'a> {
    /// None: the call is about the client alone.
    Nothing,
    /// The one that the request names in its query, else the client's current one.
    Current,
    /// This one.
    Session(&'a SessionId),
}

/// What the request says about itself.
pub struct Facts {
    /// Where it comes from, as far as trusted proxies tell.
    pub ip: IpAddr,
    /// The browser's name for itself, cut to a sane length.
    pub user_agent: Option<String>,
    /// The language that pages of this browser speak.
    pub locale: Locale,
    /// Origin of the page that asks: the `azp` of its tokens.
    pub origin: Option<String>,
    /// The session the caller means, when it says so.
    pub session_id: Option<SessionId>,
    /// The variable segment of the path, for limits per attempt.
    pub path_id: Option<String>,
    /// `debug=skip_cache`: mint even when a token was minted a moment ago.
    pub is_fresh_wanted: bool,
}

/// What happens to the caller's cookies.
#[derive(Default)]
pub(super) struct CookieChanges {
    /// A new client token.
    pub client_token: Option<SecretString>,
    /// The browser is known for one more account.
    pub devices: Option<Devices>,
    /// The client is gone.
    pub is_client_forgotten: bool,
    /// Somebody signed in or out: the session cookies are written anew.
    pub is_sign_in_changed: bool,
}

impl Context {
    /// Reads the request's head and finds the client behind its cookie, with the session that is wanted.
    pub async fn new(app: App, parts: &Parts, path_id: Option<String>, wanted: Wanted<'_>) -> Result<Self> {
        let now = app.clock.now();
        let facts = Facts::read(&app, parts, path_id).await?;
        let token_hash = cookies::client_token(&parts.headers).map(|token| sha256_hex(&token));
        let (client, session) = match &token_hash {
            Some(hash) => find(&app, hash, facts.session_id.as_ref(), wanted, now).await?,
            None => (None, None),
        };
        let cx = Self {
            app,
            now,
            facts,
            client,
            token_hash,
            session,
            devices: cookies::devices(&parts.headers),
            pending: Default::default(),
            changes: Default::default(),
        };
        cx.confirm_client_token().await;
        Ok(cx)
    }

    /// Finds the signed-in session that the request means; an error when there is none.
    pub async fn authenticate(&mut self) -> Result<()> {
        let denied = || Error::api(ErrorCode::AuthenticationInvalid);
        let client = self.client.as_ref().ok_or_else(denied)?;
        let found = self.session.take().filter(|(session, _)| session.status_at(self.now).is_signed_in());
        let found = match found {
            // The current one has run out by itself: the oldest one left is current now, as the client is told.
            None if self.facts.session_id.is_none() => self.oldest_live(client).await?,
            found => found,
        };
        let (session, user) = found.ok_or_else(denied)?;
        if user.banned {
            return Err(Error::api(ErrorCode::UserBanned));
        }
        self.session = Some((session, user));
        Ok(())
    }

    async fn oldest_live(&self, client: &ClientRow) -> Result<Option<SessionOfUser>> {
        let (instance, mut conn) = (&self.app.instance.id, self.app.read().await?);
        let live = sessions::list_live_in_client(&mut conn, instance, &client.id, self.now).await?;
        match live.first() {
            Some(oldest) => Ok(callers::find_session(&mut conn, instance, &client.id, &oldest.id).await?),
            None => Ok(None),
        }
    }

    /// The session that was looked up together with the client, live or not; its user may be banned.
    pub(super) fn wanted(&self) -> Option<&SessionOfUser> {
        self.session.as_ref()
    }

    /// The client, where the caller has one.
    pub fn client(&self) -> Option<&ClientRow> {
        self.client.as_ref()
    }

    /// The client, which must be there.
    pub fn require_client(&self) -> Result<&ClientRow> {
        self.client.as_ref().ok_or_else(|| Error::api(ErrorCode::ResourceNotFound))
    }

    /// The caller's session; session endpoints only.
    pub fn session(&self) -> Result<&SessionRow> {
        self.session.as_ref().map(|(session, _)| session).ok_or_else(|| Error::internal("no session was asked for"))
    }

    /// An error when somebody acts in the user's name; session endpoints only.
    pub fn refuse_actor(&self) -> Result<()> {
        match self.session()?.actor {
            Some(_) => Err(Error::api(ErrorCode::ActorNotAllowed)),
            None => Ok(()),
        }
    }

    /// An error unless the caller has proven a moment ago who they are; session endpoints only.
    pub fn require_recent_proof(&self) -> Result<()> {
        match session_verifications::is_recent(self.session()?, self.user()?, self.now) {
            true => Ok(()),
            false => Err(Error::api(ErrorCode::SessionReverificationRequired)),
        }
    }

    /// The caller; session endpoints only.
    pub fn user(&self) -> Result<&UserRow> {
        self.session.as_ref().map(|(_, user)| user).ok_or_else(|| Error::internal("no session was asked for"))
    }

    /// The caller's id; session endpoints only.
    pub fn user_id(&self) -> Result<UserId> {
        Ok(self.user()?.id.clone())
    }

    /// Who causes the change that is about to be written.
    pub fn cause(&self) -> Cause {
        Cause {
            ip: Some(self.facts.ip.to_string()),
            user_agent: self.facts.user_agent.clone(),
            locale: Some(self.facts.locale),
            now: self.now,
            actor: None,
        }
    }

    /// Where tries at this account come from in this request.
    pub fn source(&self, user: &UserRow) -> Source {
        Source::new(&user.id, self.devices.known_for(&self.app, user, self.now))
    }

    /// Somebody signed in here: from now on this browser is known for the account, under the password it has now.
    pub fn remember_device(&mut self, user: &UserRow) {
        self.pending.devices = Some(self.devices.remember(&self.app, user, self.now));
    }

    /// Makes the handler's changes last, in the database and then in the caller's cookies: what was never written must
    /// not reach the browser, and what was written must, whatever fails afterwards.
    pub async fn commit(&mut self, conn: Conn) -> Result<()> {
        conn.commit().await?;
        let pending = std::mem::take(&mut self.pending);
        self.changes.client_token = pending.client_token.or(self.changes.client_token.take());
        self.changes.devices = pending.devices.or(self.changes.devices.take());
        self.changes.is_sign_in_changed |= pending.is_sign_in_changed;
        Ok(())
    }

    /// Somebody signed in or out: the reply writes the session cookies anew.
    pub fn sign_in_changed(&mut self) {
        self.changes.is_sign_in_changed = true;
    }

    /// The client is gone: the reply expires its cookies.
    pub fn forget_client(&mut self) {
        self.client = None;
        self.changes.is_client_forgotten = true;
    }

    /// Reads the client again, as it stands after the handler's changes.
    pub(super) async fn reload_client(&mut self) -> Result<()> {
        if let Some(client) = &self.client {
            let mut conn = self.app.read().await?;
            self.client = clients::find(&mut conn, &self.app.instance.id, &client.id).await?;
        }
        Ok(())
    }
}

async fn find(
    app: &App,
    hash: &str,
    named: Option<&SessionId>,
    wanted: Wanted<'_>,
    now: Millis,
) -> Result<(Option<ClientRow>, Option<SessionOfUser>)> {
    let (instance, mut conn) = (&app.instance.id, app.read().await?);
    let session = match wanted {
        Wanted::Nothing => return Ok((clients::find_by_token(&mut conn, instance, hash, now).await?, None)),
        Wanted::Current => named,
        Wanted::Session(id) => Some(id),
    };
    let found = callers::find(&mut conn, instance, hash, session, now).await?;
    Ok(found.map_or((None, None), |(client, session)| (Some(client), session)))
}

impl Facts {
    async fn read(app: &App, parts: &Parts, path_id: Option<String>) -> Result<Self> {
        let peer = parts.extensions.get::<Peer>().map_or(IpAddr::V4(Ipv4Addr::LOCALHOST), |peer| peer.0.ip());
        let query = parts.uri.query().unwrap_or_default();
        let parameter = |wanted: &str| {
            let mut pairs = form_urlencoded::parse(query.as_bytes());
            pairs.find(|(name, _)| name == wanted).map(|(_, value)| value.into_owned())
        };
        Ok(Self {
            ip: client_ip(peer, &parts.headers, &app.config.server.trusted_proxies),
            user_agent: parts
                .headers
                .get(http::header::USER_AGENT)
                .and_then(|value| value.to_str().ok())
                .map(|value| value.chars().take(400).collect()),
            locale: locale_of(app, &parts.headers),
            origin: origin::of_page(&parts.headers, &parts.extensions, app).await?,
            session_id: parameter("_clerk_session_id").filter(|id| is_id(id)).map(SessionId::from),
            path_id,
            is_fresh_wanted: parameter("debug").is_some_and(|value| value == "skip_cache"),
        })
    }
}

/// As pages choose theirs.
fn locale_of(app: &App, headers: &HeaderMap) -> Locale {
    let default = app.config.instance.language;
    preferred_language(default.first(), headers).language.tag.parse().unwrap_or(default)
}

/// Could this be an id? Anything else is not looked up.
pub(crate) fn is_id(text: &str) -> bool {
    (1..=64).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_')
}
