//! A page's data: read on the server while the page is made, by the browser when the address or the data changed.

use leptos::prelude::*;
use onehop::{
    client::{DashboardClient, UiError},
    endpoints::Endpoint,
};

/// Reads `E`, and again whenever what `source` reads has changed. After a change of the data: `refetch()`.
pub fn load<E>(source: impl Fn() -> (E::Path, E::Query) + Send + Sync + 'static) -> Resource<Result<E::Out, UiError>>
where
    E: Endpoint + 'static,
    E::Out: Clone + Send + Sync,
{
    let client = DashboardClient::current();
    let url = move || {
        let (path, query) = source();
        DashboardClient::url::<E>(&path, &query)
    };
    Resource::new(url, move |url| client.read::<E>(url))
}
