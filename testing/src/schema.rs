//! A schema of its own for each server, in a Postgres that is there already.

use ::server::{random, random::SystemRandom, store::Store};
use std::thread;

/// A schema; dropped with this value, unless it is to be kept.
pub struct Schema {
    name: String,
    base: String,
    is_kept: bool,
    is_made: bool,
}

impl Schema {
    /// A name for a schema in the database at `base`. Nothing is made yet.
    pub fn new(base: impl Into<String>) -> Self {
        let name = random::id(&SystemRandom, 0, "t_").to_lowercase();
        Self { name, base: base.into(), is_kept: false, is_made: false }
    }

    /// The same, left behind for whoever looks into it, or throws the whole database away.
    pub fn kept(mut self) -> Self {
        self.is_kept = true;
        self
    }

    /// Makes it.
    pub async fn create(&mut self) {
        execute(&self.base, format!("CREATE SCHEMA {}", self.name)).await;
        self.is_made = true;
    }

    /// The URL under which the schema is the default one.
    pub fn url(&self) -> String {
        let join = if self.base.contains('?') { '&' } else { '?' };
        format!("{}{join}options=-c%20search_path%3D{}", self.base, self.name)
    }
}

impl Drop for Schema {
    /// On a thread of its own: a runtime must not wait inside of another one.
    fn drop(&mut self) {
        if self.is_kept || !self.is_made {
            return;
        }
        let (base, sql) = (self.base.clone(), format!("DROP SCHEMA {} CASCADE", self.name));
        let dropping = thread::spawn(move || {
            let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
            runtime.expect("a runtime").block_on(execute(&base, sql));
        });
        // A test that failed says why; a schema that is left behind is no second reason.
        let _ = dropping.join();
    }
}

/// The statement's names are ours: letters and digits.
async fn execute(base: &str, sql: String) {
    let store = Store::open(base, 1).await.expect("Postgres answers");
    let mut conn = store.write().await.expect("a connection");
    conn.execute(Box::leak(sql.into_boxed_str()), Vec::new()).await.expect("the statement runs");
    conn.commit().await.expect("committed");
    store.close().await;
}
