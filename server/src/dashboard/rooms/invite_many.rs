//! `POST /v1/dashboard/invitations/bulk`: a pasted list of addresses. Who can be invited is; the answer names the others.

use crate::{
    backend_api::{Call, Context, Handle},
    domain::{identifiers, invitations, invitations::NewInvitation},
    error::{Error, Result},
};
use onehop::{
    endpoints::dashboard::InviteMany,
    wire::{
        ErrorCode,
        dashboard::{InvitedMany, RefusedInvitation},
    },
};

const MAX_AT_ONCE: usize = 100;
const PARAM: &str = "email_addresses";

impl Handle for InviteMany {
    async fn handle(cx: &Context, call: Call<Self>) -> Result<InvitedMany> {
        let addresses = addresses(&call.body.email_addresses)?;
        let is_repeated = call.body.ignore_existing.is_some_and(|ignore| ignore.0);
        let mut outcome = InvitedMany { invited: 0, refused: Vec::new() };
        for address in addresses {
            match invite(cx, address, is_repeated).await {
                Ok(()) => outcome.invited += 1,
                Err(error) => outcome.refused.push(refused(address, error)?),
            }
        }
        Ok(outcome)
    }
}

/// Each address once, in the order in which they were written.
fn addresses(text: &str) -> Result<Vec<&str>> {
    let separators = |character: char| character.is_whitespace() || matches!(character, ',' | ';');
    let mut addresses: Vec<&str> = Vec::new();
    for address in text.split(separators).filter(|address| !address.is_empty()) {
        if !addresses.iter().any(|known| known.eq_ignore_ascii_case(address)) {
            addresses.push(address);
        }
    }
    match addresses.len() {
        0 => Err(Error::param(ErrorCode::FormParamNil, PARAM).text("Name somebody to invite.")),
        1..=MAX_AT_ONCE => Ok(addresses),
        _ => Err(Error::param(ErrorCode::BulkSizeExceeded, PARAM)
            .text(format!("Invite at most {MAX_AT_ONCE} people in one call."))),
    }
}

/// A transaction of its own: one that fails takes nobody with it.
async fn invite(cx: &Context, address: &str, is_repeated: bool) -> Result<()> {
    let email = identifiers::email(address, PARAM)?;
    let mut conn = cx.write().await?;
    let new = NewInvitation { is_repeated, ..NewInvitation::plain(email) };
    invitations::create(&cx.app, &mut conn, &cx.cause(), vec![new]).await?;
    Ok(conn.commit().await?)
}

/// Why; what is no fault of the address ends the call.
fn refused(address: &str, error: Error) -> Result<RefusedInvitation> {
    match error {
        Error::Api(failure) if failure.status.is_client_error() => {
            let reason = failure.errors.first().map(|error| error.text().to_owned()).unwrap_or_default();
            Ok(RefusedInvitation { email_address: address.to_owned(), reason })
        }
        error => Err(error),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_taken_once_whatever_is_between_them() {
        let list = addresses("a@b.c, d@e.f;A@B.C\n\n g@h.i").ok();
        assert_eq!(list, Some(vec!["a@b.c", "d@e.f", "g@h.i"]));
        assert!(addresses(" ,;\n").is_err());
        let many: Vec<String> = (0..101).map(|n| format!("p{n}@b.c")).collect();
        assert!(addresses(&many.join(" ")).is_err());
    }
}
