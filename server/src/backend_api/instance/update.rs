//! `PATCH /v1/instance`: absent stays, null is as the configuration says. In force with the next request.

use crate::{
    backend_api::{Call, Context, Handle},
    domain::{
        identifiers, origins, settings,
        settings::{Preferred, Settings},
    },
    error::{Error, Result},
};
use onehop::{
    endpoints::backend::{Given, UpdateInstance, UpdateInstanceBody},
    wire::{ErrorCode, Lenient, Many},
};

const MAX_ORIGINS: usize = 100;
const MAX_VERSION: usize = 64;

impl Handle for UpdateInstance {
    async fn handle(cx: &Context, call: Call<Self>) -> Result<()> {
        let mut conn = cx.write().await?;
        settings::change(&cx.app, &mut conn, &cx.cause(), |settings| apply(cx, settings, call.body)).await?;
        Ok(conn.commit().await?)
    }
}

fn apply(cx: &Context, settings: &mut Settings, body: UpdateInstanceBody) -> Result<()> {
    if body.test_mode.flatten().is_some_and(|on| on.0) && !cx.app.config.is_development() {
        return Err(Error::param(ErrorCode::FormParamValueInvalid, "test_mode")
            .text("Addresses for tests exist in development only."));
    }
    flag(&mut settings.test_mode, body.test_mode);
    flag(&mut settings.hibp, body.hibp);
    flag(&mut settings.cookieless_dev, body.cookieless_dev);
    flag(&mut settings.url_based_session_syncing, body.url_based_session_syncing);
    if let Some(address) = body.support_email {
        settings.support_email = match filled(address) {
            Some(address) => Some(identifiers::email(&address, "support_email")?.address),
            None => None,
        };
    }
    if let Some(version) = body.clerk_js_version {
        let version = filled(version);
        if version.as_ref().is_some_and(|version| version.len() > MAX_VERSION) {
            return Err(Error::param(ErrorCode::FormParamMaxLengthExceeded, "clerk_js_version"));
        }
        settings.script_version = version;
    }
    if let Some(origin) = body.development_origin {
        settings.development_origin = match filled(origin) {
            Some(text) => Some(origin_of(cx, &text, "development_origin")?),
            None => None,
        };
    }
    if let Some(origins) = body.allowed_origins {
        settings.allowed_origins = Some(origins_of(cx, &origins)?);
    }
    if let Some(name) = body.preferred_sign_in_strategy_when_password_required {
        settings.preferred_strategy = filled(name).map(|name| preferred(&name)).transpose()?;
    }
    Ok(())
}

fn flag(slot: &mut Option<bool>, given: Given<Lenient<bool>>) {
    if let Some(value) = given {
        *slot = value.map(|value| value.0);
    }
}

fn filled(text: Option<String>) -> Option<String> {
    text.map(|text| text.trim().to_owned()).filter(|text| !text.is_empty())
}

fn origins_of(cx: &Context, texts: &Many) -> Result<Vec<String>> {
    if texts.0.len() > MAX_ORIGINS {
        return Err(Error::param(ErrorCode::FormParamArraySizeExceeded, "allowed_origins")
            .text(format!("Give at most {MAX_ORIGINS} origins.")));
    }
    let mut origins = Vec::with_capacity(texts.0.len());
    for text in &texts.0 {
        let origin = origin_of(cx, text, "allowed_origins")?;
        if !origins.contains(&origin) {
            origins.push(origin);
        }
    }
    Ok(origins)
}

fn origin_of(cx: &Context, text: &str, param: &str) -> Result<String> {
    origins::parse(&cx.app, text).ok_or_else(|| Error::param(ErrorCode::FormInvalidOrigin, param))
}

fn preferred(name: &str) -> Result<Preferred> {
    match name {
        "password" => Ok(Preferred::Password),
        "otp" => Ok(Preferred::Otp),
        _ => Err(Error::param(ErrorCode::FormParamValueInvalid, "preferred_sign_in_strategy_when_password_required")
            .text("Write password or otp.")),
    }
}
