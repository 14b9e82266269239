//! An operator at the dashboard: a browser with an operator's session.

use super::{Reply, TestApp, TestClient};
use http::Method;
use onehop::wire::OperatorId;
use secrecy::ExposeSecret;
use serde_json::{Value, json};
use server::domain::operators::{self, links};

/// The address of the operator that a test needs.
pub const OPERATOR_EMAIL: &str = "operator@example.com";
/// A password that the dashboard's rules accept.
pub const OPERATOR_PASSWORD: &str = "seven quiet harbours at dusk";

/// A browser at the dashboard.
pub struct TestOperator {
    pub client: TestClient,
}

impl TestApp {
    /// What a link for the operator with this address carries; without one, for whoever comes first.
    pub async fn operator_link(&self, email: Option<&str>) -> String {
        let mut conn = self.app.write().await.expect("a connection");
        let operator: Option<OperatorId> = match email {
            Some(email) => {
                let row = operators::find_or_add(&self.app, &mut conn, email, self.now()).await;
                Some(row.expect("an operator").id)
            }
            None => None,
        };
        let token = links::make(&self.app, &mut conn, operator.as_ref(), self.now()).await.expect("a link");
        conn.commit().await.expect("committed");
        token.expose_secret().to_owned()
    }

    /// A browser in which the operator with this address is signed in.
    pub async fn operator_as(&self, email: &str) -> TestOperator {
        let token = self.operator_link(Some(email)).await;
        let operator = self.nobody();
        let body = json!({"token": token, "password": OPERATOR_PASSWORD});
        let reply = operator.post("/v1/dashboard/link", body).await.ok();
        assert_eq!(reply.json["status"], "complete", "{}", reply.text);
        operator
    }

    /// A browser in which some operator is signed in.
    pub async fn operator(&self) -> TestOperator {
        self.operator_as(OPERATOR_EMAIL).await
    }

    /// A browser at the dashboard in which nobody is signed in.
    pub fn nobody(&self) -> TestOperator {
        TestOperator { client: self.client() }
    }
}

impl TestOperator {
    /// A call of the dashboard's API; `path` as the contract has it.
    pub async fn call(&self, method: Method, path: &str, body: Value) -> Reply {
        self.client.json(method, &format!("/dashboard/api{path}"), body).await
    }

    pub async fn get(&self, path: &str) -> Reply {
        self.client.get(&format!("/dashboard/api{path}")).await
    }

    pub async fn post(&self, path: &str, body: Value) -> Reply {
        self.call(Method::POST, path, body).await
    }

    pub async fn patch(&self, path: &str, body: Value) -> Reply {
        self.call(Method::PATCH, path, body).await
    }

    pub async fn delete(&self, path: &str) -> Reply {
        self.call(Method::DELETE, path, json!({})).await
    }

    /// A form, as a browser without scripts sends it.
    pub async fn form(&self, path: &str, fields: &[(&str, &str)]) -> Reply {
        self.client.post(&format!("/dashboard/forms{path}"), fields).await
    }
}
