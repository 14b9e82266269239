//! Pictures of users, as we encoded them.

use super::{Conn, Scope, StoreError, args};
use crate::clock::Millis;
use onehop::wire::{ImageId, UserId};
use sqlx::FromRow;

/// A picture.
#[derive(Clone, FromRow)]
pub struct ProfileImageRow {
    /// `img_…`
    #[sqlx(try_from = "String")]
    pub id: ImageId,
    /// Whose.
    #[sqlx(try_from = "String")]
    pub user_id: UserId,
    /// `image/png` or `image/jpeg`.
    pub media_type: String,
    /// Its bytes in base64.
    pub content: String,
    /// Uploaded.
    pub created_at: Millis,
}

const FIND: &str =
    "SELECT id, user_id, media_type, content, created_at FROM profile_images WHERE instance_id = $1 AND id = $2";

/// A picture by id.
pub async fn find(conn: &mut Conn, instance: Scope<'_>, id: &ImageId) -> Result<Option<ProfileImageRow>, StoreError> {
    conn.optional(FIND, args![instance, id]).await
}

const DELETE: &str = "DELETE FROM profile_images WHERE instance_id = $1 AND user_id = $2";
const INSERT: &str = "INSERT INTO profile_images (instance_id, id, user_id, media_type, content, created_at) VALUES ($1, $2, $3, $4, $5, $6)";

/// This picture, in place of the user's others.
pub async fn put(conn: &mut Conn, instance: Scope<'_>, row: &ProfileImageRow) -> Result<(), StoreError> {
    delete(conn, instance, &row.user_id).await?;
    let args = args![instance, &row.id, &row.user_id, &row.media_type, &row.content, row.created_at];
    conn.execute(INSERT, args).await.map(|_| ())
}

/// Removes the user's pictures.
pub async fn delete(conn: &mut Conn, instance: Scope<'_>, user: &UserId) -> Result<(), StoreError> {
    conn.execute(DELETE, args![instance, user]).await.map(|_| ())
}
