//! Random walks through the ways in: whatever is called in whatever order, nobody is in whose proofs a small model has not
//! counted.

use super::times;
use crate::support::{Engine, PASSWORD, Reply, TestApp, TestClient, other_than};
use server::clock::DAY;

/// Numbers that look random and are the same each time.
struct Numbers(u64);

impl Numbers {
    fn next(&mut self, below: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        ((self.0 >> 33) % below as u64) as usize
    }
}

/// Who can be signed in: with a second factor, and without.
struct Account {
    email: String,
    secret: Option<String>,
}

/// What has been proven in one attempt, as far as an honest reader of the replies can tell.
#[derive(Default)]
struct Model {
    id: Option<String>,
    account: Option<usize>,
    /// Which strategy a code was mailed for.
    mailed: Option<&'static str>,
    is_first_proven: bool,
    is_reset_due: bool,
    is_second_proven: bool,
}

impl Model {
    fn is_complete(&self, accounts: &[Account]) -> bool {
        let needs_second = self.account.is_some_and(|account| accounts[account].secret.is_some());
        self.is_first_proven && !self.is_reset_due && (!needs_second || self.is_second_proven)
    }
}

struct Walk<'a> {
    app: &'a TestApp,
    accounts: &'a [Account],
    client: TestClient,
    model: Model,
    /// Somebody else's attempt, which is never of use.
    foreign: &'a str,
}

const CODES: [&str; 2] = ["email_code", "reset_password_email_code"];

