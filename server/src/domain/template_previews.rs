//! What a template's token would say, before anybody has one: for a user of the instance, or for a made-up one.

use super::{full_users, identifiers, jwt_templates, template_tokens, template_tokens::Terms, templates};
use crate::{
    clock::Millis,
    error::{Error, Result},
    state::App,
    store::{Conn, Slice, user_filter::Filter, user_lists, user_lists::Order, users::UserRow},
};
use onehop::{
    endpoints::dashboard::PreviewJwtTemplateBody,
    wire::{
        EmailAddressTag, ErrorCode, IdentificationId, PublicMetadata, UserId,
        backend::{EmailAddress, User, Verification},
        dashboard::{JwtTemplatePreview, JwtTemplatePreviewTag},
    },
};
use serde_json::{Map, json};

const SAMPLE_ID: &str = "user_0000000000000000000000sample";
const SAMPLE_EMAIL: &str = "ada@example.com";

/// The preview. What would be refused on saving is refused here in the same way, but for claims of reserved names: those
/// are told and left out.
pub async fn preview(
    app: &App,
    conn: &mut Conn,
    body: PreviewJwtTemplateBody,
    now: Millis,
) -> Result<JwtTemplatePreview> {
    let seconds = |given: Option<_>, unless: i64| given.map_or(unless, |given: onehop::wire::Lenient<i64>| given.0);
    let lifetime = seconds(body.lifetime, jwt_templates::DEFAULT_LIFETIME);
    let lifetime = jwt_templates::within(lifetime, &jwt_templates::LIFETIMES, "lifetime")?;
    let skew = seconds(body.allowed_clock_skew, jwt_templates::DEFAULT_SKEW);
    let allowed_clock_skew = jwt_templates::within(skew, &jwt_templates::SKEWS, "allowed_clock_skew")?;
    let mut claims = body.claims;
    jwt_templates::sized(claims.clone())?;
    let reserved = jwt_templates::RESERVED_CLAIMS.into_iter().filter(|name| claims.contains_key(*name));
    let reserved_claims: Vec<String> = reserved.map(str::to_owned).collect();
    claims.retain(|name, _| !reserved_claims.contains(name));
    let chosen = body.user.as_deref().map(str::trim).filter(|named| !named.is_empty());
    let user = match chosen {
        Some(named) => find(app, conn, named, now).await?,
        None => sample(app, conn, now).await?,
    };
    let facts = template_tokens::facts(&user, None);
    let terms = Terms { claims: &claims, lifetime, allowed_clock_skew };
    Ok(JwtTemplatePreview {
        object: JwtTemplatePreviewTag,
        claims: template_tokens::payload(app, &terms, &facts, now),
        unknown_shortcodes: templates::unknown(&claims, &facts, &template_tokens::OPEN),
        reserved_claims,
        user_id: chosen.map(|_| user.id),
    })
}

/// By an id or an e-mail address.
async fn find(app: &App, conn: &mut Conn, named: &str, now: Millis) -> Result<User> {
    let filter = match named.contains('@') {
        true => Filter { emails: vec![identifiers::normalize_email(named)], ..Filter::default() },
        false => Filter { ids: vec![named.to_owned()], ..Filter::default() },
    };
    let slice = Slice { order: Order::CreatedAt, is_descending: false, limit: 1, offset: 0 };
    let rows = user_lists::list(conn, &app.instance.id, &filter, &slice, None).await?;
    let nobody =
        || Error::param(ErrorCode::FormParamValueInvalid, "user").text("No user has this id or email address.");
    full_users::view(app, conn, rows.first().ok_or_else(nobody)?, now).await
}

/// Somebody with a name, an address and a plan.
pub(super) async fn sample(app: &App, conn: &mut Conn, now: Millis) -> Result<User> {
    let row = UserRow::blank(UserId::from(SAMPLE_ID), 0, now);
    let id = IdentificationId::from("idn_sample");
    let email = EmailAddress {
        id: id.clone(),
        object: EmailAddressTag,
        email_address: SAMPLE_EMAIL.to_owned(),
        reserved: false,
        verification: Some(Verification::by_admin()),
        linked_to: Vec::new(),
        matches_sso_connection: false,
        created_at: now,
        updated_at: now,
    };
    Ok(User {
        username: Some("ada".to_owned()),
        first_name: Some("Ada".to_owned()),
        last_name: Some("Lovelace".to_owned()),
        external_id: Some("customer-1".to_owned()),
        primary_email_address_id: Some(id),
        email_addresses: vec![email],
        public_metadata: PublicMetadata(Map::from_iter([("plan".to_owned(), json!("pro"))])),
        last_sign_in_at: Some(now),
        ..full_users::view(app, conn, &row, now).await?
    })
}
