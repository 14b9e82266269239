//! `[instance]`: name, environment and the addresses that belong together.

use super::environment::Environment;
use super::locale::Locale;
use super::section::Section;
use super::server::{Server, is_localhost, origin_url};
use url::Url;

/// What this installation is called and where its people go.
#[derive(Clone, Debug)]
pub struct Instance {
    /// The name in titles and mails.
    pub name: String,
    /// What pages and mails speak to those of whom nothing else is known.
    pub language: Locale,
    /// Development or production.
    pub environment: Environment,
    /// `host[:port]` in the publishable key. Always has a dot: clients refuse keys without.
    pub frontend_api_host: String,
    /// Origins besides our own that may call the API and be redirected to.
    pub allowed_origins: Vec<String>,
    /// Where people find help.
    pub support_email: Option<String>,
    /// The sign-in page: a path of ours or an absolute address, as all that follow.
    pub sign_in_url: String,
    /// The sign-up page.
    pub sign_up_url: String,
    /// The profile page.
    pub user_profile_url: String,
    /// The page of the waiting list.
    pub waitlist_url: String,
    /// The start page.
    pub home_url: String,
    /// After sign-in, when the page asked for nothing else.
    pub after_sign_in_url: String,
    /// After sign-up, when the page asked for nothing else.
    pub after_sign_up_url: String,
    /// After sign-out.
    pub after_sign_out_url: String,
    /// The terms that people accept: a path of ours or any http address.
    pub terms_url: Option<String>,
    /// The privacy policy, likewise.
    pub privacy_policy_url: Option<String>,
}

impl Instance {
    pub(super) fn read(mut section: Section<'_>, environment: Environment, server: &Server) -> Self {
        let allowed_origins = allowed_origins(&mut section, environment);
        let mut page = |key: &str, default: &str| {
            let address = section.text(key, default);
            if !leads_to(&address, server, &allowed_origins) {
                let mend = "write a path such as /user, or an address at public_url or at one of allowed_origins";
                section.problem(key, "leads to a place that we don't redirect to", mend);
            }
            address
        };
        Self {
            sign_in_url: page("sign_in_url", "/sign-in"),
            sign_up_url: page("sign_up_url", "/sign-up"),
            user_profile_url: page("user_profile_url", "/user"),
            waitlist_url: page("waitlist_url", "/waitlist"),
            home_url: page("home_url", "/"),
            after_sign_in_url: page("after_sign_in_url", "/"),
            after_sign_up_url: page("after_sign_up_url", "/"),
            after_sign_out_url: page("after_sign_out_url", "/"),
            terms_url: document(&mut section, "terms_url"),
            privacy_policy_url: document(&mut section, "privacy_policy_url"),
            name: section.text("name", "Onehop"),
            language: section.parsed("language", "en", "write \"en\", \"de\" or \"ar\""),
            environment,
            frontend_api_host: frontend_api_host(&mut section, server),
            support_email: section
                .parsed_optional::<lettre::Address>("support_email", "write an e-mail address")
                .map(|it| it.to_string()),
            allowed_origins,
        }
    }
}

/// The address of something to read. It is linked and never redirected to, so it may be anywhere.
fn document(section: &mut Section<'_>, key: &str) -> Option<String> {
    let address = section.optional(key)?;
    let is_path = address.starts_with('/') && !address.starts_with("//") && !address.contains('\\');
    let is_page = || Url::parse(&address).is_ok_and(|url| matches!(url.scheme(), "http" | "https"));
    if !is_path && !is_page() {
        section.problem(key, "is not the address of a page", "write a path such as /terms, or an http(s) address");
    }
    Some(address)
}

/// Reads `environment` alone: the other sections need it first.
pub(super) fn environment(section: &mut Section<'_>) -> Environment {
    section.parsed("environment", "production", "write \"development\" or \"production\"")
}

fn allowed_origins(section: &mut Section<'_>, environment: Environment) -> Vec<String> {
    let expected = "write origins, such as [\"https://app.example.com\"]";
    let mut origins = Vec::new();
    for text in section.list::<String>("allowed_origins", expected) {
        match origin_url(&text) {
            None => section.problem("allowed_origins", &format!("\"{text}\" is not an origin"), expected),
            Some(url) => {
                if environment.is_production() && url.scheme() != "https" && !is_localhost(&url) {
                    section.problem("allowed_origins", &format!("\"{text}\" is not https"), "use https");
                }
                origins.push(url.origin().ascii_serialization());
            }
        }
    }
    origins
}

fn leads_to(address: &str, server: &Server, allowed_origins: &[String]) -> bool {
    // Joined as a browser would: `//elsewhere` and `/\elsewhere` are other hosts, not paths.
    let Ok(url) = server.public_url.join(address) else {
        return false;
    };
    let origin = url.origin().ascii_serialization();
    let is_known = origin == server.public_origin() || allowed_origins.contains(&origin);
    is_known && (address.starts_with('/') || Url::parse(address).is_ok())
}

fn frontend_api_host(section: &mut Section<'_>, server: &Server) -> String {
    let Some(host) = section.optional("frontend_api_host") else {
        return derived_host(&server.public_url);
    };
    let is_bare = Url::parse(&format!("https://{host}/")).is_ok_and(|url| {
        let port = url.port().map(|port| format!(":{port}")).unwrap_or_default();
        url.host_str().is_some_and(|name| format!("{name}{port}") == host)
    });
    if !is_bare || !host.contains('.') || host.contains('$') {
        let mend = "write host or host:port with a dot in it, such as accounts.example.com";
        section.problem("frontend_api_host", "cannot be put in a publishable key", mend);
    }
    host
}

/// The public host, or a name for it that has a dot.
fn derived_host(public_url: &Url) -> String {
    let host = public_url.host_str().unwrap_or_default();
    let host = if host.contains('.') { host } else { "onehop.localhost" };
    match public_url.port() {
        Some(port) => format!("{host}:{port}"),
        None => host.to_owned(),
    }
}
