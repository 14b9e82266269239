//! `/v1/dashboard/{link,session,operator}…`: the operator's own way in and out.

mod link;
mod operator;
mod proof;
mod session;
mod totp;

use crate::{
    backend_api::{Context, Routes},
    domain::operators::sessions::Place,
    error::{Error, Result},
    http::limit_key,
};
use onehop::{endpoints::dashboard as contract, wire::ErrorCode};

/// Mounts the family.
pub(super) fn routes(routes: Routes) -> Routes {
    routes
        .add::<contract::GetOperatorLink>()
        .add::<contract::SetUpOperator>()
        .add::<contract::SignInOperator>()
        .add::<contract::VerifyOperator>()
        .add::<contract::SignOutOperator>()
        .add::<contract::ProveOperator>()
        .add::<contract::GetOperator>()
        .add::<contract::ChangeOperatorPassword>()
        .add::<contract::GetOperatorTotp>()
        .add::<contract::CreateOperatorTotp>()
        .add::<contract::ConfirmOperatorTotp>()
        .add::<contract::DeleteOperatorTotp>()
}

/// Where a session begins.
fn place(cx: &Context) -> Place {
    Place { ip: cx.ip().to_string(), user_agent: cx.user_agent().map(str::to_owned) }
}

/// Whose tries are counted together.
fn from(cx: &Context) -> String {
    limit_key(cx.ip()).to_string()
}

/// A field that must have something in it.
fn filled<'a>(text: &'a str, param: &str, what: &str) -> Result<&'a str> {
    if text.trim().is_empty() { Err(Error::param(ErrorCode::FormParamNil, param).text(what)) } else { Ok(text) }
}
