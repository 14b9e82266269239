//! What the terminal says when the server starts: where things are.

use super::dev_keys;
use crate::{keys::SecretKey, state::App};
use secrecy::ExposeSecret;

/// Prints the addresses and keys. In production the secret key is shown here once, when the instance is made;
/// the link that makes the first operator at every start until there is one.
#[expect(clippy::print_stdout, reason = "this is for the person at the terminal")]
pub fn print(app: &App, made: Option<&SecretKey>, first_operator: Option<&str>) {
    let config = &app.config;
    let line = |name: &str, value: &str| println!("  {name:<16} {value}");
    println!("\n{} is running ({}, {})\n", config.instance.name, config.instance.environment, app.store.engine());
    line("Start page", &config.absolute("/"));
    line("Sign in", &config.absolute(&config.instance.sign_in_url));
    line("Profile", &config.absolute(&config.instance.user_profile_url));
    if config.is_development() {
        line("Mailbox", &config.absolute("/dev/mailbox"));
    }
    line("Dashboard", &config.absolute("/dashboard"));
    line("Publishable key", &app.instance.publishable_key);
    match made {
        _ if config.is_development() => line("Secret key", &format!("in {}", dev_keys::path(app).display())),
        Some(made) => line("Secret key", &format!("{}  (shown once: keep it now)", made.value.expose_secret())),
        None => {}
    }
    if let Some(link) = first_operator {
        println!("\n  Nobody runs this server yet. Set up the first operator, within a day:\n  {link}");
    }
    println!();
}
