//! `[session] claims`: what session tokens say beside what all of them say, read from the user's metadata.

use super::metadata_path::{MetadataKind, MetadataPath};
use std::str::FromStr;

/// The largest cookie that browsers keep, name and value (RFC 6265, section 6.1). Our own pages keep the token in one.
pub const COOKIE_BYTES: usize = 4096;
/// The cookie's name, the token's header, its signature, and dots between them.
const AROUND_CLAIMS: usize = 40 + 160 + 342 + 2;
/// What all tokens say, at its longest: issuer and origin of 300 bytes each, ids, times, and who acts for the user.
pub const OWN_CLAIMS: usize = 1000;
/// Names that tokens use themselves, or may one day: of RFC 7519, of the contract, of OpenID Connect.
const TAKEN: [&str; 24] = [
    "iss",
    "sub",
    "aud",
    "exp",
    "nbf",
    "iat",
    "jti",
    "azp",
    "sid",
    "v",
    "fva",
    "sts",
    "act",
    "o",
    "fea",
    "pla",
    "org_id",
    "org_role",
    "org_slug",
    "org_permissions",
    "scope",
    "nonce",
    "at_hash",
    "__raw",
];

/// One claim: `plan=public.plan`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SessionClaim {
    /// What it is called in the token.
    pub name: String,
    /// Where its value stands.
    pub path: MetadataPath,
}

/// Why the text is no claim.
#[derive(Debug)]
pub struct InvalidClaim;

impl FromStr for SessionClaim {
    type Err = InvalidClaim;

    fn from_str(text: &str) -> Result<Self, InvalidClaim> {
        let (name, path) = text.split_once('=').ok_or(InvalidClaim)?;
        let (name, path) = (name.trim(), path.trim().parse::<MetadataPath>().map_err(|_| InvalidClaim)?);
        let is_name = (1..=64).contains(&name.len())
            && name
                .bytes()
                .all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-' | b'.' | b':' | b'/'));
        // Whoever holds the token reads it: the user, and every app they use.
        if !is_name || TAKEN.contains(&name) || path.kind == MetadataKind::Private {
            return Err(InvalidClaim);
        }
        Ok(Self { name: name.to_owned(), path })
    }
}

/// The longest token that can come about, in the bytes of its cookie, if no value has more than `value_bytes` as JSON.
pub(super) fn worst_case(claims: &[SessionClaim], value_bytes: usize) -> usize {
    // `"name":value,`
    let own: usize = claims.iter().map(|claim| claim.name.len() + 4 + value_bytes).sum();
    AROUND_CLAIMS + (OWN_CLAIMS + own).div_ceil(3) * 4
}

/// What is wrong with them together, if anything.
pub(super) fn problem(claims: &[SessionClaim], value_bytes: usize) -> Option<String> {
    let is_twice =
        |(index, claim): (usize, &SessionClaim)| claims[..index].iter().any(|other| other.name == claim.name);
    if claims.iter().enumerate().any(is_twice) {
        return Some("names a claim twice".to_owned());
    }
    let bytes = worst_case(claims, value_bytes);
    let is_too_large = !claims.is_empty() && bytes > COOKIE_BYTES;
    is_too_large.then(|| format!("makes tokens of up to {bytes} bytes; browsers keep no cookie over {COOKIE_BYTES}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn claims(count: usize) -> Vec<SessionClaim> {
        (0..count).map(|index| format!("claim_{index}=public.a{index}").parse().unwrap()).collect()
    }

    #[test]
    fn names_of_tokens_themselves_and_private_metadata_are_refused() {
        for text in ["sub=public.plan", "o=public.a", "plan", "=public.plan", "plan=", "a b=public.a", "plan=private.a"]
        {
            assert!(text.parse::<SessionClaim>().is_err(), "{text}");
        }
        let claim: SessionClaim = "plan = public.team.plan".parse().unwrap();
        assert_eq!((claim.name.as_str(), claim.path.to_string().as_str()), ("plan", "public.team.plan"));
    }

    #[test]
    fn what_may_not_fit_into_a_cookie_is_refused() {
        let fits = |count, bytes| problem(&claims(count), bytes).is_none();
        assert!(fits(0, 2048) && fits(11, 128) && fits(1, 1024));
        assert!(!fits(20, 128) && !fits(1, 2048));
        assert!(problem(&[claims(1), claims(1)].concat(), 16).is_some());
    }
}
