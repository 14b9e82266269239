//! Names and proxies of domains, checked.

use crate::{
    backend_api::Context,
    error::{Error, Result},
};
use onehop::wire::ErrorCode;
use url::Url;

const MAX_NAME: usize = 253;

/// `host`, in development also `host:port`: in lower case and not the primary one.
pub(super) fn name(cx: &Context, text: &str) -> Result<String> {
    let name = text.trim().to_lowercase();
    let is_development = cx.app.config.is_development();
    let wrong = || {
        Error::param(ErrorCode::FormParamFormatInvalid, "name").text(match is_development {
            true => "Write a host, such as example.com or localhost:3001.",
            false => "Write a host, such as example.com.",
        })
    };
    if name.is_empty() {
        return Err(Error::param(ErrorCode::FormParamNil, "name"));
    }
    let url = Url::parse(&format!("https://{name}")).map_err(|_| wrong())?;
    let host = url.host_str().unwrap_or_default();
    let port = url.port().map(|port| format!(":{port}")).unwrap_or_default();
    let is_host = host.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'-'));
    let is_fine = is_development || (port.is_empty() && host.contains('.'));
    if format!("{host}{port}") != name || !is_host || !is_fine || name.len() > MAX_NAME {
        return Err(wrong());
    }
    if name == super::primary_name(cx) {
        return Err(taken());
    }
    Ok(name)
}

/// An address under which the app passes requests on to us. In production only.
pub(super) fn proxy_url(cx: &Context, text: Option<String>) -> Result<Option<String>> {
    let Some(text) = text.map(|text| text.trim().to_owned()).filter(|text| !text.is_empty()) else { return Ok(None) };
    if cx.app.config.is_development() {
        return Err(
            Error::param(ErrorCode::DomainUpdateForbidden, "proxy_url").text("A proxy can be set in production only.")
        );
    }
    let url = Url::parse(&text).ok().filter(|url| {
        let is_anonymous = url.username().is_empty() && url.password().is_none();
        url.scheme() == "https" && is_anonymous && url.query().is_none() && url.fragment().is_none()
    });
    match url {
        Some(_) => Ok(Some(text)),
        None => Err(Error::param(ErrorCode::FormParamFormatInvalid, "proxy_url")
            .text("Write an address such as https://example.com/__accounts.")),
    }
}

/// There is a domain of this name.
pub(super) fn taken() -> Error {
    Error::param(ErrorCode::FormAlreadyExists, "name").text("There is a domain of this name already.")
}
