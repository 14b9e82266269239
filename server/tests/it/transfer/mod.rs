//! `onehop import` and `onehop export`.

mod auth0;
mod clerk;
mod command;
mod dry_run;
mod resume;
mod round_trip;

use crate::support::TestApp;
use onehop::wire::UserId;
use serde_json::{Value, json};
use server::{
    store::{users, users::UserRow},
    transfer::{self, Import, Imported},
};
use std::{
    fs,
    path::{Path, PathBuf},
};
use tempfile::TempDir;

/// `correct horse`, hashed by others.
const BCRYPT: &str = "$2b$04$5/fSAKYAJhMUOc93cX4rdOXQi7SEMSlqOgEO0oDPcXm7cOjRbA/li";
const BCRYPT_PASSWORD: &str = "correct horse";

/// A folder of files.
struct Files(TempDir);

impl Files {
    fn new() -> Self {
        Self(tempfile::tempdir().expect("a folder"))
    }

    fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    fn write(&self, name: &str, text: &str) -> PathBuf {
        fs::write(self.path(name), text).expect("written");
        self.path(name)
    }
}

/// An import of this file with nothing else told.
fn of(file: PathBuf) -> Import {
    Import { file, format: None, hashes: None, passphrase: None, is_dry_run: false }
}

async fn run(app: &TestApp, import: &Import) -> Imported {
    transfer::import(&app.app, import, |_| ()).await.expect("imported")
}

/// Lines of the file of rejected rows.
fn rejected(of: &Path) -> Vec<Value> {
    let path = format!("{}.rejected.jsonl", of.display());
    let text = fs::read_to_string(path).unwrap_or_default();
    text.lines().map(|line| serde_json::from_str(line).expect("JSON")).collect()
}

async fn users_count(app: &TestApp) -> i64 {
    app.backend().get("/v1/users/count").await.ok().json["total_count"].as_i64().expect("a number")
}

/// The user with this external id, as the Backend API shows it.
async fn by_external_id(app: &TestApp, id: &str) -> Value {
    let query = form_urlencoded::Serializer::new(String::new()).append_pair("external_id", id).finish();
    let users = app.backend().get(&format!("/v1/users?{query}")).await.ok().json;
    assert_eq!(users.as_array().map(Vec::len), Some(1), "{id}: {users}");
    users[0].clone()
}

async fn row_of(app: &TestApp, id: &str) -> UserRow {
    users::get(&mut app.read().await, app.instance(), &UserId::from(id)).await.expect("the user")
}

/// `n` people, one a line.
fn people(from: usize, to: usize) -> String {
    let lines = (from..to).map(|n| {
        json!({"id": format!("user_old{n}"), "primary_email_address": format!("p{n}@example.com"), "first_name": format!("P{n}")}).to_string()
    });
    lines.collect::<Vec<_>>().join("\n")
}
