//! A schema of its own for each test, in the Postgres that `make test` starts and throws away.

use onehop_testing::Schema;

/// A schema that is not made yet.
pub fn schema() -> Schema {
    let base = std::env::var("ONEHOP_TEST_POSTGRES_URL")
        .expect("these tests need Postgres: run `make test`, or set ONEHOP_TEST_POSTGRES_URL (see scripts/postgres)");
    Schema::new(base).kept()
}
