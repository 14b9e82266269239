//! What backends change about the instance while it runs. Read from the database with each request that needs it, so
//! that every node follows at once; requests of our own pages need none of it.

use super::{Cause, audit};
use crate::{
    clock::Millis,
    config::SignUpMode,
    error::{Error, Result},
    state::App,
    store::{Conn, instance_settings as store},
};
use onehop::wire::{
    ErrorCode,
    backend::{InstanceRestrictions, InstanceRestrictionsTag},
};
use serde::{Deserialize, Serialize};

/// All of it. What is absent is as the configuration says.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Settings {
    /// Addresses for tests take one known code. In development it is on unless switched off.
    pub test_mode: Option<bool>,
    /// Kept; passwords are compared with our own list of leaked ones in any case.
    pub hibp: Option<bool>,
    /// Where people find help.
    pub support_email: Option<String>,
    /// Kept: browsers load no script of that kind from us.
    pub script_version: Option<String>,
    /// Where development runs.
    pub development_origin: Option<String>,
    /// Origins that may call from a browser, beside the configured ones.
    pub allowed_origins: Option<Vec<String>>,
    /// Kept: browsers keep cookies here.
    pub cookieless_dev: Option<bool>,
    /// Kept: browsers keep cookies here.
    pub url_based_session_syncing: Option<bool>,
    /// What sign-in begins with.
    pub preferred_strategy: Option<Preferred>,
    /// Who may make an account.
    pub sign_up_mode: Option<SignUpMode>,
    /// How long a session lasts at most.
    pub session_lifetime: Option<Millis>,
    /// How long a session lasts that nobody uses; 0: as long as one that is used.
    pub session_inactivity_timeout: Option<Millis>,
    /// Did a backend switch webhooks on?
    pub are_webhooks_on: bool,
    /// Who may sign up and sign in.
    pub restrictions: Restrictions,
    /// What organizations will be able to do.
    pub organizations: Organizations,
}

/// What sign-in begins with.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Preferred {
    /// The password.
    Password,
    /// A mailed code.
    Otp,
}

impl Preferred {
    /// The name on the wire.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Password => "password",
            Self::Otp => "otp",
        }
    }
}

/// Who may sign up and sign in.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
#[expect(clippy::struct_excessive_bools, reason = "each is a switch of the contract")]
pub struct Restrictions {
    /// Only those on the allow-list.
    pub is_allowlist_on: bool,
    /// Not those on the block-list.
    pub is_blocklist_on: bool,
    /// Both lists bind sign-up only.
    pub are_lists_off_on_sign_in: bool,
    /// No `name+tag@example.com`.
    pub are_subaddresses_blocked: bool,
    /// No throw-away addresses.
    pub are_disposable_domains_blocked: bool,
    /// `a.b@gmail.com` is `ab@gmail.com`.
    pub are_gmail_dots_ignored: bool,
}

impl Restrictions {
    /// As backends see them.
    pub fn view(self) -> InstanceRestrictions {
        InstanceRestrictions {
            object: InstanceRestrictionsTag,
            allowlist: self.is_allowlist_on,
            blocklist: self.is_blocklist_on,
            allowlist_blocklist_disabled_on_sign_in: self.are_lists_off_on_sign_in,
            block_email_subaddresses: self.are_subaddresses_blocked,
            block_disposable_email_domains: self.are_disposable_domains_blocked,
            ignore_dots_for_gmail_addresses: self.are_gmail_dots_ignored,
        }
    }
}

/// What organizations will be able to do.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Organizations {
    /// Members of each; 0: no limit.
    pub max_memberships: i64,
    /// Administrators may delete theirs.
    pub is_admin_delete_enabled: bool,
    /// They may claim domains.
    pub are_domains_enabled: bool,
    /// There are no short names.
    pub are_slugs_disabled: bool,
    /// How members of a domain join.
    pub enrollment_modes: Vec<String>,
}

