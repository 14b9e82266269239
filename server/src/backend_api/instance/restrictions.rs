//! `PATCH /v1/instance/restrictions`: absent and null stay as they are. In force with the next request.

use crate::{
    backend_api::{Call, Context, Handle},
    domain::settings,
    error::Result,
};
use onehop::{
    endpoints::backend::{Given, UpdateInstanceRestrictions},
    wire::{Lenient, backend::InstanceRestrictions},
};

impl Handle for UpdateInstanceRestrictions {
    async fn handle(cx: &Context, call: Call<Self>) -> Result<InstanceRestrictions> {
        let body = call.body;
        let mut conn = cx.write().await?;
        let settings = settings::change(&cx.app, &mut conn, &cx.cause(), |settings| {
            let rules = &mut settings.restrictions;
            flag(&mut rules.is_allowlist_on, body.allowlist);
            flag(&mut rules.is_blocklist_on, body.blocklist);
            flag(&mut rules.are_lists_off_on_sign_in, body.allowlist_blocklist_disabled_on_sign_in);
            flag(&mut rules.are_subaddresses_blocked, body.block_email_subaddresses);
            flag(&mut rules.are_disposable_domains_blocked, body.block_disposable_email_domains);
            flag(&mut rules.are_gmail_dots_ignored, body.ignore_dots_for_gmail_addresses);
            Ok(())
        })
        .await?;
        conn.commit().await?;
        Ok(settings.restrictions.view())
    }
}

fn flag(slot: &mut bool, given: Given<Lenient<bool>>) {
    if let Some(Some(value)) = given {
        *slot = value.0;
    }
}
