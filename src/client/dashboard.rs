//! The dashboard's client: the same contracts as backends call, through the dashboard's gate.

use super::frontend::{API_VERSION, Transport, UiError, decode, transport::RawRequest};
use crate::{
    endpoints::{Endpoint, Verb, path_of, percent_encode},
    wire::ErrorCode,
};
use serde::Serialize;
use serde_json::Value;

/// Where the dashboard's API is.
const API: &str = "/dashboard/api";
/// Where forms are sent.
const FORMS: &str = "/dashboard/forms";

/// What came of a form.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Submitted {
    /// The answer as it came.
    pub text: String,
    /// The row of the audit log that tells what was changed.
    pub audit_entry: Option<String>,
}

/// Calls the dashboard's API. Cheap to clone.
#[derive(Clone)]
pub struct DashboardClient {
    transport: Transport,
}

impl DashboardClient {
    /// The client of this page: by `fetch`, or on the server straight into the API as the operator who asks for the page.
    pub fn current() -> Self {
        Self { transport: Transport::current() }
    }

    /// The address of a call, for what a browser loads by itself.
    pub fn url<E: Endpoint>(path: &E::Path, query: &E::Query) -> String {
        let mut url = [API, &path_of::<E>(path)].concat();
        url.push_str("?__clerk_api_version=");
        url.push_str(API_VERSION);
        url.push_str("&paginated=true");
        append_query(query, &mut url);
        url
    }

    /// The address that a form of this call is sent to.
    pub fn form_url<E: Endpoint>(path: &E::Path) -> String {
        [FORMS, &path_of::<E>(path)].concat()
    }

    /// Calls `E`.
    pub fn call<E: Endpoint>(
        &self,
        path: &E::Path,
        query: &E::Query,
        body: &E::Body,
    ) -> impl Future<Output = Result<E::Out, UiError>> + Send + use<E> {
        let body = if E::VERB == Verb::Get { None } else { serde_json::to_string(body).ok() };
        let request = RawRequest { verb: E::VERB, url: Self::url::<E>(path, query), body };
        let transport = self.transport.clone();
        async move { Ok(decode::<E>(&transport.send(request).await?)?.response) }
    }

    /// Reads `E` at an address that [`DashboardClient::url`] made.
    pub fn read<E: Endpoint>(&self, url: String) -> impl Future<Output = Result<E::Out, UiError>> + Send + use<E> {
        let transport = self.transport.clone();
        let request = RawRequest { verb: Verb::Get, url, body: None };
        async move { Ok(decode::<E>(&transport.send(request).await?)?.response) }
    }

    /// Sends a form's fields.
    pub fn submit(
        &self,
        url: String,
        fields: &[(String, String)],
    ) -> impl Future<Output = Result<Submitted, UiError>> + Send + use<> {
        let body = serde_json::to_string(fields).ok();
        let transport = self.transport.clone();
        async move {
            let reply = transport.send(RawRequest { verb: Verb::Post, url, body }).await?;
            if !(200..300).contains(&reply.status) {
                return Err(UiError::from_reply(reply.status, reply.retry_after, &reply.body));
            }
            let text = String::from_utf8(reply.body)
                .map_err(|_| UiError::local(ErrorCode::Unexpected, "The server's answer can't be read."))?;
            Ok(Submitted { text, audit_entry: reply.audit_entry })
        }
    }
}

/// Adds the parameters that are there; lists repeat their name.
fn append_query(query: &impl Serialize, url: &mut String) {
    let Ok(Value::Object(members)) = serde_json::to_value(query) else { return };
    for (name, value) in &members {
        match value {
            Value::Array(values) => values.iter().for_each(|value| append(name, value, url)),
            value => append(name, value, url),
        }
    }
}

fn append(name: &str, value: &Value, url: &mut String) {
    let text = match value {
        Value::Null => return,
        Value::String(text) => text.clone(),
        other => other.to_string(),
    };
    url.push('&');
    percent_encode(name, url);
    url.push('=');
    percent_encode(&text, url);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        endpoints::{
            backend::{BanUser, ListInvitations},
            dashboard::{AuditQuery, ListAuditEntries},
        },
        wire::UserId,
    };

    #[test]
    fn queries_are_written_as_the_api_reads_them() {
        let query =
            AuditQuery { action: Some("user.*&".into()), limit: Some(crate::wire::Lenient(5)), ..Default::default() };
        let url = DashboardClient::url::<ListAuditEntries>(&(), &query);
        assert!(url.starts_with("/dashboard/api/v1/dashboard/audit_entries?"), "{url}");
        assert!(url.ends_with("&paginated=true&action=user.%2A%26&limit=5"), "{url}");
        let _ = DashboardClient::url::<ListInvitations>(&(), &Default::default());
    }

    #[test]
    fn forms_have_their_own_door() {
        let url = DashboardClient::form_url::<BanUser>(&UserId::from("user_1"));
        assert_eq!(url, "/dashboard/forms/v1/users/user_1/ban");
    }
}
