//! Who is asking, and under which of our names: forwarded headers count only when a trusted proxy sent them.

use crate::config::{Config, IpNet};
use http::HeaderMap;
use std::net::{IpAddr, SocketAddr};

/// The other end of the connection, in the request's extensions. A request that never crossed a socket has none.
#[derive(Clone, Copy, Debug)]
pub struct Peer(pub SocketAddr);

/// The client's address: the peer, or behind trusted proxies the last hop of `X-Forwarded-For` that none of them is.
/// What stands left of that hop is the client's own claim and is never looked at.
pub fn client_ip(peer: IpAddr, headers: &HeaderMap, trusted: &[IpNet]) -> IpAddr {
    let mut address = peer.to_canonical();
    let lines = headers.get_all("x-forwarded-for").into_iter().rev();
    for hop in lines.flat_map(|line| line.to_str().unwrap_or_default().rsplit(',')) {
        if !is_trusted(address, trusted) {
            break;
        }
        match hop_address(hop.trim()) {
            Some(hop) => address = hop.to_canonical(),
            // Unreadable: the last proxy that we know is the best we can say.
            None => break,
        }
    }
    address
}

/// What limits count by: one IPv4 address, or the /64 that one IPv6 customer has at the least.
pub fn limit_key(address: IpAddr) -> IpNet {
    let prefix = if address.to_canonical().is_ipv4() { 32 } else { 64 };
    IpNet::new(address, prefix)
}

/// The origin that this request came to: the public one, or another allowed one that a trusted proxy names in
/// `X-Forwarded-Proto` and `X-Forwarded-Host`. Always one of the configuration's, so no header can put a foreign host
/// into a link.
pub fn public_origin(config: &Config, peer: Option<Peer>, headers: &HeaderMap) -> String {
    let trusted = &config.server.trusted_proxies;
    let forwarded = peer.filter(|peer| is_trusted(peer.0.ip(), trusted)).and_then(|_| {
        let header = |name| headers.get(name).and_then(|value| value.to_str().ok());
        let origin = format!("{}://{}", header("x-forwarded-proto")?, header("x-forwarded-host")?);
        config.instance.allowed_origins.contains(&origin).then_some(origin)
    });
    forwarded.unwrap_or_else(|| config.server.public_origin())
}

fn is_trusted(address: IpAddr, trusted: &[IpNet]) -> bool {
    trusted.iter().any(|net| net.contains(address))
}

/// An address as proxies write it: bare, with a port, or IPv6 in brackets.
fn hop_address(hop: &str) -> Option<IpAddr> {
    if let Ok(address) = hop.parse() {
        return Some(address);
    }
    if let Ok(socket) = hop.parse::<SocketAddr>() {
        return Some(socket.ip());
    }
    hop.strip_prefix('[')?.strip_suffix(']')?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::Overrides;

    fn ip(text: &str) -> IpAddr {
        text.parse().unwrap()
    }

    fn seen(peer: &str, lines: &[&str], trusted: &[&str]) -> String {
        let mut headers = HeaderMap::new();
        for line in lines {
            headers.append("x-forwarded-for", line.parse().unwrap());
        }
        let trusted: Vec<_> = trusted.iter().map(|net| net.parse().unwrap()).collect();
        client_ip(ip(peer), &headers, &trusted).to_string()
    }

    #[test]
    fn an_untrusted_peer_cannot_claim_another_address() {
        assert_eq!(seen("203.0.113.9", &["198.51.100.1"], &[]), "203.0.113.9");
        assert_eq!(seen("203.0.113.9", &["198.51.100.1"], &["10.0.0.0/8"]), "203.0.113.9");
    }

    #[test]
    fn behind_trusted_proxies_the_last_foreign_hop_is_the_client() {
        assert_eq!(seen("10.0.0.1", &["198.51.100.1"], &["10.0.0.0/8"]), "198.51.100.1");
        assert_eq!(seen("10.0.0.1", &["6.6.6.6, 198.51.100.1, 10.0.0.2"], &["10.0.0.0/8"]), "198.51.100.1");
    }

    #[test]
    fn several_header_lines_are_one_list() {
        assert_eq!(seen("10.0.0.1", &["6.6.6.6", "198.51.100.1, 10.0.0.2"], &["10.0.0.0/8"]), "198.51.100.1");
        assert_eq!(seen("10.0.0.1", &["198.51.100.1", "10.0.0.2"], &["10.0.0.0/8"]), "198.51.100.1");
    }

    #[test]
    fn an_unreadable_hop_ends_the_walk() {
        assert_eq!(seen("10.0.0.1", &["198.51.100.1, unknown, 10.0.0.2"], &["10.0.0.0/8"]), "10.0.0.2");
        assert_eq!(seen("10.0.0.1", &[""], &["10.0.0.0/8"]), "10.0.0.1");
    }

    #[test]
    fn ports_brackets_and_mapped_addresses_are_understood() {
        assert_eq!(seen("::ffff:10.0.0.1", &["198.51.100.1:4711"], &["10.0.0.0/8"]), "198.51.100.1");
        assert_eq!(seen("10.0.0.1", &["[2001:db8::7]:4711"], &["10.0.0.0/8"]), "2001:db8::7");
        assert_eq!(seen("10.0.0.1", &["[2001:db8::7]"], &["10.0.0.0/8"]), "2001:db8::7");
    }

    #[test]
    fn limits_count_ipv4_singly_and_ipv6_by_64() {
        assert_eq!(limit_key(ip("203.0.113.9")).to_string(), "203.0.113.9/32");
        assert_eq!(limit_key(ip("::ffff:203.0.113.9")).to_string(), "203.0.113.9/32");
        assert_eq!(limit_key(ip("2001:db8:1:2:3:4:5:6")).to_string(), "2001:db8:1:2::/64");
    }

    #[test]
    fn only_a_trusted_proxy_chooses_the_origin_and_only_among_the_allowed() {
        let set = [("ALLOWED_ORIGINS", "https://app.example.com"), ("FRONTEND_API_HOST", "a.example")];
        let mut variables: Vec<_> = set.map(|(key, value)| (format!("ONEHOP_INSTANCE_{key}"), value.to_owned())).into();
        variables.push(("ONEHOP_SERVER_TRUSTED_PROXIES".into(), "10.0.0.1".into()));
        let config = Config::load(None, variables, Overrides { dev: true, ..Overrides::default() }).unwrap();
        let origin = |peer: &str, host: &str| {
            let mut headers = HeaderMap::new();
            headers.insert("x-forwarded-proto", "https".parse().unwrap());
            headers.insert("x-forwarded-host", host.parse().unwrap());
            public_origin(&config, Some(Peer(peer.parse().unwrap())), &headers)
        };
        assert_eq!(origin("10.0.0.1:1", "app.example.com"), "https://app.example.com");
        assert_eq!(origin("10.0.0.1:1", "evil.example.com"), "http://localhost:3000");
        assert_eq!(origin("10.0.0.2:1", "app.example.com"), "http://localhost:3000");
    }
}
