//! One contract per endpoint: verb, path, who may call, body and answer. The server mounts it, every client
//! calls it, so path, verb and types can't drift apart.

pub mod backend;
pub mod dashboard;
#[cfg_attr(not(feature = "openapi"), path = "undescribed.rs")]
mod described;
pub mod frontend;
mod upload;

pub use upload::ImageUpload;

pub use described::Described;

use serde::{Serialize, de::DeserializeOwned};

/// The verb of an endpoint.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Verb {
    /// Reads.
    Get,
    /// Creates or acts.
    Post,
    /// Replaces.
    Put,
    /// Changes.
    Patch,
    /// Removes.
    Delete,
}

impl Verb {
    /// The HTTP method's name.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Get => "GET",
            Self::Post => "POST",
            Self::Put => "PUT",
            Self::Patch => "PATCH",
            Self::Delete => "DELETE",
        }
    }
}

/// Whose credentials an endpoint needs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Access {
    /// Nobody's.
    Public,
    /// The client cookie, if there is one; state-creating calls make one.
    Client,
    /// The client cookie and a signed-in session of it.
    Session,
    /// A secret key of the instance: the Backend API.
    SecretKey,
    /// An operator's session: the dashboard.
    Operator,
}

/// How the answer is wrapped.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shape {
    /// `{"response": …, "client": …}` with the client after the call.
    Enveloped,
    /// The same, but `client` is null: reads that change nothing.
    EnvelopedRead,
    /// The resource itself.
    Bare,
    /// A page of a list; without `paginated=true` only its items, as a bare array.
    Listed,
    /// Lines of JSON, each a resource of its own, sent while they are made. Their endpoint has a handler of its own.
    Lines,
    /// Nothing: status 204.
    Empty,
}

/// The request-rate class an endpoint counts in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum RateClass {
    /// Reads and plain changes.
    Default,
    /// Starts a sign-in or sign-up.
    Create,
    /// Tries a password or code.
    Attempt,
    /// Sends a mail.
    Prepare,
    /// Mints a session token.
    Token,
    /// Not counted: public and cacheable.
    Unlimited,
    /// Any call with a secret key.
    Backend,
    /// A change of one user with a secret key: counted for each user too.
    BackendUser,
    /// Sends an invitation.
    Invite,
    /// Sends several invitations.
    InviteBulk,
}

/// A contract.
pub trait Endpoint {
    /// What it is called.
    const NAME: &'static str;
    /// What it does.
    const DOC: &'static str;
    /// The verb.
    const VERB: Verb;
    /// The path, with `{name}` for each variable segment.
    const PATH: &'static str;
    /// Whose credentials it needs.
    const ACCESS: Access;
    /// How the answer is wrapped.
    const SHAPE: Shape;
    /// What it counts as.
    const RATE: RateClass;
    /// The variable segments: `()`, an id, or a pair.
    type Path: PathArgs + DeserializeOwned + Send + 'static;
    /// The parameters of the query; lists repeat their name.
    type Query: Serialize + DeserializeOwned + Described + Send + 'static;
    /// The body: form or JSON.
    type Body: Serialize + DeserializeOwned + Described + Send + 'static;
    /// The resource answered.
    type Out: Serialize + DeserializeOwned + Described + Send + 'static;
}

/// A body without members; whatever is sent is ignored.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, serde::Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct NoBody {}

/// A query without parameters; whatever is sent is ignored.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, serde::Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct NoQuery {}

/// The variable segments of a path, in order.
pub trait PathArgs {
    /// As text, not yet percent-encoded.
    fn segments(&self) -> Vec<&str>;
}

impl PathArgs for () {
    fn segments(&self) -> Vec<&str> {
        Vec::new()
    }
}

macro_rules! path_ids {
    ($($id:ident),*) => {$(
        impl PathArgs for crate::wire::$id {
            fn segments(&self) -> Vec<&str> {
                vec![self.as_str()]
            }
        }
    )*};
}
path_ids!(
    ActorTokenId,
    AllowlistIdentifierId,
    ApiKeyId,
    AuditEntryId,
    BlocklistIdentifierId,
    ClientId,
    DomainId,
    IdentificationId,
    InvitationId,
    JwtTemplateId,
    RedirectUrlId,
    SecretKeyId,
    SessionId,
    SignInId,
    SignInTokenId,
    SignUpId,
    UserId,
    WaitlistEntryId,
    WebhookEndpointId
);

impl<A: AsRef<str>, B: AsRef<str>> PathArgs for (A, B) {
    fn segments(&self) -> Vec<&str> {
        vec![self.0.as_ref(), self.1.as_ref()]
    }
}

impl PathArgs for String {
    fn segments(&self) -> Vec<&str> {
        vec![self]
    }
}

/// The path of `E` with its variable segments filled in and percent-encoded.
pub fn path_of<E: Endpoint>(args: &E::Path) -> String {
    let mut values = args.segments().into_iter();
    let mut path = String::with_capacity(E::PATH.len() + 32);
    for segment in E::PATH.split('/').skip(1) {
        path.push('/');
        if segment.starts_with('{') {
            percent_encode(values.next().unwrap_or_default(), &mut path);
        } else {
            path.push_str(segment);
        }
    }
    path
}

pub(crate) fn percent_encode(text: &str, out: &mut String) {
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.' | b'~') {
            out.push(char::from(byte));
        } else {
            out.push_str(&format!("%{byte:02X}"));
        }
    }
}

/// Declares contracts: `Name: VERB "path" (Path; Query) Body => Shape Out, access, rate;`, the query only where there is
/// one.
macro_rules! endpoints {
    ($($(#[doc = $doc:literal])* $name:ident: $verb:ident $path:literal ($args:ty $(; $query:ty)?) $body:ty => $shape:ident $out:ty, $access:ident, $rate:ident;)*) => {$(
        $(#[doc = $doc])*
        #[derive(Clone, Copy, Debug)]
        pub struct $name;

        impl $crate::endpoints::Endpoint for $name {
            const NAME: &'static str = stringify!($name);
            const DOC: &'static str = concat!($($doc),*);
            const VERB: $crate::endpoints::Verb = $crate::endpoints::Verb::$verb;
            const PATH: &'static str = $path;
            const ACCESS: $crate::endpoints::Access = $crate::endpoints::Access::$access;
            const SHAPE: $crate::endpoints::Shape = $crate::endpoints::Shape::$shape;
            const RATE: $crate::endpoints::RateClass = $crate::endpoints::RateClass::$rate;
            type Path = $args;
            type Query = $crate::endpoints::query_type!($($query)?);
            type Body = $body;
            type Out = $out;
        }
    )*};
}
macro_rules! query_type {
    () => {
        $crate::endpoints::NoQuery
    };
    ($query:ty) => {
        $query
    };
}
pub(crate) use endpoints;
pub(crate) use query_type;

#[cfg(test)]
mod tests {
    use super::*;
    use crate::wire::SignInId;

    #[test]
    fn variable_segments_are_filled_in_and_encoded() {
        let path = path_of::<frontend::AttemptFirstFactor>(&SignInId::from("a/b"));
        assert_eq!(path, "/v1/client/sign_ins/a%2Fb/attempt_first_factor");
    }
}
