//! Both sides are processes, and both are killed again and again.

use onehop::{
    client::{BackendClient, backend::Retry},
    endpoints::backend::{CreateUserBody, UpdateUserBody},
    wire::UserId,
};
use onehop_server::config::{Config, Overrides};
use serde_json::Value;
use std::{
    collections::BTreeMap,
    env, fs,
    net::TcpListener,
    path::Path,
    process::{Child, Command, Stdio},
    time::{Duration, Instant},
};
use tempfile::TempDir;
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
    time::sleep,
};

/// A process that is killed, without a warning, when it goes out of scope.
struct Process(Child);

impl Drop for Process {
    fn drop(&mut self) {
        self.0.kill().expect("it can be killed");
        self.0.wait().expect("it ends");
    }
}

fn free_address() -> String {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
    listener.local_addr().expect("an address").to_string()
}

/// Not a test: the server's process, started by the test below.
#[tokio::test]
#[ignore = "the server of the other test"]
async fn serve() {
    let flags = Overrides { data: env::var("SERVER_DATA").ok(), listen: env::var("SERVER_LISTEN").ok(), dev: true };
    let config = Config::load(None, [], flags).expect("development needs nothing set");
    onehop_server::serve_with(config, |onehop| onehop.router()).await.expect("it serves");
}

struct Both {
    folder: TempDir,
    server_address: String,
    app_address: String,
}

impl Both {
    fn server(&self) -> Process {
        let program = env::current_exe().expect("this program");
        let mut command = Command::new(program);
        command.args(["serve", "--exact", "--ignored"]);
        command.env("SERVER_DATA", self.folder.path()).env("SERVER_LISTEN", &self.server_address);
        Process(command.stdout(Stdio::null()).stderr(Stdio::null()).spawn().expect("the server starts"))
    }

    fn app(&self, secret_key: &str) -> Process {
        let mut command = Command::new(env!("CARGO_BIN_EXE_sync"));
        command.env("ONEHOP_URL", self.url()).env("ONEHOP_SECRET_KEY", secret_key);
        command.env("ONEHOP_WEBHOOK_SECRET", "whsec_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA");
        command.env("DATABASE_FILE", self.folder.path().join("users.db")).env("LISTEN", &self.app_address);
        Process(command.spawn().expect("the app starts"))
    }

    fn url(&self) -> String {
        format!("http://{}", self.server_address)
    }

    /// Versions by id, as the app says.
    async fn copied(&self) -> Option<BTreeMap<String, i64>> {
        let mut stream = TcpStream::connect(&self.app_address).await.ok()?;
        stream.write_all(b"GET /users HTTP/1.1\r\nhost: app\r\nconnection: close\r\n\r\n").await.ok()?;
        let mut text = String::new();
        stream.read_to_string(&mut text).await.ok()?;
        let users: Vec<Value> = serde_json::from_str(text.split_once("\r\n\r\n")?.1).ok()?;
        let version = |user: &Value| Some((user["id"].as_str()?.to_owned(), user["version"].as_i64()?));
        users.iter().map(version).collect()
    }
}

/// Versions by id, as the server says.
async fn source(client: &BackendClient) -> BTreeMap<String, i64> {
    let mut snapshot = client.snapshot().await.expect("a snapshot");
    let mut versions = BTreeMap::new();
    while let Some(state) = snapshot.next().await.expect("a user") {
        versions.insert(state.user().expect("a user").id.to_string(), state.version);
    }
    versions
}

async fn secret_key(folder: &Path) -> String {
    for _ in 0..600 {
        let keys = fs::read_to_string(folder.join("dev-keys.json")).unwrap_or_default();
        if let Some(key) =
            serde_json::from_str::<Value>(&keys).ok().and_then(|keys| keys["secret_key"].as_str().map(str::to_owned))
        {
            return key;
        }
        sleep(Duration::from_millis(100)).await;
    }
    panic!("the server made no key within a minute");
}

/// Changes, of which some fail while nobody is there.
async fn change(client: &BackendClient, round: usize, ids: &mut Vec<UserId>) {
    for number in 0..6 {
        let mut body = CreateUserBody {
            email_address: [format!("user{round}_{number}@example.com")].into_iter().collect(),
            ..CreateUserBody::default()
        };
        body.skip_password_requirement = Some(true.into());
        if let Ok(user) = client.users().create(&body).await {
            ids.push(user.id);
        }
        if let Some(id) = ids.get(number) {
            let mut body = UpdateUserBody::default();
            body.fields.first_name = Some(Some(format!("In round {round}")));
            let _ = client.users().update(id, &body).await;
        }
        sleep(Duration::from_millis(20)).await;
    }
    if !ids.is_empty() && client.users().delete(&ids[0]).await.is_ok() {
        ids.remove(0);
    }
}

#[tokio::test]
async fn the_copy_is_equal_after_both_sides_were_killed() {
    let folder = tempfile::tempdir().expect("a folder");
    let both = Both { folder, server_address: free_address(), app_address: free_address() };
    let mut server = both.server();
    let key = secret_key(both.folder.path()).await;
    let mut app = both.app(&key);
    let client = BackendClient::builder(&both.url(), &key).retry(Retry::NEVER).build().expect("a client");
    let mut ids = Vec::new();
    for round in 0..6 {
        let change = change(&client, round, &mut ids);
        let kill = async {
            sleep(Duration::from_millis(60)).await;
            if round % 2 == 0 {
                drop(app);
                sleep(Duration::from_millis(100)).await;
                app = both.app(&key);
            } else {
                drop(server);
                server = both.server();
            }
            (app, server)
        };
        let (_, again) = tokio::join!(change, kill);
        (app, server) = again;
    }
    let began = Instant::now();
    while client.users().count(&Default::default()).await.is_err() {
        assert!(began.elapsed() < Duration::from_secs(30), "the server is back");
        sleep(Duration::from_millis(100)).await;
    }
    change(&client, 6, &mut ids).await;
    let expected = source(&client).await;
    assert!(expected.len() > 5, "people were made: {expected:?}");
    while both.copied().await.as_ref() != Some(&expected) {
        assert!(began.elapsed() < Duration::from_secs(60), "{:?} is not {expected:?}", both.copied().await);
        sleep(Duration::from_millis(100)).await;
    }
}
