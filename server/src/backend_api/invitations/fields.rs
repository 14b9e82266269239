//! What an invitation is made of, checked.

use crate::{
    backend_api::Context,
    domain::{
        identifiers, invitations,
        invitations::{DAYS, InvitationMail, NewInvitation},
        metadata,
    },
    error::{Error, Result},
    store::Conn,
};
use onehop::{endpoints::backend::InvitationBody, wire::ErrorCode};

/// The invitation that is asked for. Of several at once none is for somebody who has an account.
pub(super) async fn read(cx: &Context, conn: &mut Conn, body: InvitationBody, is_bulk: bool) -> Result<NewInvitation> {
    let email = identifiers::email(&body.email_address, "email_address")?;
    let is_forced = body.ignore_existing.is_some_and(|forced| forced.0);
    let days = body.expires_in_days.map_or(DAYS, |days| days.0);
    if !(1..=365).contains(&days) {
        return Err(Error::param(ErrorCode::FormParamValueInvalid, "expires_in_days").text("Give 1 to 365 days."));
    }
    let mail = match body.template_slug.as_deref() {
        None | Some("invitation") => InvitationMail::Plain,
        Some("waitlist_invitation") => InvitationMail::Waitlist,
        Some(_) => {
            return Err(Error::param(ErrorCode::FormParamValueInvalid, "template_slug")
                .text("Write invitation or waitlist_invitation."));
        }
    };
    let redirect_url = body.redirect_url.filter(|url| !url.is_empty());
    if let Some(url) = &redirect_url {
        invitations::check_page(&cx.app, conn, url).await?;
    }
    Ok(NewInvitation {
        email,
        public_metadata: metadata::to_text(&body.public_metadata.unwrap_or_default(), "public_metadata")?,
        redirect_url,
        is_notified: body.notify.is_none_or(|notify| notify.0),
        is_repeated: is_forced,
        is_for_users: is_forced && !is_bulk,
        days,
        mail,
    })
}
