//! The waiting list.

use crate::{endpoints::endpoints, wire::WaitlistPlace};
use serde::{Deserialize, Serialize};

/// Who wants to be let in.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct JoinWaitlistBody {
    /// Their e-mail address.
    pub email_address: String,
}

endpoints! {
    /// Puts somebody on the list, unless they are there already.
    JoinWaitlist: Post "/v1/waitlist" (()) JoinWaitlistBody => Bare WaitlistPlace, Client, Prepare;
}
