//! From the query's filters to those of the store.

use crate::{
    backend_api::input::part,
    domain::{identifiers, metadata_paths},
    error::{Error, Result},
    state::App,
    store::user_filter::{Filter, TimeColumn},
};
use onehop::{
    endpoints::backend::UserFilter,
    wire::{ErrorCode, Lenient, Many},
};

/// Checks the filters and puts them into the store's words.
pub(crate) fn read(app: &App, query: UserFilter) -> Result<Filter> {
    let (ids, not_ids) = signed(query.user_id);
    let (external_ids, not_external_ids) = signed(query.external_id);
    let (organizations, _) = signed(query.organization_id);
    if query.provider.is_none() && !query.provider_user_id.is_empty() {
        return Err(Error::param(ErrorCode::FormParamMissing, "provider").text("Name the provider of these ids."));
    }
    let mut times = Vec::new();
    let mut time = |column, is_before, value: Option<Lenient<i64>>| {
        times.extend(value.map(|value| (column, is_before, value.0)));
    };
    time(TimeColumn::CreatedAt, true, query.created_at_before);
    time(TimeColumn::CreatedAt, false, query.created_at_after);
    time(TimeColumn::LastSignInAt, true, query.last_sign_in_at_before);
    time(TimeColumn::LastSignInAt, false, query.last_sign_in_at_after);
    time(TimeColumn::LastActiveAt, true, query.last_active_at_before);
    time(TimeColumn::LastActiveAt, false, query.last_active_at_after);
    time(TimeColumn::LastActiveAt, false, query.last_active_at_since);
    Ok(Filter {
        ids,
        not_ids,
        external_ids,
        not_external_ids,
        emails: query.email_address.0.iter().map(|email| identifiers::normalize_email(email)).collect(),
        phones: query.phone_number.0.iter().map(|number| identifiers::normalize_phone(number)).collect(),
        usernames: query.username.0.iter().map(|name| name.to_lowercase()).collect(),
        wallets: query.web3_wallet.0.iter().map(|wallet| wallet.to_lowercase()).collect(),
        text: part(query.query, "query")?,
        email_part: part(query.email_address_query, "email_address_query")?,
        phone_part: part(query.phone_number_query, "phone_number_query")?,
        username_part: part(query.username_query, "username_query")?,
        name_part: part(query.name_query, "name_query")?,
        banned: query.banned.map(|banned| banned.0),
        times,
        metadata: query.metadata.0.iter().map(|text| metadata_paths::filter(app, text)).collect::<Result<_>>()?,
        // There are no accounts elsewhere and no organizations yet: nobody has one of these.
        is_nobody: query.provider.is_some() || !organizations.is_empty(),
    })
}

/// Values to take and values to leave out: `+a`, `a` and `-b`. A plus sign in a query is a space to most readers.
fn signed(values: Many) -> (Vec<String>, Vec<String>) {
    let (mut wanted, mut unwanted) = (Vec::new(), Vec::new());
    for value in values.0 {
        match value.strip_prefix('-') {
            Some(value) => unwanted.push(value.to_owned()),
            None => wanted.push(value.trim_start_matches(['+', ' ']).to_owned()),
        }
    }
    (wanted, unwanted)
}
