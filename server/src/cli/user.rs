//! `onehop user`: what the Backend API does for users, at the command line. The audit log says that it was done here.

use super::{failed::Failed, output};
use crate::{
    clock::Millis,
    config::Config,
    domain::{Cause, accounts, audit::Actor, full_users, identifiers, new_accounts, users},
    random, start,
    state::App,
    store::{Conn, email_addresses, users as store, users::UserRow},
};
use clap::{Args, Subcommand};
use onehop::wire::{UserId, backend::User};
use secrecy::{ExposeSecret, SecretString};
use serde_json::{Map, Value, json};
use std::io::{IsTerminal, Read};

/// Nobody's password is longer; what is behind isn't read.
const MAX_INPUT: u64 = 64 * 1024;

#[derive(Debug, Subcommand)]
pub(super) enum UserCommand {
    /// Add a user. Without a password they sign in with a mailed code
    Create(Box<CreateArgs>),
    /// Show a user
    Show {
        #[command(flatten)]
        who: Who,
        #[command(flatten)]
        sources: super::Sources,
    },
    /// Sign a user out everywhere and let them in no more
    Ban {
        #[command(flatten)]
        who: Who,
        /// Let them in again instead
        #[arg(long)]
        undo: bool,
        #[command(flatten)]
        sources: super::Sources,
    },
}

/// A user who is there.
#[derive(Debug, Args)]
pub(super) struct Who {
    /// The user's id, email address or username
    #[arg(value_name = "USER")]
    user: String,
    /// As the Backend API answers it
    #[arg(long)]
    json: bool,
}

#[derive(Debug, Args)]
pub(super) struct CreateArgs {
    /// Email address, taken as proven
    #[arg(long, value_name = "ADDRESS")]
    email: Option<String>,
    /// Unique name
    #[arg(long, value_name = "NAME")]
    username: Option<String>,
    /// Given name
    #[arg(long, value_name = "NAME")]
    first_name: Option<String>,
    /// Family name
    #[arg(long, value_name = "NAME")]
    last_name: Option<String>,
    /// The id in your own system
    #[arg(long, value_name = "ID")]
    external_id: Option<String>,
    /// Read the password from standard input: on a command line others could see it
    #[arg(long, conflicts_with = "generate_password")]
    password_stdin: bool,
    /// Make a password and show it once
    #[arg(long)]
    generate_password: bool,
    /// As the Backend API answers it
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    pub(super) sources: super::Sources,
}

/// Adds a user.
pub(super) async fn create(config: Config, args: CreateArgs) -> Result<(), Failed> {
    let app = start::open_existing(config).await?;
    let done = add(&app, &args).await;
    app.store.close().await;
    let (user, password) = done?;
    let shown = password.filter(|_| args.generate_password);
    print(&user, args.json, shown.as_ref());
    Ok(())
}

async fn add(app: &App, args: &CreateArgs) -> Result<(User, Option<SecretString>), Failed> {
    let password = match (args.password_stdin, args.generate_password) {
        (true, _) => Some(read_password()?),
        (false, true) => Some(random::token(&*app.random)),
        (false, false) => None,
    };
    let fields = [
        ("email_address", &args.email),
        ("username", &args.username),
        ("first_name", &args.first_name),
        ("last_name", &args.last_name),
        ("external_id", &args.external_id),
    ];
    let given = fields.into_iter().filter_map(|(name, value)| Some((name.to_owned(), json!(value.as_ref()?))));
    let mut body: Map<String, Value> = given.collect();
    match &password {
        Some(password) => body.insert("password".to_owned(), json!(password.expose_secret())),
        None => body.insert("skip_password_requirement".to_owned(), json!(true)),
    };
    let body = serde_json::from_value(Value::Object(body)).map_err(Failed::new)?;
    let cause = cause(app, "user.create");
    let account = new_accounts::read(app, cause.now, &body).await?;
    let mut conn = app.write().await?;
    let row = accounts::create(app, &mut conn, &cause, account).await?;
    let user = full_users::view(app, &mut conn, &row, cause.now).await?;
    conn.commit().await?;
    Ok((user, password))
}

