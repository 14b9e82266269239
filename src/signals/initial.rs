//! What the server hands to the page: the state every signal starts with, on both sides.

use super::Flash;
use crate::wire::{Client, Environment, Millis};
use serde::{Deserialize, Serialize};

/// The state a page starts with. It becomes part of the HTML, so it never holds a token.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct InitialState {
    /// The client, without tokens; `None`: there is none, if `known`.
    pub client: Option<Client>,
    /// What the instance offers.
    pub environment: Option<Environment>,
    /// The server's clock, in milliseconds: views that show relative times start from it.
    pub now: Millis,
    /// What the form post before this page left behind.
    pub flash: Option<Flash>,
    /// Did the server find out who is there? When not, the browser asks, and until then nobody counts as signed out.
    pub known: bool,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::signals::adopt::tests::{client, session};

    #[test]
    fn the_state_survives_its_way_into_the_page_and_back() {
        let flash = Flash {
            form: "sign_in.start".into(),
            errors: vec![],
            values: [("identifier".to_owned(), "a@example.com".to_owned())].into(),
            ..Flash::default()
        };
        let state = InitialState {
            client: Some(client("client_1", 7, vec![session("sess_1")])),
            environment: None,
            now: 1_800_000_000_000,
            flash: Some(flash),
            known: true,
        };
        let text = serde_json::to_string(&state).expect("serializable");
        let back: InitialState = serde_json::from_str(&text).expect("the same type");
        assert_eq!(back, state);
    }
}
