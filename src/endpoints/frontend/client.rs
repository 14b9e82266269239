//! The client: one browser.

use crate::{
    endpoints::{NoBody, endpoints},
    wire::Client,
};

endpoints! {
    /// The client; null while there is none, never an error.
    GetClient: Get "/v1/client" (()) NoBody => EnvelopedRead Option<Client>, Client, Default;
    /// Makes sure there is a client.
    PutClient: Put "/v1/client" (()) NoBody => Enveloped Client, Client, Create;
    /// Signs everybody out and forgets the client.
    DeleteClient: Delete "/v1/client" (()) NoBody => EnvelopedRead Option<Client>, Client, Default;
    /// Signs everybody out and keeps the client.
    RemoveSessions: Delete "/v1/client/sessions" (()) NoBody => Enveloped Option<Client>, Client, Default;
}