/// One line, or all there is: a password may hold anything but the end of its line.
fn read_password() -> Result<SecretString, Failed> {
    let mut input = std::io::stdin();
    if input.is_terminal() {
        eprintln!("Type the password and end the line; it will be seen. Better: onehop user create … <file");
    }
    let mut text = String::new();
    let read = if input.is_terminal() {
        input.read_line(&mut text)
    } else {
        input.by_ref().take(MAX_INPUT).read_to_string(&mut text)
    };
    read.map_err(|error| Failed(format!("the password: {error}")))?;
    let password = text.strip_suffix('\n').unwrap_or(&text);
    let password = password.strip_suffix('\r').unwrap_or(password);
    if password.is_empty() {
        return Err(Failed("there is no password on standard input".to_owned()));
    }
    Ok(SecretString::from(password))
}

/// Shows a user.
pub(super) async fn show(config: Config, who: Who) -> Result<(), Failed> {
    let app = start::open_existing(config).await?;
    let user = look_up(&app, &who.user).await;
    app.store.close().await;
    print(&user?, who.json, None);
    Ok(())
}

async fn look_up(app: &App, name: &str) -> Result<User, Failed> {
    let mut conn = app.read().await?;
    let row = find(app, &mut conn, name).await?;
    Ok(full_users::view(app, &mut conn, &row, app.clock.now()).await?)
}

/// Bans a user, or lets them in again.
pub(super) async fn ban(config: Config, who: Who, is_undone: bool) -> Result<(), Failed> {
    let app = start::open_existing(config).await?;
    let user = set_banned(&app, &who.user, !is_undone).await;
    app.store.close().await;
    print(&user?, who.json, None);
    Ok(())
}

async fn set_banned(app: &App, name: &str, banned: bool) -> Result<User, Failed> {
    let cause = cause(app, if banned { "user.ban" } else { "user.unban" });
    let mut conn = app.write().await?;
    let mut row = find(app, &mut conn, name).await?;
    users::set_banned(app, &mut conn, &cause, &mut row, banned).await?;
    let user = full_users::view(app, &mut conn, &row, cause.now).await?;
    conn.commit().await?;
    Ok(user)
}

fn cause(app: &App, action: &str) -> Cause {
    Cause { ip: None, user_agent: None, locale: None, now: app.clock.now(), actor: Some(Actor::command_line(action)) }
}

/// By id, by proven address, by username.
async fn find(app: &App, conn: &mut Conn, name: &str) -> Result<UserRow, Failed> {
    let instance = &app.instance.id;
    let name = name.trim();
    if let Some(row) = store::find(conn, instance, &UserId::from(name)).await? {
        return Ok(row);
    }
    let normalized = identifiers::normalize_email(name);
    if let Some(email) = email_addresses::find_verified(conn, instance, &normalized).await? {
        return Ok(store::get(conn, instance, &email.user_id).await?);
    }
    let found = store::find_by_username(conn, instance, &normalized).await?;
    found.ok_or_else(|| Failed(format!("nobody has the id, the address or the username {name}")))
}

fn print(user: &User, is_json: bool, password: Option<&SecretString>) {
    if is_json {
        let mut value = serde_json::to_value(user).unwrap_or_default();
        if let (Some(password), Some(members)) = (password, value.as_object_mut()) {
            members.insert("password".to_owned(), json!(password.expose_secret()));
        }
        println!("{value:#}");
        return;
    }
    let at = |time: Option<Millis>| time.map_or_else(|| "never".to_owned(), output::time);
    let emails: Vec<&str> = user.email_addresses.iter().map(|email| email.email_address.as_str()).collect();
    let names: Vec<&str> = [&user.first_name, &user.last_name].into_iter().flatten().map(String::as_str).collect();
    let standing = match (user.banned, user.locked) {
        (true, _) => "banned",
        (false, true) => "locked",
        (false, false) => "active",
    };
    let mut rows = vec![
        ("id", user.id.to_string()),
        ("email addresses", emails.join(", ")),
        ("username", user.username.clone().unwrap_or_default()),
        ("name", names.join(" ")),
        ("external id", user.external_id.clone().unwrap_or_default()),
        ("standing", standing.to_owned()),
        ("password", if user.password_enabled { "set" } else { "none" }.to_owned()),
        ("two factors", if user.two_factor_enabled { "on" } else { "off" }.to_owned()),
        ("last sign-in", at(user.last_sign_in_at)),
        ("created", at(Some(user.created_at))),
    ];
    if let Some(password) = password {
        rows.push(("new password", format!("{}  (shown once)", password.expose_secret())));
    }
    for (name, value) in rows {
        println!("{}", format!("{name:16} {value}").trim_end());
    }
}
