//! Ready-made beginnings of a template.

/// A beginning.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Start {
    /// In the address, and the name it proposes.
    pub(super) key: &'static str,
    /// What its link says.
    pub(super) title: &'static str,
    /// What to do beside.
    pub(super) text: &'static str,
    /// The claims.
    pub(super) claims: &'static str,
}

/// All of them; the first is what a new template begins with.
pub(super) const STARTS: [Start; 3] = [
    Start {
        key: "plain",
        title: "Plain",
        text: "An address and a name, for a service of your own. It verifies tokens with the keys at the JWKS address.",
        claims: r#"{
  "email": "{{user.primary_email_address}}",
  "name": "{{user.full_name}}"
}"#,
    },
    Start {
        key: "hasura",
        title: "Hasura",
        text: "Give Hasura the JWKS address of this instance. Roles can come from metadata, such as {{user.public_metadata.role || 'user'}}.",
        claims: r#"{
  "https://hasura.io/jwt/claims": {
    "x-hasura-allowed-roles": ["user"],
    "x-hasura-default-role": "user",
    "x-hasura-user-id": "{{user.id}}"
  }
}"#,
    },
    Start {
        key: "supabase",
        title: "Supabase",
        text: "A project that verifies with its JWT secret needs this template to sign with it: create the template, then set the secret as its own key, algorithm HS256.",
        claims: r#"{
  "aud": "authenticated",
  "role": "authenticated",
  "email": "{{user.primary_email_address}}",
  "app_metadata": {},
  "user_metadata": {}
}"#,
    },
];

/// The one of this key, else the first.
pub(super) fn start_of(key: Option<&str>) -> Start {
    STARTS.into_iter().find(|start| Some(start.key) == key).unwrap_or(STARTS[0])
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::{Map, Value};

    #[test]
    fn every_start_is_an_object_and_unknown_keys_begin_plainly() {
        for start in STARTS {
            assert!(serde_json::from_str::<Map<String, Value>>(start.claims).is_ok(), "{}", start.key);
            assert_eq!(start_of(Some(start.key)), start);
        }
        assert_eq!((start_of(None).key, start_of(Some("nonsense")).key), ("plain", "plain"));
    }
}
