//! `onehop listen`: the change feed as signed webhooks, sent to the machine of whoever develops a receiver. No tunnel, no
//! endpoint to register: the feed is pulled with a secret key, so it works through every firewall.

use super::failed::Failed;
use crate::{
    clock::{Clock, SECOND, SystemClock},
    random::SystemRandom,
    webhooks::{Client, Failure, Secret, signed},
};
use clap::Args;
use http::{HeaderMap, Uri};
use onehop::{
    client::{
        BackendClient,
        backend::{BackendError, Reason},
    },
    endpoints::backend::ListEventsQuery,
    wire::backend::Event,
};
use secrecy::{ExposeSecret, SecretString};
use std::time::{Duration, Instant};

/// Where deliveries may go: the receiver was named by whoever runs the command.
const ANYWHERE: [&str; 2] = ["0.0.0.0/0", "::/0"];
/// So long the server holds a call that finds nothing.
const WAIT: i64 = 25;
/// Between two tries where nobody answers: the receiver, or the server, is being restarted.
const PAUSE: Duration = Duration::from_secs(2);
const TIMEOUT: Duration = Duration::from_secs(30);

#[derive(Debug, Args)]
pub(super) struct ListenArgs {
    /// The receiver, such as http://localhost:4000/hook
    #[arg(long, value_name = "URL")]
    forward_to: Uri,
    /// The server
    #[arg(long, value_name = "URL", default_value = "http://localhost:3000")]
    url: String,
    /// A secret key of the instance. Better in the environment: on a command line others could see it
    #[arg(long, value_name = "KEY", env = "ONEHOP_SECRET_KEY", hide_env_values = true)]
    secret_key: SecretString,
    /// What signs the deliveries, `whsec_…`; without one, a new one is made and shown
    #[arg(long, value_name = "SECRET", env = "ONEHOP_WEBHOOK_SECRET", hide_env_values = true)]
    signing_secret: Option<SecretString>,
    /// Only these events, by comma: user.created,session.*
    #[arg(long, value_name = "TYPES")]
    types: Option<String>,
    /// From where on: a cursor, 0 for the beginning, latest for what happens from now on
    #[arg(long, value_name = "CURSOR", default_value = "latest")]
    after: String,
}

/// Forwards until it is interrupted.
pub(super) async fn run(args: ListenArgs) -> Result<(), Failed> {
    let secret = match &args.signing_secret {
        Some(text) => Secret::parse(text.expose_secret()).ok_or_else(|| {
            Failed::new("the signing secret is not whsec_ and base64, or whsk_ and base64 of 32 bytes")
        })?,
        None => Secret::new(&SystemRandom, true),
    };
    let client = BackendClient::new(&args.url, args.secret_key.expose_secret()).map_err(Failed::new)?;
    let networks = ANYWHERE.map(|block| block.parse().expect("a block"));
    let sender = Client::new(networks.to_vec(), TIMEOUT).map_err(Failed::new)?;
    println!("forwarding {} to {}", args.url, args.forward_to);
    if args.signing_secret.is_none() {
        println!("signed by {}", *secret.receivers());
    }
    let mut after = args.after.clone();
    loop {
        let query = ListEventsQuery {
            after: Some(after.clone()),
            types: args.types.clone(),
            limit: None,
            wait: Some(WAIT.into()),
        };
        match client.events().list(&query).await {
            Ok(page) => {
                for event in &page.data {
                    forward(&sender, &args.forward_to, &secret, event).await?;
                }
                after = page.next_cursor;
            }
            Err(error) if is_passing(&error) => {
                eprintln!("the server does not answer, will try again: {error}");
                tokio::time::sleep(PAUSE).await;
            }
            Err(error) => return Err(Failed::new(error)),
        }
    }
}

/// Would the same call be answered another time?
fn is_passing(error: &BackendError) -> bool {
    matches!(error.reason, Reason::Unreachable | Reason::TimedOut) || error.status >= 500 || error.status == 429
}

/// Sends one event, again and again while nobody listens: a receiver that is being restarted misses nothing.
async fn forward(sender: &Client, to: &Uri, secret: &Secret, event: &Event) -> Result<(), Failed> {
    let body = serde_json::to_string(event).map_err(Failed::new)?;
    loop {
        let begun = Instant::now();
        let seconds = SystemClock.now() / SECOND;
        let secrets = std::slice::from_ref(secret);
        let request = signed(to, HeaderMap::new(), secrets, event.id.as_str(), seconds, body.clone())?;
        let answer = sender.send(request).await;
        let took = begun.elapsed().as_millis();
        let line = format!("{:>8}  {:28} {}", event.sequence, event.kind, event.resource_id);
        match answer {
            Ok(answer) => println!("{line}  {} in {took} ms", answer.status),
            Err(Failure::Unreachable) => {
                eprintln!("{line}  nobody listens, will try again");
                tokio::time::sleep(PAUSE).await;
                continue;
            }
            Err(failure) => println!("{line}  {failure}"),
        }
        return Ok(());
    }
}