impl Walk<'_> {
    fn path(&self, step: &str) -> String {
        format!("/v1/client/sign_ins/{}/{step}", self.model.id.as_deref().unwrap_or(self.foreign))
    }

    async fn start(&mut self, account: Option<usize>, password: Option<&str>) -> Reply {
        let mut fields = Vec::new();
        if let Some(account) = account {
            fields.push(("identifier", self.accounts[account].email.as_str()));
        }
        fields.extend(password.map(|password| ("password", password)));
        let reply = self.client.post("/v1/client/sign_ins", &fields).await;
        if reply.status == 200 {
            let is_right = password == Some(PASSWORD) && account.is_some();
            self.model = Model { id: Some(reply.id()), account, is_first_proven: is_right, ..Model::default() };
        }
        reply
    }

    async fn prepare(&mut self, strategy: &'static str) -> Reply {
        self.app.advance(1);
        let reply = self.client.post(&self.path("prepare_first_factor"), &[("strategy", strategy)]).await;
        if reply.status == 200 {
            self.model.mailed = Some(strategy);
        }
        reply
    }

    async fn code(&self) -> String {
        match self.model.account.filter(|_| self.model.mailed.is_some()) {
            Some(account) => self.app.code_to(&self.accounts[account].email).await,
            None => "123456".to_owned(),
        }
    }

    /// Answers with a code, right or not, for the strategy that it was mailed for, or not.
    async fn answer(&mut self, strategy: &'static str, is_right: bool) -> Reply {
        let code = self.code().await;
        let given = if is_right { code.clone() } else { other_than(&code).to_owned() };
        let reply =
            self.client.post(&self.path("attempt_first_factor"), &[("strategy", strategy), ("code", &given)]).await;
        if reply.status == 200 {
            assert!(
                is_right && self.model.mailed == Some(strategy),
                "a code that was not mailed for this: {}",
                reply.text
            );
            self.model.mailed = None;
            self.model.is_first_proven = true;
            self.model.is_reset_due = strategy == CODES[1];
        }
        reply
    }

    async fn password(&mut self, password: &str) -> Reply {
        let reply = self
            .client
            .post(&self.path("attempt_first_factor"), &[("strategy", "password"), ("password", password)])
            .await;
        if reply.status == 200 {
            assert_eq!(password, PASSWORD, "{}", reply.text);
            self.model.is_first_proven = true;
        }
        reply
    }

    async fn reset(&mut self) -> Reply {
        let reply = self.client.post(&self.path("reset_password"), &[("password", PASSWORD)]).await;
        if reply.status == 200 {
            assert!(
                self.model.is_first_proven && self.model.is_reset_due,
                "a new password without a proof: {}",
                reply.text
            );
            self.model.is_reset_due = false;
        }
        reply
    }

    async fn second(&mut self, is_right: bool) -> Reply {
        let secret = self.model.account.and_then(|account| self.accounts[account].secret.as_deref());
        let code = secret.map_or_else(|| "123456".to_owned(), |secret| self.app.totp_code(secret));
        let given = if is_right { code } else { other_than(&code).to_owned() };
        let reply =
            self.client.post(&self.path("attempt_second_factor"), &[("strategy", "totp"), ("code", &given)]).await;
        if reply.status == 200 {
            assert!(
                is_right && self.model.is_first_proven && !self.model.is_reset_due,
                "the second before the first: {}",
                reply.text
            );
            self.model.is_second_proven = true;
        }
        reply
    }

    async fn step(&mut self, numbers: &mut Numbers) -> Reply {
        let account = numbers.next(self.accounts.len());
        let (strategy, is_right) = (CODES[numbers.next(2)], numbers.next(4) > 0);
        // What costs a hash comes rarely, so that there can be many walks.
        match numbers.next(40) {
            0 => self.start(None, None).await,
            1..=5 => self.start(Some(account), None).await,
            6 => self.start(Some(account), Some(PASSWORD)).await,
            7 => self.start(Some(account), Some("wrong")).await,
            8 => self.password(PASSWORD).await,
            9 => self.reset().await,
            10..=17 => self.prepare(strategy).await,
            18..=27 => self.answer(self.model.mailed.unwrap_or(strategy), is_right).await,
            28 | 29 => self.answer(strategy, is_right).await,
            30..=35 => self.second(is_right).await,
            36 => self.client.post(&self.path("prepare_second_factor"), &[("strategy", "totp")]).await,
            37 => {
                self.client
                    .post(
                        &self.path("attempt_second_factor"),
                        &[("strategy", "backup_code"), ("code", "00-0000000000")],
                    )
                    .await
            }
            38 => {
                self.client
                    .post(
                        &format!("/v1/client/sign_ins/{}/attempt_first_factor", self.foreign),
                        &[("strategy", "email_code"), ("code", "123456")],
                    )
                    .await
            }
            _ => self.client.get(self.path("").trim_end_matches('/')).await,
        }
    }

    /// Somebody is in if and only if the model says so.
    async fn check(&self, reply: &Reply, trail: &[String]) -> bool {
        assert!(!reply.status.is_server_error(), "{trail:?}: {}", reply.text);
        let client = self.client.get("/v1/client").await.ok();
        let sessions = client.response()["sessions"].as_array().map_or(0, Vec::len);
        let is_complete = self.model.is_complete(self.accounts);
        assert_eq!(sessions > 0, is_complete, "{trail:?}: {}", client.text);
        assert_eq!(self.client.cookie("__session").is_some(), is_complete, "{trail:?}");
        if reply.json["response"]["object"] == "sign_in_attempt"
            && reply.status == 200
            && self.model.id.as_deref() == reply.json["response"]["id"].as_str()
        {
            assert_eq!(reply.json["response"]["status"] == "complete", is_complete, "{trail:?}: {}", reply.text);
        }
        is_complete
    }
}

