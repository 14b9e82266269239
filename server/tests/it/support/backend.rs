//! An app's backend: a secret key and JSON.

use super::{Reply, SECRET_KEY, TestApp, TestClient};
use http::Method;
use serde_json::Value;

/// Calls with a secret key.
pub struct TestBackend {
    client: TestClient,
    key: String,
    version: &'static str,
}

impl TestApp {
    /// A backend with the instance's key, speaking the newest contract.
    pub fn backend(&self) -> TestBackend {
        TestBackend { client: self.client(), key: SECRET_KEY.to_owned(), version: "2026-05-12" }
    }
}

impl TestBackend {
    /// The same with another key.
    pub fn with_key(self, key: &str) -> Self {
        Self { key: key.to_owned(), ..self }
    }

    /// The same in another version of the contract.
    pub fn speaking(self, version: &'static str) -> Self {
        Self { version, ..self }
    }

    /// A call without a body, as the published clients make it: a content type all the same.
    pub async fn call(&self, method: Method, path: &str) -> Reply {
        self.send(method, path, String::new()).await
    }

    pub async fn get(&self, path: &str) -> Reply {
        self.call(Method::GET, path).await
    }

    pub async fn delete(&self, path: &str) -> Reply {
        self.call(Method::DELETE, path).await
    }

    pub async fn post(&self, path: &str, body: Value) -> Reply {
        self.send(Method::POST, path, body.to_string()).await
    }

    pub async fn patch(&self, path: &str, body: Value) -> Reply {
        self.send(Method::PATCH, path, body.to_string()).await
    }

    pub async fn put(&self, path: &str, body: Value) -> Reply {
        self.send(Method::PUT, path, body.to_string()).await
    }

    /// Any body.
    pub async fn send(&self, method: Method, path: &str, body: String) -> Reply {
        let authorization = format!("Bearer {}", self.key);
        let headers = [
            ("authorization", authorization.as_str()),
            ("content-type", "application/json"),
            ("clerk-api-version", self.version),
        ];
        let reply = self.client.raw(method, path, &headers, body).await;
        if !reply.text.is_empty() {
            assert_eq!(reply.header("content-type"), Some("application/json"), "exactly, without parameters: {path}");
        }
        reply
    }

    /// A new user with this address; its id.
    pub async fn user(&self, email: &str) -> String {
        let reply = self.post("/v1/users", serde_json::json!({"email_address": [email]})).await.ok();
        reply.json["id"].as_str().expect("an id").to_owned()
    }
}
