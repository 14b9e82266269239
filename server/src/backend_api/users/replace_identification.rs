//! `PUT /v1/users/{user_id}/email_address` and `…/phone_number`: one takes the place of all others.

use crate::{
    backend_api::{Call, Context, Handle},
    domain::{accounts, accounts::Standing, full_users, identifiers, notices, users},
    error::Result,
    mail::templates,
    store::{email_addresses, phone_numbers, verifications},
};
use onehop::{
    endpoints::backend::{ReplaceUserEmailAddress, ReplaceUserPhoneNumber},
    wire::backend::{EmailAddress, PhoneNumber},
};

impl Handle for ReplaceUserEmailAddress {
    async fn handle(cx: &Context, call: Call<Self>) -> Result<EmailAddress> {
        let email = identifiers::email(&call.body.email_address, "email_address")?;
        let standing = standing(call.body.identification_status.as_deref())?;
        let mut conn = cx.write().await?;
        let mut user = super::get_row(cx, &mut conn, &call.path).await?;
        if call.body.notify_primary_email_address_changed.is_some_and(|wanted| wanted.0) {
            // To the address that is about to go.
            let content = templates::primary_email_changed(notices::voice(&cx.app, &cx.cause()), &email.address);
            notices::tell(&cx.app, &mut conn, &cx.cause(), &user, content).await?;
        }
        for old in email_addresses::list(&mut conn, cx.instance(), &user.id).await? {
            verifications::delete(&mut conn, cx.instance(), old.id.as_str()).await?;
            email_addresses::delete(&mut conn, cx.instance(), &user.id, &old.id).await?;
        }
        let row = accounts::email_row(&cx.app, &user, email, standing, cx.now);
        accounts::add_email(&cx.app, &mut conn, &row).await?;
        user.primary_email_address_id = Some(row.id.to_string());
        users::save(&cx.app, &mut conn, &cx.cause(), &mut user).await?;
        let view = full_users::view_email(&cx.app, &mut conn, &row, cx.now).await?;
        conn.commit().await?;
        Ok(view)
    }
}

impl Handle for ReplaceUserPhoneNumber {
    async fn handle(cx: &Context, call: Call<Self>) -> Result<PhoneNumber> {
        let number = identifiers::phone(&call.body.phone_number, "phone_number")?;
        let standing = standing(call.body.identification_status.as_deref())?;
        let mut conn = cx.write().await?;
        let mut user = super::get_row(cx, &mut conn, &call.path).await?;
        for old in phone_numbers::list(&mut conn, cx.instance(), &user.id).await? {
            phone_numbers::delete(&mut conn, cx.instance(), &old.id).await?;
        }
        let row = accounts::phone_row(&cx.app, &user, number, standing, cx.now);
        accounts::add_phone(&cx.app, &mut conn, &row).await?;
        user.primary_phone_number_id = Some(row.id.to_string());
        users::save(&cx.app, &mut conn, &cx.cause(), &mut user).await?;
        conn.commit().await?;
        Ok(full_users::view_phone(&row))
    }
}

fn standing(text: Option<&str>) -> Result<Standing> {
    text.map_or(Ok(Standing::Verified), |text| Standing::parse(text, "identification_status"))
}