#[tokio::test]
async fn no_walk_through_a_sign_in_ends_inside_without_its_proofs() {
    let app = TestApp::start_with(Engine::Sqlite, |config| {
        config.codes.sends_per_hour = 100_000;
        config.codes.sends_per_day = 100_000;
        config.codes.pause_wrong = 0;
        config.codes.pause_percent = 0;
    })
    .await;
    let mut accounts = Vec::new();
    for (email, has_app) in [("ada@example.com", true), ("grace@example.com", false)] {
        let browser = app.signed_up(email).await;
        let mut secret = None;
        if has_app {
            let begun = browser.post("/v1/me/totp", &[]).await.ok();
            let made = begun.response()["secret"].as_str().expect("a secret").to_owned();
            browser.post("/v1/me/totp/attempt_verification", &[("code", &app.totp_code(&made))]).await.ok();
            secret = Some(made);
        }
        accounts.push(Account { email: email.to_owned(), secret });
    }
    let foreign = app.open_sign_in(&app.client(), "grace@example.com").await;
    let (mut numbers, mut complete, mut steps) = (Numbers(42), 0, 0);
    for walk in 0..times(150, 20_000) {
        // Yesterday's failures are over, and so is the last step of the app.
        app.advance(DAY + 60_000);
        if walk % 20 == 0 {
            app.execute("DELETE FROM counters", vec![]).await;
            app.execute("DELETE FROM mails", vec![]).await;
        }
        let mut walk =
            Walk { app: &app, accounts: &accounts, client: app.client(), model: Model::default(), foreign: &foreign };
        let mut trail = Vec::new();
        for _ in 0..14 {
            app.advance(31_000);
            let reply = walk.step(&mut numbers).await;
            trail.push(format!(
                "{} {}",
                reply.status.as_u16(),
                reply.json["errors"][0]["code"].as_str().unwrap_or("fine")
            ));
            steps += 1;
            if walk.check(&reply, &trail).await {
                complete += 1;
                break;
            }
        }
    }
    assert!(complete * 20 > times(150, 20_000), "{complete} walks of {steps} steps got in: honest people do");
}

#[tokio::test]
async fn no_walk_through_a_sign_up_makes_an_account_without_its_proofs() {
    let app = TestApp::start_with(Engine::Sqlite, |config| {
        config.codes.pause_wrong = 0;
        config.codes.pause_percent = 0;
    })
    .await;
    let (mut numbers, mut complete) = (Numbers(7), 0);
    for walk in 0..times(50, 5_000) {
        app.advance(DAY);
        let (client, email) = (app.client(), format!("person{walk}@example.com"));
        let other = format!("other{walk}@example.com");
        let (mut id, mut address, mut has_password, mut mailed, mut proven) =
            (None::<String>, None::<String>, false, None::<String>, None::<String>);
        for _ in 0..10 {
            app.advance(1_000);
            let path = format!("/v1/client/sign_ups/{}", id.as_deref().unwrap_or("sua_0"));
            let reply = match numbers.next(12) {
                0 | 1 => {
                    let reply = client.post("/v1/client/sign_ups", &[("email_address", &email)]).await;
                    if reply.status == 200 {
                        (id, address, has_password, mailed, proven) =
                            (Some(reply.id()), Some(email.clone()), false, None, None);
                    }
                    reply
                }
                2 => {
                    let reply = client.patch(&path, &[("password", PASSWORD)]).await;
                    has_password |= reply.status == 200;
                    reply
                }
                3 => {
                    let reply = client.patch(&path, &[("email_address", &other)]).await;
                    if reply.status == 200 && address.as_deref() != Some(&other) {
                        (address, mailed, proven) = (Some(other.clone()), None, None);
                    }
                    reply
                }
                4..=6 => {
                    let reply =
                        client.post(&format!("{path}/prepare_verification"), &[("strategy", "email_code")]).await;
                    if reply.status == 200 {
                        mailed = address.clone();
                    }
                    reply
                }
                number => {
                    let code = match &mailed {
                        Some(address) => app.code_to(address).await,
                        None => "123456".to_owned(),
                    };
                    let is_right = number > 7;
                    let given = if is_right { code.clone() } else { other_than(&code).to_owned() };
                    let reply = client
                        .post(&format!("{path}/attempt_verification"), &[("strategy", "email_code"), ("code", &given)])
                        .await;
                    if reply.status == 200 {
                        assert!(is_right && mailed.is_some(), "{}", reply.text);
                        proven = mailed.take();
                    }
                    reply
                }
            };
            assert!(!reply.status.is_server_error(), "{}", reply.text);
            let is_complete = has_password && proven.is_some() && proven == address;
            assert_eq!(client.cookie("__session").is_some(), is_complete, "{}", reply.text);
            if is_complete {
                complete += 1;
                break;
            }
        }
    }
    assert!(complete * 20 > times(50, 5_000), "{complete} made an account: honest people do");
}
