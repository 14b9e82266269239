//! Finding users by a part of a text. One row per user holds everything a user is found by, in lower case, indexed by
//! groups of three characters: FTS5's trigram tokenizer in the embedded database, `pg_trgm` on Postgres. Both serve a
//! plain `LIKE`, so the queries are the same; only the table is made by each in its own way, see [`CREATE_SQLITE`].

use super::{Conn, Store, StoreError, Value, args, sql};
use sqlx::FromRow;

/// Virtual tables are the embedded database's own.
pub(super) const CREATE_SQLITE: &str =
    "CREATE VIRTUAL TABLE IF NOT EXISTS user_search USING fts5(text, tokenize = 'trigram')";

/// `rowid` by name, as the embedded database calls it.
pub(super) const CREATE_POSTGRES: &str =
    "CREATE TABLE IF NOT EXISTS user_search (rowid BIGINT NOT NULL PRIMARY KEY, text TEXT NOT NULL)";

/// Needs an extension that comes with Postgres; without it searching still works, only slowly.
pub(super) const INDEX_POSTGRES: &str =
    "CREATE INDEX IF NOT EXISTS user_search_text ON user_search USING gin (text gin_trgm_ops)";

/// So many characters make a group of the index.
pub(super) const GROUP: usize = 3;

/// So many groups of a text are looked up. They leave few users; of those the text itself is compared.
const MAX_GROUPS: usize = 12;

const DELETE: &str = "DELETE FROM user_search WHERE rowid = $1";
const INSERT: &str = "INSERT INTO user_search (rowid, text) VALUES ($1, $2)";

#[derive(FromRow)]
struct Found {
    text: String,
}

const FIND: &str = "SELECT text FROM user_search WHERE rowid = $1";

/// What this user is found by from now on. Most changes of a user change nothing of it: a sign-in, a lock, metadata.
pub async fn put(conn: &mut Conn, search_id: i64, text: &str) -> Result<(), StoreError> {
    let now: Option<Found> = conn.optional(FIND, args![search_id]).await?;
    if now.is_some_and(|now| now.text == text) {
        return Ok(());
    }
    delete(conn, search_id).await?;
    conn.execute(INSERT, args![search_id, text]).await.map(|_| ())
}

/// Nobody finds this user any more.
pub(super) async fn delete(conn: &mut Conn, search_id: i64) -> Result<(), StoreError> {
    conn.execute(DELETE, args![search_id]).await.map(|_| ())
}

/// Lets those users through who are found by this part of a text.
pub(super) fn narrow(query: &mut sql::Builder, part: &str) {
    let part: Vec<char> = part.to_lowercase().chars().collect();
    let text: String = part.iter().collect();
    // The index answers LIKE without ESCAPE only. What would be a wildcard stands for one character here, and the
    // comparison after it sees to it that it is that one.
    let plain: Vec<char> = part.iter().map(|c| if matches!(c, '%' | '_' | '\\') { '_' } else { *c }).collect();
    if plain.is_empty() {
        return;
    }
    let found = "REPLACE(text, ?, '') <> text";
    if plain.len() < GROUP {
        // Too short for the index, and likely to fit many: users are walked in their order until enough are found.
        let sql = format!("EXISTS (SELECT 1 FROM user_search WHERE user_search.rowid = users.search_id AND {found})");
        query.condition(&sql, args![&text]);
        return;
    }
    let patterns: Vec<String> = groups(&plain).map(|group| format!("%{}%", group.iter().collect::<String>())).collect();
    let likes = vec!["text LIKE ?"; patterns.len()].join(" AND ");
    let values = patterns.iter().chain([&text]).map(Value::from);
    query.condition(
        &format!("search_id IN (SELECT rowid FROM user_search WHERE {likes} AND {found})"),
        values.collect::<Vec<_>>(),
    );
}

/// Every other group of a text, from its first to its last: a group more leaves fewer users to compare, but has the
/// index walk through one list more, which is long for what many share ("@example.com").
fn groups(text: &[char]) -> impl Iterator<Item = &[char]> {
    let last = text.len() - GROUP;
    let step = last.div_ceil(MAX_GROUPS - 1).max(2);
    (0..last).step_by(step).chain([last]).map(|start| &text[start..start + GROUP])
}

impl Store {
    /// Makes the search table.
    pub(super) async fn create_user_search(&self) -> Result<(), StoreError> {
        match self {
            Self::Sqlite { writer, .. } => {
                sqlx::query(CREATE_SQLITE).execute(writer).await?;
            }
            Self::Postgres(pool) => {
                // Postgres lets one of two fail that create the same table at once, though each says "if not exists".
                match sqlx::query(CREATE_POSTGRES).execute(pool).await.map_err(StoreError::from) {
                    Err(StoreError::Conflict) => sqlx::query(CREATE_POSTGRES).execute(pool).await?,
                    created => created?,
                };
                // Several nodes may start at once, and a database user may lack the right: neither stops the start.
                let extension = sqlx::query("CREATE EXTENSION IF NOT EXISTS pg_trgm").execute(pool).await;
                let index = match extension {
                    Ok(_) => sqlx::query(INDEX_POSTGRES).execute(pool).await.map(|_| ()),
                    Err(error) => Err(error),
                };
                if let Err(error) = index {
                    tracing::warn!(%error, "searching users will be slow: the extension pg_trgm cannot be used");
                }
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn groups_of(text: &str) -> Vec<String> {
        let text: Vec<char> = text.chars().collect();
        groups(&text).map(|group| group.iter().collect()).collect()
    }

    #[test]
    fn every_other_group_is_looked_up_and_the_last() {
        assert_eq!(groups_of("ada"), ["ada"]);
        assert_eq!(groups_of("adal"), ["ada", "dal"]);
        assert_eq!(groups_of("adalove"), ["ada", "alo", "ove"]);
    }

    #[test]
    fn a_long_text_asks_the_index_for_no_more_than_the_most() {
        for length in [20, 25, 26, 40, 1_000] {
            let found = groups_of(&"x".repeat(length));
            assert!(found.len() <= MAX_GROUPS && found.len() > MAX_GROUPS / 2, "{length}: {}", found.len());
        }
    }
}
