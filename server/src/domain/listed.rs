//! Entries of the allow-list and the block-list: what they name, and whether somebody is named.

use super::identifiers;
use crate::{
    error::{Error, Result},
    state::App,
    store::{Conn, listed_identifiers as store, listed_identifiers::List},
};
use onehop::wire::{ErrorCode, backend::IdentifierType};

/// What separates a mailbox's name from a tag.
const TAG_MARKS: [char; 3] = ['+', '=', '#'];
/// Stands for all names, or all hosts, of a domain.
const ANY: &str = "*@";

/// What an entry names.
#[derive(Debug, PartialEq, Eq)]
pub struct Entry {
    /// As compared.
    pub identifier: String,
    /// What it is.
    pub kind: IdentifierType,
}

impl Entry {
    /// An address, `*@example.com`, `*@*.example.com`, a phone number or a wallet.
    pub fn parse(text: &str) -> Result<Self> {
        let text = text.trim();
        let (identifier, kind) = if text.is_empty() {
            return Err(Error::param(ErrorCode::FormParamNil, "identifier"));
        } else if let Some(domain) = text.strip_prefix(ANY) {
            // A domain is one when an address can be there.
            let address = format!("a@{}", domain.strip_prefix("*.").unwrap_or(domain));
            identifiers::email(&address, "identifier").map_err(|_| unreadable())?;
            (text.to_lowercase(), IdentifierType::EmailAddress)
        } else if text.contains('@') {
            let email = identifiers::email(text, "identifier").map_err(|_| unreadable())?;
            (email.normalized, IdentifierType::EmailAddress)
        } else if text.starts_with('+') {
            (identifiers::phone(text, "identifier").map_err(|_| unreadable())?, IdentifierType::PhoneNumber)
        } else if is_wallet(text) {
            (text.to_lowercase(), IdentifierType::Web3Wallet)
        } else {
            return Err(unreadable());
        };
        Ok(Self { identifier, kind })
    }

    /// Is it the address of one mailbox?
    pub fn is_one_address(&self) -> bool {
        self.kind == IdentifierType::EmailAddress && !self.identifier.starts_with(ANY)
    }
}

fn unreadable() -> Error {
    Error::param(ErrorCode::FormParamFormatInvalid, "identifier")
        .text("Write an email address, *@example.com, a phone number such as +14155552671, or a wallet.")
}

/// The forms in which wallets are written are 32 to 64 letters and digits, or 0x and 40 of them.
fn is_wallet(text: &str) -> bool {
    (32..=64).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_alphanumeric())
}

/// The name of a list's entries of this kind.
pub fn kind_name(kind: IdentifierType) -> &'static str {
    match kind {
        IdentifierType::EmailAddress => "email_address",
        IdentifierType::PhoneNumber => "phone_number",
        IdentifierType::Web3Wallet => "web3_wallet",
    }
}

/// The kind of this name.
pub fn kind_of(name: &str) -> IdentifierType {
    match name {
        "phone_number" => IdentifierType::PhoneNumber,
        "web3_wallet" => IdentifierType::Web3Wallet,
        _ => IdentifierType::EmailAddress,
    }
}

/// Is one of these identifiers, as compared, on the list?
pub async fn names_any(
    app: &App,
    conn: &mut Conn,
    list: List,
    identifiers: &[String],
    is_dotless: bool,
) -> Result<bool> {
    let mut names: Vec<String> = identifiers.iter().flat_map(|identifier| names_of(identifier, list)).collect();
    if is_dotless {
        names.iter_mut().for_each(|name| *name = identifiers::dotless(name));
    }
    names.sort_unstable();
    names.dedup();
    Ok(store::has_any(conn, &app.instance.id, list, &names, is_dotless).await?)
}

/// Every entry that would name this identifier. Who is blocked is blocked with every tag.
fn names_of(identifier: &str, list: List) -> Vec<String> {
    let Some((_, domain)) = identifier.rsplit_once('@') else { return vec![identifier.to_lowercase()] };
    let mut names = vec![identifier.to_owned(), format!("{ANY}{domain}")];
    names.extend(domain.match_indices('.').map(|(at, _)| format!("{ANY}*{}", &domain[at..])));
    if list == List::Block {
        names.extend(without_tag(identifier));
    }
    names
}

/// The address without its tag, if it has one.
pub fn without_tag(address: &str) -> Option<String> {
    let (local, domain) = address.rsplit_once('@')?;
    let (name, _) = local.split_once(TAG_MARKS)?;
    Some(format!("{name}@{domain}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_kind_follows_from_the_form() {
        let parse = |text: &str| Entry::parse(text).map(|entry| (entry.identifier, entry.kind)).ok();
        let wallet = "0x0123456789ABCDEF0123456789abcdef01234567";
        for (text, identifier, kind) in [
            (" Ada@Example.com ", "ada@example.com", IdentifierType::EmailAddress),
            ("*@Example.com", "*@example.com", IdentifierType::EmailAddress),
            ("*@*.example.com", "*@*.example.com", IdentifierType::EmailAddress),
            ("+1 415 555 2671", "+14155552671", IdentifierType::PhoneNumber),
            (wallet, &wallet.to_lowercase(), IdentifierType::Web3Wallet),
        ] {
            assert_eq!(parse(text), Some((identifier.to_owned(), kind)), "{text}");
        }
        for text in ["", "ada", "*@", "*@nowhere", "*@*.com.", "*@a@b.co", "a@b@c.de", "+12", "0x12", "*"] {
            assert_eq!(parse(text), None, "{text}");
        }
    }

    #[test]
    fn an_address_is_named_by_itself_its_domain_and_the_domains_above() {
        let names = names_of("ada+x@mail.example.com", List::Block);
        assert_eq!(
            names,
            ["ada+x@mail.example.com", "*@mail.example.com", "*@*.example.com", "*@*.com", "ada@mail.example.com"]
        );
        assert!(!names_of("ada+x@example.com", List::Allow).contains(&"ada@example.com".to_owned()));
        assert_eq!(names_of("+14155552671", List::Allow), ["+14155552671"]);
    }
}
