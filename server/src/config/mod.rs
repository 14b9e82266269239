//! The configuration: flags, then `ONEHOP_<SECTION>_<KEY>` variables, then one TOML file, then defaults.
//!
//! One file per section. A new setting is one line in its section's `read` and one in `onehop.example.toml`; a test
//! compares the two. Everything wrong is reported at once, and production refuses what only development may assume.

mod cidr;
mod codes;
mod database;
mod environment;
mod instance;
mod keys;
mod limits;
mod locale;
mod mail;
mod metadata_path;
mod metrics;
mod password;
mod problem;
mod rate;
mod raw;
mod reader;
mod section;
mod server;
mod session;
mod session_claims;
mod sign_in;
mod telemetry;
mod user;
mod webhooks;

#[cfg(test)]
mod tests;

pub use cidr::IpNet;
pub use codes::Codes;
pub use database::Database;
pub use environment::Environment;
pub use instance::Instance;
pub use keys::{EncryptionKey, Keys};
pub use limits::Limits;
pub use locale::{Locale, UnknownLocale};
pub use mail::Mail;
pub use metadata_path::{InvalidPath, MetadataKind, MetadataPath};
pub use metrics::Metrics;
pub use password::{MAX_PASSWORD_BYTES, Password};
pub use problem::{ConfigErrors, Problem};
pub use rate::Rate;
pub use server::Server;
pub use session::{LIFETIMES, Session};
pub use session_claims::{COOKIE_BYTES, OWN_CLAIMS as OWN_CLAIM_BYTES, SessionClaim};
pub use sign_in::{FirstFactor, Identifier, SignIn};
pub use telemetry::Telemetry;
pub use user::{SignUpMode, User};
pub use webhooks::Webhooks;

use reader::Reader;
use section::Section;
use std::collections::BTreeMap;
use std::path::Path;

/// Everything that can be set. `Debug` shows no secret.
#[derive(Clone, Debug)]
pub struct Config {
    /// Listening and time limits.
    pub server: Server,
    /// Where the rows are.
    pub database: Database,
    /// Name, environment and addresses.
    pub instance: Instance,
    /// Sender and mail server.
    pub mail: Mail,
    /// Where numbers are told.
    pub metrics: Metrics,
    /// Where traces go.
    pub telemetry: Telemetry,
    /// The key that seals secrets.
    pub keys: Keys,
    /// Lifetimes of sessions.
    pub session: Session,
    /// Rules for passwords.
    pub password: Password,
    /// One-time codes.
    pub codes: Codes,
    /// Rates and lock-out.
    pub limits: Limits,
    /// Attributes of users.
    pub user: User,
    /// How people sign in.
    pub sign_in: SignIn,
    /// Deliveries and the change feed.
    pub webhooks: Webhooks,
}

/// What the command line sets; stronger than every other source.
#[derive(Clone, Debug, Default)]
pub struct Overrides {
    /// `--listen`
    pub listen: Option<String>,
    /// `--data`
    pub data: Option<String>,
    /// `--dev`
    pub dev: bool,
}

impl Config {
    /// Reads the configuration, or says everything that is wrong with it.
    pub fn load(
        file: Option<&Path>,
        variables: impl IntoIterator<Item = (String, String)>,
        flags: Overrides,
    ) -> Result<Self, ConfigErrors> {
        let mut reader = Reader::new(file, variables, flags.by_setting());
        let config = Self::read(&mut reader);
        reader.finish().map(|()| config)
    }

    /// The defaults of development with everything in `data`: for tests and embedding.
    pub fn development(data: &Path) -> Self {
        let flags = Overrides { data: Some(data.display().to_string()), dev: true, ..Overrides::default() };
        Self::load(None, [], flags).expect("development needs nothing set")
    }

    /// Whether development defaults stand.
    pub fn is_development(&self) -> bool {
        !self.instance.environment.is_production()
    }

    /// `address` as an absolute one: paths are ours.
    pub fn absolute(&self, address: &str) -> String {
        self.server.public_url.join(address).map_or_else(|_| self.server.public_origin(), |url| url.to_string())
    }

    /// The most important settings, one a line, without secrets.
    pub fn summary(&self) -> String {
        let proxies: Vec<_> = self.server.trusted_proxies.iter().map(ToString::to_string).collect();
        [
            ("environment", self.instance.environment.to_string()),
            ("listen", self.server.listen.to_string()),
            ("metrics", self.metrics.listen.map_or_else(|| "off".to_owned(), |listen| listen.to_string())),
            ("public URL", self.server.public_origin()),
            ("Frontend API", self.instance.frontend_api_host.clone()),
            ("allowed origins", or_none(&self.instance.allowed_origins)),
            ("trusted proxies", or_none(&proxies)),
            ("data", self.server.data.display().to_string()),
            ("database", self.database.shown()),
            ("encryption key", self.keys.shown()),
            ("peppers", self.password.peppers.to_string()),
            ("mail from", self.mail.from.to_string()),
            ("mail through", self.mail.shown()),
        ]
        .map(|(name, value)| format!("{name:16} {value}\n"))
        .concat()
    }

    fn read(reader: &mut Reader) -> Self {
        let environment = instance::environment(&mut Section::new(reader, "instance"));
        let server = Server::read(Section::new(reader, "server"), environment);
        let database = Database::read(Section::new(reader, "database"), &server.data);
        let instance = Instance::read(Section::new(reader, "instance"), environment, &server);
        let mail = Mail::read(Section::new(reader, "mail"), environment);
        let metrics = Metrics::read(Section::new(reader, "metrics"), server.listen);
        let telemetry = Telemetry::read(Section::new(reader, "telemetry"));
        let keys = Keys::read(Section::new(reader, "keys"), environment, &server.data);
        let session = Session::read(Section::new(reader, "session"));
        let password = Password::read(Section::new(reader, "password"));
        let codes = Codes::read(Section::new(reader, "codes"), environment);
        let limits = Limits::read(Section::new(reader, "limits"), environment);
        let user = User::read(Section::new(reader, "user"), &instance);
        let sign_in = SignIn::read(Section::new(reader, "sign_in"), &user);
        let webhooks = Webhooks::read(Section::new(reader, "webhooks"), environment);
        Self {
            server,
            database,
            instance,
            mail,
            metrics,
            telemetry,
            keys,
            session,
            password,
            codes,
            limits,
            user,
            sign_in,
            webhooks,
        }
    }
}

impl Overrides {
    fn by_setting(self) -> BTreeMap<&'static str, (&'static str, String)> {
        let environment = self.dev.then(|| Environment::Development.to_string());
        [
            ("server.listen", "--listen", self.listen),
            ("server.data", "--data", self.data),
            ("instance.environment", "--dev", environment),
        ]
        .into_iter()
        .filter_map(|(path, flag, value)| value.map(|value| (path, (flag, value))))
        .collect()
    }
}

fn or_none(items: &[String]) -> String {
    if items.is_empty() { "none".to_owned() } else { items.join(", ") }
}
