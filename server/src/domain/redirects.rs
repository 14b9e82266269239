//! Where people may be sent: to our own pages, to the origins of the configuration, and to places that a backend listed,
//! each exactly as it is written there.

pub(crate) mod address;

use crate::{
    error::{Error, Result},
    state::App,
    store::{Conn, redirect_urls},
};
use address::{is_this_machine, parse};
use onehop::wire::ErrorCode;

/// May people be sent to this address?
pub async fn is_allowed(app: &App, conn: &mut Conn, address: &str) -> Result<bool> {
    let Some(url) = parse(address) else { return Ok(false) };
    let origin = url.origin().ascii_serialization();
    let config = &app.config;
    if matches!(url.scheme(), "http" | "https")
        && (origin == config.server.public_origin() || config.instance.allowed_origins.contains(&origin))
    {
        return Ok(true);
    }
    Ok(redirect_urls::is_listed(conn, &app.instance.id, address).await?)
}

/// An address that may be listed: https, a scheme of an app's own, or http on this machine in development.
pub fn check(app: &App, address: &str, param: &str) -> Result<String> {
    let address = address.trim();
    if address.is_empty() {
        return Err(Error::param(ErrorCode::FormParamNil, param));
    }
    let wrong = || {
        Error::param(ErrorCode::FormParamFormatInvalid, param)
            .text("Write an address such as https://app.example.com/callback or my-app://callback.")
    };
    let url = parse(address).ok_or_else(wrong)?;
    let is_http_fine = app.config.is_development() && is_this_machine(&url);
    if url.scheme() == "http" && !is_http_fine { Err(wrong()) } else { Ok(address.to_owned()) }
}
