//! What tabs of one browser tell each other, as JSON over a `BroadcastChannel`.
//!
//! After a change each tab posts the client, so that the others follow at once and without asking the server; a new
//! session token is posted too, so that one renewal serves all. Only pages of this origin can listen.

use super::{
    adopt::{is_current, sessions_differ},
    platform,
    store::Store,
};
use crate::wire::{Client, SessionId};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

/// The channel's name.
pub const CHANNEL: &str = "onehop:client";

/// One message. Its kind is the outer key: a tag inside would need a second decoder for each type in it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Message {
    /// The client changed; without tokens.
    Client {
        /// As it stands now; `None`: it is gone.
        client: Option<Box<Client>>,
    },
    /// A session token was renewed.
    Token {
        /// Whose.
        session: SessionId,
        /// Compact JWS.
        jwt: String,
    },
}

/// What to do with another tab's client.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Verdict {
    /// Take it as it is.
    Adopt,
    /// It says something else about who is signed in, but it is not the newer one: ask the server.
    Ask,
    /// Nothing new.
    Ignore,
}

/// Acts on what another tab said.
pub fn receive(store: Store, message: Message) {
    match message {
        Message::Token { session, jwt } => store.remember_token(&session, jwt),
        Message::Client { client } => {
            let client = client.map(|client| *client);
            match store.client.with_untracked(|held| judge(held, client.as_ref())) {
                Verdict::Adopt => {
                    store.set_client(client);
                }
                Verdict::Ask => platform::spawn(async move {
                    let _ = store.reload().await;
                }),
                Verdict::Ignore => {}
            }
        }
    }
}

fn judge(held: &super::ClientState, candidate: Option<&Client>) -> Verdict {
    match candidate {
        Some(candidate) if is_current(held, candidate) => Verdict::Adopt,
        Some(candidate) if sessions_differ(held, Some(candidate)) => Verdict::Ask,
        Some(_) => Verdict::Ignore,
        // A client that is gone has no date: what it protected goes at once, and a wrong word would be mended by the
        // next reload.
        None => Verdict::Adopt,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::signals::{
        ClientState,
        adopt::tests::{client, session},
    };

    fn held() -> ClientState {
        ClientState::Known(Some(client("client_1", 10, vec![session("sess_1")])))
    }

    #[test]
    fn a_sign_out_elsewhere_is_adopted() {
        assert_eq!(judge(&held(), Some(&client("client_1", 11, vec![]))), Verdict::Adopt);
        assert_eq!(judge(&held(), None), Verdict::Adopt);
    }

    #[test]
    fn an_old_message_that_disagrees_makes_the_tab_ask() {
        assert_eq!(judge(&held(), Some(&client("client_1", 9, vec![]))), Verdict::Ask);
    }

    #[test]
    fn an_old_message_that_agrees_is_ignored() {
        assert_eq!(judge(&held(), Some(&client("client_1", 9, vec![session("sess_1")]))), Verdict::Ignore);
    }

    #[test]
    fn messages_survive_their_way_through_the_channel() {
        let client = Message::Client { client: Some(Box::new(client("client_1", 10, vec![session("sess_1")]))) };
        let token = Message::Token { session: SessionId::from("sess_1"), jwt: "a.b.c".into() };
        for message in [client, token, Message::Client { client: None }] {
            let text = serde_json::to_string(&message).expect("serializable");
            assert_eq!(serde_json::from_str::<Message>(&text).expect("the same"), message);
        }
    }
}
