//! Prefixed ids as newtypes: a user id can't be passed where a session id is meant.

use serde::{Deserialize, Serialize};

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident = $prefix:literal;)*) => {$(
        $(#[$doc])*
        #[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(String);

        #[cfg(feature = "openapi")]
        super::openapi::describe_id!($name = $prefix);

        impl $name {
            /// What every id of this kind begins with.
            pub const PREFIX: &'static str = $prefix;

            /// The id as it stands on the wire.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl From<String> for $name {
            fn from(id: String) -> Self {
                Self(id)
            }
        }

        impl From<&str> for $name {
            fn from(id: &str) -> Self {
                Self(id.to_owned())
            }
        }

        impl AsRef<str> for $name {
            fn as_ref(&self) -> &str {
                &self.0
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(&self.0)
            }
        }
    )*};
}

ids! {
    /// A tenant: one set of users, keys and settings.
    InstanceId = "ins_";
    /// A browser (or other device) that may hold several sessions.
    ClientId = "client_";
    /// A signed-in stay of one user in one client.
    SessionId = "sess_";
    /// A person.
    UserId = "user_";
    /// An e-mail address of a user, or any other identification.
    IdentificationId = "idn_";
    /// A sign-in attempt.
    SignInId = "sia_";
    /// A sign-up attempt.
    SignUpId = "sua_";
    /// A verification: a code on its way, or the proof that one was entered.
    VerificationId = "ver_";
    /// The attempt of somebody signed in to prove again that it is them.
    SessionVerificationId = "sver_";
    /// Where events are sent.
    WebhookEndpointId = "ep_";
    /// A try to deliver an event.
    WebhookAttemptId = "atmpt_";
    /// A row of the change feed.
    EventId = "evt_";
    /// A mail in the outbox.
    MailId = "ema_";
    /// A record of where a session was last used from.
    SessionActivityId = "sact_";
    /// A secret key of a backend.
    SecretKeyId = "key_";
    /// An invitation to sign up.
    InvitationId = "inv_";
    /// A ticket that signs a user in.
    SignInTokenId = "sit_";
    /// A ticket that signs somebody in as another user.
    ActorTokenId = "act_";
    /// A template of tokens for third parties.
    JwtTemplateId = "jtmp_";
    /// A place that sign-in may lead to.
    RedirectUrlId = "ru_";
    /// Who may sign up.
    AllowlistIdentifierId = "alid_";
    /// Who may not.
    BlocklistIdentifierId = "blid_";
    /// A change that somebody made with a secret key or at the dashboard.
    AuditEntryId = "aud_";
    /// Somebody who runs the instance.
    OperatorId = "opr_";
    /// An operator's stay at the dashboard.
    OperatorSessionId = "oses_";
    /// A link that sets an operator's password.
    OperatorLinkId = "olnk_";
    /// A domain of the instance.
    DomainId = "dmn_";
    /// A place on the waiting list.
    WaitlistEntryId = "wle_";
    /// The authenticator app of a user.
    TotpId = "totp_";
    /// A set of backup codes.
    BackupCodeId = "bcode_";
    /// A picture.
    ImageId = "img_";
    /// A key that an app gave to one of its users.
    ApiKeyId = "ak_";
}
