//! A schema of its own for each test, in the Postgres that `make test` starts.

use server::store::Store;

/// A schema, dropped with the test.
pub struct Schema {
    name: String,
    base: String,
}

impl Schema {
    pub async fn create() -> Self {
        let base = std::env::var("ONEHOP_TEST_POSTGRES_URL").expect(
            "these tests need Postgres: run `make test`, or set ONEHOP_TEST_POSTGRES_URL (see scripts/postgres)",
        );
        let name = server::random::id(&server::random::SystemRandom, 0, "t_").to_lowercase();
        let store = Store::open(&base, 1).await.expect("Postgres answers");
        let mut conn = store.write().await.expect("a connection");
        // The name is ours: letters and digits.
        let sql: &'static str = Box::leak(format!("CREATE SCHEMA {name}").into_boxed_str());
        conn.execute(sql, Vec::new()).await.expect("a schema");
        conn.commit().await.expect("a schema");
        store.close().await;
        Self { name, base }
    }

    /// The URL under which the schema is the default one.
    pub fn url(&self) -> String {
        let join = if self.base.contains('?') { '&' } else { '?' };
        format!("{}{join}options=-c%20search_path%3D{}", self.base, self.name)
    }
}
