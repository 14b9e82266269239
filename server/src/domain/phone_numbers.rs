//! Phone numbers of users.

use super::{Cause, users};
use crate::{
    error::Result,
    state::App,
    store::{Conn, phone_numbers, phone_numbers::PhoneNumberRow, users::UserRow},
};

/// Removes a number. Was it the main one, the oldest proven one takes its place.
pub async fn remove(app: &App, conn: &mut Conn, cause: &Cause, user: &mut UserRow, row: &PhoneNumberRow) -> Result<()> {
    let instance = &app.instance.id;
    phone_numbers::delete(conn, instance, &row.id).await?;
    if user.primary_phone_number_id.as_deref() == Some(row.id.as_str()) {
        let rest = phone_numbers::list(conn, instance, &user.id).await?;
        let next = rest.iter().find(|phone| phone.verified_at.is_some());
        user.primary_phone_number_id = next.map(|phone| phone.id.to_string());
    }
    users::save(app, conn, cause, user).await
}
