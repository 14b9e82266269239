//! What a section of the profile is: a name, a page, a rule when it is offered and its view. Ours are listed in
//! `PANELS`; embedders hand in more of the same.

use super::Profile;
use crate::wire::{Environment, User};
use leptos::prelude::*;

/// A page of the profile.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ProfilePage {
    /// Name, username, e-mail addresses.
    #[default]
    Account,
    /// Password, devices, deleting the account.
    Security,
}

impl ProfilePage {
    /// All pages in the order of the navigation.
    pub const ALL: [Self; 2] = [Self::Account, Self::Security];

    /// The page's path segment below the profile's base path.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Account => "account",
            Self::Security => "security",
        }
    }

    /// The page with this path segment; the empty one is the first page.
    pub fn from_segment(segment: &str) -> Option<Self> {
        match segment {
            "" => Some(Self::default()),
            _ => Self::ALL.into_iter().find(|page| page.as_str() == segment),
        }
    }
}

/// One section of the profile.
#[derive(Clone, Copy)]
pub struct Panel {
    /// Unique name: part of ids and of `?panel=`.
    pub name: &'static str,
    /// The page it stands on.
    pub page: ProfilePage,
    /// Is it offered to this user on this instance? The environment is `None` while unknown.
    pub is_offered: fn(&User, Option<&Environment>) -> bool,
    /// What it shows. Called once per mounted profile.
    pub view: fn(Profile) -> AnyView,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_page_is_found_again_by_its_segment() {
        for page in ProfilePage::ALL {
            assert_eq!(ProfilePage::from_segment(page.as_str()), Some(page));
        }
        assert_eq!(ProfilePage::from_segment(""), Some(ProfilePage::Account));
        assert_eq!(ProfilePage::from_segment("billing"), None);
    }
}
