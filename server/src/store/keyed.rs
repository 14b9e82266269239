//! Rows that are found by their key: what nearly every request asks for, see [`lookups`](super::lookups). Their columns
//! are taken from left to right, the same way from every engine, so that one statement can find several of them.

use super::StoreError;
use onehop::wire::{ClientId, IdentificationId, SessionId, UserId};
use rusqlite::types::{FromSql, ValueRef as EmbeddedValue};
use sqlx::{Column, Decode, Postgres, Row as _, Sqlite, Type, ValueRef, postgres::PgRow, sqlite::SqliteRow};

/// A value of one or more columns: a number, a text, a row type, a pair of them. `Option`: none when the first column
/// is null, as all are where an outer join finds nothing.
pub trait Keyed: Sized + Send {
    /// How many columns it takes.
    const WIDTH: usize;

    /// Takes its columns.
    fn take(columns: &mut Columns<'_>) -> Result<Self, StoreError>;
}

/// The columns of one row that are not taken yet.
pub struct Columns<'r> {
    row: Source<'r>,
    next: usize,
}

/// One row of an engine's answer.
#[derive(Clone, Copy)]
pub(super) enum Source<'r> {
    /// Read from the embedded database.
    Embedded(&'r rusqlite::Row<'r>),
    /// Read from the embedded database inside a writing transaction.
    Sqlite(&'r SqliteRow),
    /// Read from Postgres.
    Postgres(&'r PgRow),
}

impl<'r> From<&'r SqliteRow> for Source<'r> {
    fn from(row: &'r SqliteRow) -> Self {
        Self::Sqlite(row)
    }
}

impl<'r> From<&'r PgRow> for Source<'r> {
    fn from(row: &'r PgRow) -> Self {
        Self::Postgres(row)
    }
}

impl Source<'_> {
    /// The row as a value.
    pub(super) fn read<R: Keyed>(self) -> Result<R, StoreError> {
        R::take(&mut Columns { row: self, next: 0 })
    }
}

impl Columns<'_> {
    /// The next columns, which the query names like this where it is one: a query whose list differs from the row type
    /// is found by any test that runs it.
    pub fn named<R: Keyed>(&mut self, name: &str) -> Result<R, StoreError> {
        debug_assert!(R::WIDTH > 1 || self.name() == name, "{} is where {name} is expected", self.name());
        R::take(self)
    }

    fn value<T>(&mut self) -> Result<T, StoreError>
    where
        T: FromSql + Type<Sqlite> + Type<Postgres> + for<'d> Decode<'d, Sqlite> + for<'d> Decode<'d, Postgres>,
    {
        let index = self.next;
        self.next += 1;
        Ok(match self.row {
            Source::Embedded(row) => row.get(index)?,
            Source::Sqlite(row) => row.try_get(index)?,
            Source::Postgres(row) => row.try_get(index)?,
        })
    }

    fn is_null(&self) -> Result<bool, StoreError> {
        Ok(match self.row {
            Source::Embedded(row) => matches!(row.get_ref(self.next)?, EmbeddedValue::Null),
            Source::Sqlite(row) => row.try_get_raw(self.next)?.is_null(),
            Source::Postgres(row) => row.try_get_raw(self.next)?.is_null(),
        })
    }

    fn name(&self) -> &str {
        match self.row {
            Source::Embedded(row) => row.as_ref().column_name(self.next).unwrap_or("nothing"),
            Source::Sqlite(row) => row.columns().get(self.next).map_or("nothing", |column| column.name()),
            Source::Postgres(row) => row.columns().get(self.next).map_or("nothing", |column| column.name()),
        }
    }
}

macro_rules! single {
    ($($type:ty),*) => {$(
        impl Keyed for $type {
            const WIDTH: usize = 1;

            fn take(columns: &mut Columns<'_>) -> Result<Self, StoreError> {
                columns.value()
            }
        }
    )*};
}
single!(i64, bool, String);

macro_rules! single_id {
    ($($id:ident),*) => {$(
        impl Keyed for $id {
            const WIDTH: usize = 1;

            fn take(columns: &mut Columns<'_>) -> Result<Self, StoreError> {
                columns.value::<String>().map(Self::from)
            }
        }
    )*};
}
single_id!(ClientId, IdentificationId, SessionId, UserId);

impl<R: Keyed> Keyed for Option<R> {
    const WIDTH: usize = R::WIDTH;

    fn take(columns: &mut Columns<'_>) -> Result<Self, StoreError> {
        if columns.is_null()? {
            columns.next += R::WIDTH;
            return Ok(None);
        }
        R::take(columns).map(Some)
    }
}

impl<A: Keyed, B: Keyed> Keyed for (A, B) {
    const WIDTH: usize = A::WIDTH + B::WIDTH;

    fn take(columns: &mut Columns<'_>) -> Result<Self, StoreError> {
        Ok((A::take(columns)?, B::take(columns)?))
    }
}

/// Lets a row type be found by its key. `columns!(keyed Type;)` gives it the columns that the queries list.
macro_rules! keyed {
    ($type:ident; $($name:ident),*) => {
        impl $crate::store::Keyed for $type {
            const WIDTH: usize = [$(stringify!($name)),*].len();

            fn take(columns: &mut $crate::store::Columns<'_>) -> Result<Self, $crate::store::StoreError> {
                Ok(Self { $($name: columns.named(stringify!($name))?),* })
            }
        }
    };
}
pub(crate) use keyed;

/// The columns as a query names them, each behind `$of`: nothing, or the name of its table in a join.
macro_rules! list {
    ($of:literal; $first:ident $(, $name:ident)*) => {
        concat!($of, stringify!($first) $(, ", ", $of, stringify!($name))*)
    };
}
pub(crate) use list;
