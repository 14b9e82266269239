//! Passwords: checking a new one, hashing it, proving the current one. Hashing happens outside of any transaction, in
//! its own bounded queue.

use super::{
    Cause,
    lockout::{self, Source},
};
use crate::{
    error::{Error, Result},
    metrics,
    password::{ImportError, Outcome, Rules, check, imported},
    state::App,
    store::users::UserRow,
};
use onehop::wire::ErrorCode;
use secrecy::SecretString;

/// Checks a new password against the rules; all problems at once. `own` is what the person goes by.
pub fn check_new(app: &App, password: &str, param: &str, own: &[&str]) -> Result<()> {
    let config = &app.config.password;
    let rules = Rules { min: config.min_length, max: config.max_length, characters: &config.characters };
    check_by(app, &rules, password, param, own)
}

/// The same for those who run the instance: the shortest length is another, and kinds of characters are up to them.
pub fn check_new_of(app: &App, min: usize, password: &str, param: &str, own: &[&str]) -> Result<()> {
    let rules = Rules { min, max: app.config.password.max_length.max(min), characters: &[] };
    check_by(app, &rules, password, param, own)
}

fn check_by(app: &App, rules: &Rules<'_>, password: &str, param: &str, own: &[&str]) -> Result<()> {
    if password.is_empty() {
        return Err(Error::param(ErrorCode::FormParamNil, param).text("Enter a password."));
    }
    let site = site_names(app);
    let names: Vec<&str> = own.iter().copied().chain(site.iter().map(String::as_str)).collect();
    check(password, rules, &app.common_passwords, &names).map_err(|problems| {
        let errors = problems.into_iter().map(|problem| {
            let code = serde_json::from_value(problem.code().into()).unwrap_or(ErrorCode::FormPasswordValidationFailed);
            let error = Error::param(code, param);
            match code {
                ErrorCode::FormPasswordLengthTooShort => error.text(format!("Use at least {} characters.", rules.min)),
                ErrorCode::FormPasswordLengthTooLong => error.text(format!("Use at most {} characters.", rules.max)),
                _ => error,
            }
        });
        Error::many(errors.collect())
    })
}

/// What the site goes by: its name and its hosts.
fn site_names(app: &App) -> [String; 3] {
    let host = |host: &str| format!("@{host}");
    let config = &app.config;
    [
        config.instance.name.clone(),
        host(config.server.public_url.host_str().unwrap_or_default()),
        host(config.instance.frontend_api_host.split(':').next().unwrap_or_default()),
    ]
}

/// Hashes a password.
pub async fn hash(app: &App, password: &str) -> Result<String> {
    Ok(app.passwords.hash(SecretString::from(password)).await?)
}

/// What a right password brings: a digest of today's parameters, where the stored one is older.
pub type Rehash = Option<String>;

/// Proves the password of this account, under the lock-out. The caller resets the count when it commits.
pub async fn prove(
    app: &App,
    cause: &Cause,
    user: &UserRow,
    source: &Source,
    password: &str,
    param: &str,
) -> Result<Rehash> {
    if !app.config.sign_in.has_passwords() {
        return Err(Error::param(ErrorCode::StrategyForUserInvalid, "strategy"));
    }
    // Refused here it costs next to nothing, and others go on.
    app.passwords.refuse_full()?;
    lockout::begin_try(app, cause, source).await?;
    let outcome = app.passwords.verify(SecretString::from(password), user.password_digest.clone()).await;
    if outcome.is_err() {
        // Nobody has looked at it: who comes back as told must not find the account locked.
        lockout::take_back(app, source).await?;
    }
    match outcome? {
        // Right, but not enough: others may know it too.
        Outcome::Right { .. } if user.password_compromised_at.is_some() && param == "password" => {
            Err(Error::param(ErrorCode::FormPasswordCompromised, param))
        }
        Outcome::Right { rehash } => Ok(rehash),
        // Who is signed in proves it in a form that has no other method to offer.
        Outcome::Wrong if param == "current_password" => {
            Err(Error::param(ErrorCode::FormPasswordIncorrect, param).text("This password is not right. Try again."))
        }
        Outcome::Wrong => {
            metrics::PASSWORD_WRONG.add();
            Err(Error::param(ErrorCode::FormPasswordIncorrect, param))
        }
    }
}

/// Does the work of proving a password where there is nobody to prove it for, so that time tells nothing.
pub async fn prove_nothing(app: &App, password: &str) -> Result<()> {
    app.passwords.verify(SecretString::from(password), None).await?;
    Ok(())
}

/// A digest that another system made, as it is stored until its user signs in and it is made anew.
pub fn imported(hasher: &str, digest: &str) -> Result<String> {
    let invalid = || Error::param(ErrorCode::FormPasswordDigestInvalid, "password_digest");
    imported::check(hasher, digest).map_err(|error| match error {
        ImportError::UnknownHasher => {
            Error::param(ErrorCode::FormParamValueInvalid, "password_hasher").text("This hasher is not known here.")
        }
        ImportError::WrongForm => invalid(),
        ImportError::TooCostly => invalid().text("This digest takes more time or memory to check than is allowed."),
    })
}
