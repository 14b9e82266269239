//! Users page by page: each page begins after the last user of the one before, so that the thousandth costs as much as
//! the first. Who has no value in the column comes after all who have one, on both databases alike.

use super::{
    Conn, Scope, StoreError, args, sql,
    user_filter::Filter,
    users::{SELECT, UserRow},
};
use crate::clock::Millis;
use onehop::wire::UserId;

/// What pages can be ordered by: columns with an index that ends with the id.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PageOrder {
    /// Created.
    CreatedAt,
    /// Changed.
    UpdatedAt,
    /// Last sign-in.
    LastSignInAt,
    /// Last use.
    LastActiveAt,
    /// Given name.
    FirstName,
    /// Family name.
    LastName,
    /// Username.
    Username,
}

/// What a user has in the column of the order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Key {
    /// Nothing.
    Nothing,
    /// A time.
    Time(Millis),
    /// A text.
    Text(String),
}

/// Where a page begins: after this user.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cursor {
    /// What the user has in the column.
    pub key: Key,
    /// The user.
    pub id: UserId,
}

impl PageOrder {
    fn column(self) -> &'static str {
        match self {
            Self::CreatedAt => "created_at",
            Self::UpdatedAt => "updated_at",
            Self::LastSignInAt => "last_sign_in_at",
            Self::LastActiveAt => "last_active_at",
            Self::FirstName => "first_name",
            Self::LastName => "last_name",
            Self::Username => "username_normalized",
        }
    }

    fn is_always_there(self) -> bool {
        matches!(self, Self::CreatedAt | Self::UpdatedAt)
    }

    /// Where the page after this user begins.
    pub fn cursor(self, row: &UserRow) -> Cursor {
        let time = |value: Option<Millis>| value.map_or(Key::Nothing, Key::Time);
        let text = |value: &Option<String>| value.clone().map_or(Key::Nothing, Key::Text);
        let key = match self {
            Self::CreatedAt => Key::Time(row.created_at),
            Self::UpdatedAt => Key::Time(row.updated_at),
            Self::LastSignInAt => time(row.last_sign_in_at),
            Self::LastActiveAt => time(row.last_active_at),
            Self::FirstName => text(&row.first_name),
            Self::LastName => text(&row.last_name),
            Self::Username => text(&row.username.as_ref().map(|name| name.to_lowercase())),
        };
        Cursor { key, id: row.id.clone() }
    }

    /// Can a cursor of this order hold this?
    pub fn takes(self, key: &Key) -> bool {
        match key {
            Key::Nothing => !self.is_always_there(),
            Key::Time(_) => !matches!(self, Self::FirstName | Self::LastName | Self::Username),
            Key::Text(_) => matches!(self, Self::FirstName | Self::LastName | Self::Username),
        }
    }
}

/// At most `limit` users that a filter lets through, after the one that the cursor names.
pub async fn list(
    conn: &mut Conn,
    instance: Scope<'_>,
    filter: &Filter,
    (order, is_descending): (PageOrder, bool),
    after: Option<&Cursor>,
    limit: i64,
) -> Result<Vec<UserRow>, StoreError> {
    let (direction, comparison) = if is_descending { ("DESC", "<") } else { ("ASC", ">") };
    let column = order.column();
    let mut rows: Vec<UserRow> = Vec::new();
    if after.is_none_or(|after| after.key != Key::Nothing) {
        let mut query = start(instance, filter);
        if !order.is_always_there() {
            query.condition(&format!("{column} IS NOT NULL"), []);
        }
        if let Some(Cursor { key, id }) = after {
            let condition = format!("({column}, id) {comparison} (?, ?)");
            match key {
                Key::Time(time) => query.condition(&condition, args![*time, id]),
                Key::Text(text) => query.condition(&condition, args![text, id]),
                Key::Nothing => {}
            }
        }
        let by = format!("ORDER BY {column} {direction}, id {direction}");
        let (sql, args) = query.select(SELECT, &by, limit, 0);
        rows = conn.all_built(sql, args).await?;
    }
    let missing = limit - i64::try_from(rows.len()).unwrap_or(limit);
    if order.is_always_there() || missing <= 0 {
        return Ok(rows);
    }
    let mut query = start(instance, filter);
    query.condition(&format!("{column} IS NULL"), []);
    if let Some(Cursor { key: Key::Nothing, id }) = after {
        query.condition(&format!("id {comparison} ?"), args![id]);
    }
    let (sql, args) = query.select(SELECT, &format!("ORDER BY id {direction}"), missing, 0);
    rows.extend(conn.all_built::<UserRow>(sql, args).await?);
    Ok(rows)
}

fn start(instance: Scope<'_>, filter: &Filter) -> sql::Builder {
    let mut query = sql::Builder::default();
    query.condition("instance_id = ?", args![instance]);
    filter.apply(instance.as_str(), &mut query);
    query
}
