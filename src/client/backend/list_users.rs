//! Which users, in which order, how many.

use crate::{
    endpoints::backend::{ListUsersQuery, UserFilter},
    wire::{Lenient, Many, Millis, UserId, backend::Paging},
};

/// Which users, in which order, how many. Values of one filter are alternatives, filters narrow each other.
///
/// ```
/// use onehop::client::backend::ListUsers;
///
/// let mine = ListUsers { email_address: vec!["ada@example.com".into()], limit: Some(50), ..Default::default() };
/// assert_eq!(mine.banned, None);
/// ```
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ListUsers {
    /// Any of these users.
    pub user_id: Vec<UserId>,
    /// Any of these e-mail addresses.
    pub email_address: Vec<String>,
    /// Any of these phone numbers.
    pub phone_number: Vec<String>,
    /// Any of these ids of the app's own system; `-` before one leaves it out.
    pub external_id: Vec<String>,
    /// Any of these usernames.
    pub username: Vec<String>,
    /// Any of these wallets.
    pub web3_wallet: Vec<String>,
    /// Members of any of these organizations; `-` before one leaves its members out.
    pub organization_id: Vec<String>,
    /// A part of any name, address, number or id.
    pub query: Option<String>,
    /// A part of an e-mail address.
    pub email_address_query: Option<String>,
    /// A part of a phone number.
    pub phone_number_query: Option<String>,
    /// A part of the username.
    pub username_query: Option<String>,
    /// A part of first or last name.
    pub name_query: Option<String>,
    /// Only banned ones, or only others.
    pub banned: Option<bool>,
    /// Last used before this time.
    pub last_active_at_before: Option<Millis>,
    /// Last used after this time.
    pub last_active_at_after: Option<Millis>,
    /// Created before this time.
    pub created_at_before: Option<Millis>,
    /// Created after this time.
    pub created_at_after: Option<Millis>,
    /// Last signed in before this time.
    pub last_sign_in_at_before: Option<Millis>,
    /// Last signed in after this time.
    pub last_sign_in_at_after: Option<Millis>,
    /// Has an account at this provider: `oauth_google`.
    pub provider: Option<String>,
    /// Any of these ids at that provider.
    pub provider_user_id: Vec<String>,
    /// Metadata that must be so: a declared path (`plan`, `public.plan`) and its value. An extension of ours.
    pub metadata: Vec<(String, String)>,
    /// A field, `-` before it for descending: `-created_at` unless told.
    pub order_by: Option<String>,
    /// Begin after this user: for walking through all of them, ordered by `created_at`.
    pub starting_after: Option<UserId>,
    /// At most so many: 1 to 500, 10 unless told.
    pub limit: Option<i64>,
    /// Leave out so many first.
    pub offset: Option<i64>,
}

impl From<ListUsers> for UserFilter {
    fn from(list: ListUsers) -> Self {
        let many = |texts: Vec<String>| Many(texts);
        Self {
            user_id: list.user_id.iter().map(UserId::as_str).collect(),
            email_address: many(list.email_address),
            phone_number: many(list.phone_number),
            external_id: many(list.external_id),
            username: many(list.username),
            web3_wallet: many(list.web3_wallet),
            organization_id: many(list.organization_id),
            query: list.query,
            email_address_query: list.email_address_query,
            phone_number_query: list.phone_number_query,
            username_query: list.username_query,
            name_query: list.name_query,
            banned: list.banned.map(Lenient),
            last_active_at_before: list.last_active_at_before.map(Lenient),
            last_active_at_after: list.last_active_at_after.map(Lenient),
            created_at_before: list.created_at_before.map(Lenient),
            created_at_after: list.created_at_after.map(Lenient),
            last_sign_in_at_before: list.last_sign_in_at_before.map(Lenient),
            last_sign_in_at_after: list.last_sign_in_at_after.map(Lenient),
            provider: list.provider,
            provider_user_id: many(list.provider_user_id),
            metadata: list.metadata.iter().map(|(path, value)| format!("{path}={value}")).collect(),
            last_active_at_since: None,
        }
    }
}

impl From<ListUsers> for ListUsersQuery {
    fn from(mut list: ListUsers) -> Self {
        let paging = Paging { limit: list.limit.map(Lenient), offset: list.offset.map(Lenient), paginated: None };
        let (order_by, starting_after) = (list.order_by.take(), list.starting_after.take());
        Self { filter: list.into(), order_by, starting_after, paging }
    }
}
