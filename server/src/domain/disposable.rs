//! Throw-away addresses: domains that hand them out, and what stands below them.

use std::sync::LazyLock;

/// Sorted lines; source and licence stand on top.
const LIST: &str = include_str!("disposable_domains.txt");

static DOMAINS: LazyLock<Vec<&'static str>> =
    LazyLock::new(|| LIST.lines().filter(|line| !line.starts_with('#')).collect());

/// Does this domain, in lower case, hand out throw-away addresses?
pub fn is_disposable(domain: &str) -> bool {
    let parents = domain.match_indices('.').map(|(at, _)| &domain[at + 1..]);
    std::iter::once(domain).chain(parents).any(|name| DOMAINS.binary_search(&name).is_ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_list_is_sorted_so_that_every_line_is_found() {
        assert!(DOMAINS.len() > 5_000);
        assert!(DOMAINS.is_sorted());
        assert!(DOMAINS.iter().all(|domain| is_disposable(domain)));
    }

    #[test]
    fn throw_away_domains_and_what_is_below_them_are_known() {
        for domain in ["mailinator.com", "guerrillamail.com", "sub.mailinator.com", "a.b.mailinator.com"] {
            assert!(is_disposable(domain), "{domain}");
        }
        for domain in ["gmail.com", "example.com", "prefixmailinator.com", "mailinator.com.example.com", "com", ""] {
            assert!(!is_disposable(domain), "{domain}");
        }
    }
}