impl Organizations {
    /// The role of whoever creates one.
    pub const CREATOR: &str = "org:admin";
    /// The role of everybody else.
    pub const MEMBER: &str = "org:member";
}

impl Default for Organizations {
    fn default() -> Self {
        Self {
            max_memberships: 5,
            is_admin_delete_enabled: true,
            are_domains_enabled: false,
            are_slugs_disabled: false,
            enrollment_modes: Vec::new(),
        }
    }
}

impl Settings {
    /// Do addresses for tests take one known code? Never in production.
    pub fn is_test_mode(&self, app: &App) -> bool {
        app.config.is_development() && self.test_mode.unwrap_or(true)
    }

    /// Who may make an account?
    pub fn sign_up_mode(&self, app: &App) -> SignUpMode {
        self.sign_up_mode.unwrap_or(app.config.user.sign_up_mode)
    }

    /// How long do sessions last?
    pub fn session_limits(&self, app: &App) -> SessionLimits {
        let config = &app.config.session;
        let inactivity = match self.session_inactivity_timeout {
            Some(timeout) => Some(timeout).filter(|timeout| *timeout > 0),
            None => config.inactivity_timeout,
        };
        SessionLimits { lifetime: self.session_lifetime.unwrap_or(config.lifetime), inactivity }
    }
}

/// How long sessions last.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SessionLimits {
    /// At most, however busy.
    pub lifetime: Millis,
    /// Unused; none: as long as used.
    pub inactivity: Option<Millis>,
}

impl SessionLimits {
    /// When a session ends that is used now and not again.
    pub fn abandon_at(self, expire_at: Millis, now: Millis) -> Millis {
        self.inactivity.map_or(expire_at, |timeout| expire_at.min(now + timeout))
    }
}

/// The settings as they are now.
pub async fn find(app: &App, conn: &mut Conn) -> Result<Settings> {
    match store::find(conn, &app.instance.id).await? {
        Some(row) => read(&row.data),
        None => Ok(Settings::default()),
    }
}

/// Changes the settings; the new ones.
pub async fn change(
    app: &App,
    conn: &mut Conn,
    cause: &Cause,
    change: impl FnOnce(&mut Settings) -> Result<()>,
) -> Result<Settings> {
    let row = store::find(conn, &app.instance.id).await?;
    let (version, mut settings) = match row {
        Some(row) => (row.version, read(&row.data)?),
        None => (0, Settings::default()),
    };
    let before = audit::public(&settings);
    change(&mut settings)?;
    let data = serde_json::to_string(&settings).map_err(|error| Error::Internal(Box::new(error)))?;
    if !store::put(conn, &app.instance.id, version, &data, cause.now).await? {
        // Somebody else changed them since they were read: nothing is lost, the caller tries again.
        return Err(Error::api(ErrorCode::ServiceUnavailable).retry_after(1_000));
    }
    audit::record(app, conn, cause, app.instance.id.as_str(), before, audit::public(&settings)).await?;
    Ok(settings)
}

fn read(data: &str) -> Result<Settings> {
    serde_json::from_str(data).map_err(|error| Error::Internal(Box::new(error)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn settings_of_an_older_version_are_read_with_defaults() {
        let settings = read(r#"{"restrictions":{"is_allowlist_on":true},"gone":1}"#).unwrap();
        assert!(settings.restrictions.is_allowlist_on && !settings.restrictions.is_blocklist_on);
        assert_eq!(settings.organizations.max_memberships, 5);
    }

    #[test]
    fn an_unused_session_ends_by_the_timeout_and_never_after_its_time() {
        let limits = |inactivity| SessionLimits { lifetime: 1_000, inactivity };
        assert_eq!(limits(None).abandon_at(1_000, 10), 1_000);
        assert_eq!(limits(Some(100)).abandon_at(1_000, 10), 110);
        assert_eq!(limits(Some(100)).abandon_at(1_000, 950), 1_000);
    }
}
