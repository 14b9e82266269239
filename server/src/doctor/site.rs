//! Addresses, cookies and who may call us.

use super::Findings;
use crate::config::Config;
use url::{Host, Url};

pub(super) fn check(findings: &mut Findings, config: &Config) {
    https(findings, config);
    host(findings, config);
    origins(findings, config);
    proxies(findings, config);
}

fn https(findings: &mut Findings, config: &Config) {
    let origin = config.server.public_origin();
    if config.server.is_https() {
        findings.ok("site.https", format!("{origin}: cookies are Secure"));
    } else if config.is_development() {
        findings.ok("site.https", format!("{origin}: without https, as developers' machines are"));
    } else {
        // Only this machine's own name gets here: the configuration refuses every other one.
        findings.warn(
            "site.https",
            format!("{origin} is this machine itself, and cookies are not Secure"),
            "set [server] public_url to the https address that people use",
        );
    }
}

/// The Frontend API's host is in the publishable key and in every token's issuer; the session cookie is set where pages are.
fn host(findings: &mut Findings, config: &Config) {
    let public = config.server.public_url.host_str().unwrap_or_default().to_owned();
    let named = &config.instance.frontend_api_host;
    let name = Url::parse(&format!("https://{named}")).ok().and_then(|url| url.host_str().map(str::to_owned));
    let name = name.unwrap_or_default();
    if name == public || (config.is_development() && name == "onehop.localhost") {
        findings.ok("site.cookies", format!("cookies belong to {public}, and the publishable key names it too"));
    } else if is_same_site(&name, &public) {
        findings.warn(
            "site.cookies",
            format!("the publishable key names {named}, and cookies belong to {public}"),
            format!("let {named} lead here too, or leave [instance] frontend_api_host out"),
        );
    } else {
        findings.fail(
            "site.cookies",
            format!("the publishable key names {named}, to which no cookie of {public} is sent"),
            "leave [instance] frontend_api_host out, or set it to a host of the same domain as public_url",
        );
    }
}

fn origins(findings: &mut Findings, config: &Config) {
    let public = config.server.public_url.clone();
    let foreign = |origin: &&String| {
        let url = Url::parse(origin).ok();
        !url.is_some_and(|url| {
            is_same_site(url.host_str().unwrap_or_default(), public.host_str().unwrap_or_default())
                && (url.scheme() == public.scheme())
        })
    };
    let allowed = &config.instance.allowed_origins;
    let foreign: Vec<&str> = allowed.iter().filter(foreign).map(String::as_str).collect();
    if foreign.is_empty() {
        let found = match allowed.len() {
            0 => "our own pages alone".to_owned(),
            count => format!("our own pages, and {count} of the same site"),
        };
        findings.ok("site.origins", found);
    } else {
        findings.warn(
            "site.origins",
            format!("browsers send none of our cookies with calls from {}: another site", foreign.join(", ")),
            "serve those apps below the domain of public_url and by the same scheme, or take them off [instance] allowed_origins",
        );
    }
}

fn proxies(findings: &mut Findings, config: &Config) {
    let trusted = &config.server.trusted_proxies;
    if let Some(all) = trusted.iter().find(|net| net.to_string().ends_with("/0")) {
        findings.fail(
            "site.proxies",
            format!("{all} is trusted: everybody can claim to come from any address, and limits count nothing"),
            "name the proxies' own addresses in [server] trusted_proxies",
        );
        return;
    }
    let is_behind = config.server.listen.ip().is_loopback() && config.server.is_https();
    if trusted.is_empty() && is_behind {
        findings.warn(
            "site.proxies",
            "a proxy on this machine must stand before us (https outside, loopback inside), and none is trusted: to limits, all people are one",
            "set [server] trusted_proxies to [\"127.0.0.1\", \"::1\"]",
        );
        return;
    }
    findings.ok(
        "site.proxies",
        match trusted.len() {
            0 => "none: peers are people".to_owned(),
            count => format!("{count} trusted"),
        },
    );
}

/// The same host, or both below a common domain of at least two labels. Good for all but public suffixes of two labels
/// (`co.uk`), where it sees one site in two.
fn is_same_site(one: &str, other: &str) -> bool {
    let is_address = |host: &str| matches!(Host::parse(host), Ok(Host::Ipv4(_) | Host::Ipv6(_)) | Err(_));
    if one == other || is_address(one) || is_address(other) {
        return one == other;
    }
    let site = |host: &str| host.rsplit('.').take(2).map(str::to_owned).collect::<Vec<_>>();
    let (one, other) = (site(one), site(other));
    one == other && one.len() == 2
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hosts_of_one_domain_are_one_site() {
        for (one, other, expected) in [
            ("a.example.com", "b.example.com", true),
            ("example.com", "a.example.com", true),
            ("example.com", "example.org", false),
            ("localhost", "localhost", true),
            ("10.0.0.1", "10.0.0.2", false),
            ("com", "example.com", false),
        ] {
            assert_eq!(is_same_site(one, other), expected, "{one} {other}");
        }
    }
}
