//! SQLite and Postgres, through `sqlx` 0.9: what an [`Inbox`](super::Inbox) remembers, and a table of users.
//!
//! Both stores work on the app's own pool, so that the app's rows and theirs change in one transaction.

mod inbox;
mod users;

#[cfg(test)]
mod tests;

pub use inbox::SqlInbox;
pub use users::SqlUsers;

/// How a transaction begins that will write.
trait Begin: ::sqlx::Database {
    const BEGIN: &'static str;
}

impl Begin for ::sqlx::Sqlite {
    // One that began by reading could not write once another has written.
    const BEGIN: &'static str = "BEGIN IMMEDIATE";
}

impl Begin for ::sqlx::Postgres {
    const BEGIN: &'static str = "BEGIN";
}
