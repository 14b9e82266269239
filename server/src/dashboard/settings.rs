//! `GET` and `PATCH /v1/dashboard/settings`: what operators change, and beside it what the configuration says.

use crate::{
    backend_api::{Call, Context, Handle, Routes},
    clock::Millis,
    config::{LIFETIMES, SignUpMode},
    domain::{settings, settings::Settings},
    error::{Error, Result},
    state::App,
};
use onehop::{
    endpoints::{
        backend::Given,
        dashboard::{GetSettings, TimeUnit, UpdateSettings, UpdateSettingsBody},
    },
    wire::{ErrorCode, Lenient, dashboard as wire},
};

const ACTION: &str = "instance.settings.update";

/// Mounts them.
pub(super) fn routes(routes: Routes) -> Routes {
    routes.add::<GetSettings>().add::<UpdateSettings>()
}

impl Handle for GetSettings {
    async fn handle(cx: &Context, _: Call<Self>) -> Result<wire::Settings> {
        cx.operator()?;
        let settings = settings::find(&cx.app, &mut cx.read().await?).await?;
        Ok(view(&cx.app, settings))
    }
}

impl Handle for UpdateSettings {
    async fn handle(cx: &Context, call: Call<Self>) -> Result<wire::Settings> {
        cx.operator()?;
        let mut cause = cx.cause();
        if let Some(actor) = &mut cause.actor {
            actor.action = ACTION.to_owned();
        }
        let mut conn = cx.write().await?;
        let apply = |settings: &mut Settings| apply(&cx.app, settings, call.body);
        let settings = settings::change(&cx.app, &mut conn, &cause, apply).await?;
        conn.commit().await?;
        Ok(view(&cx.app, settings))
    }
}

fn apply(app: &App, settings: &mut Settings, body: UpdateSettingsBody) -> Result<()> {
    if let Some(mode) = body.sign_up_mode {
        settings.sign_up_mode = mode.map(|mode| parse_mode(&mode)).transpose()?;
    }
    if let Some(length) = length(body.session_lifetime, body.session_lifetime_unit, "session_lifetime")? {
        let is_fine = length.is_none_or(|length| LIFETIMES.contains(&length));
        settings.session_lifetime = if is_fine { length } else { return Err(out_of_bounds("session_lifetime")) };
    }
    let (timeout, unit) = (body.session_inactivity_timeout, body.session_inactivity_timeout_unit);
    if let Some(length) = length(timeout, unit, "session_inactivity_timeout")? {
        let is_fine = length.is_none_or(|length| length == 0 || LIFETIMES.contains(&length));
        settings.session_inactivity_timeout =
            if is_fine { length } else { return Err(out_of_bounds("session_inactivity_timeout")) };
    }
    let limits = settings.session_limits(app);
    match limits.inactivity {
        Some(timeout) if timeout > limits.lifetime => {
            Err(Error::param(ErrorCode::FormParamValueInvalid, "session_inactivity_timeout")
                .text("Give at most the maximum lifetime, or 0 for no timeout."))
        }
        _ => Ok(()),
    }
}

fn parse_mode(name: &str) -> Result<SignUpMode> {
    name.parse().map_err(|_| {
        Error::param(ErrorCode::FormParamValueInvalid, "sign_up_mode").text("Write public, restricted or waitlist.")
    })
}

/// In milliseconds.
fn length(given: Given<Lenient<i64>>, unit: TimeUnit, param: &'static str) -> Result<Given<Millis>> {
    let length = |count: Lenient<i64>| count.0.checked_mul(unit.length()).ok_or_else(|| out_of_bounds(param));
    given.map(|count| count.map(length).transpose()).transpose()
}

fn out_of_bounds(param: &'static str) -> Error {
    let or_none = if param == "session_lifetime" { "" } else { ", or 0 for none" };
    Error::param(ErrorCode::FormParamValueInvalid, param).text(format!("Give 5 minutes to 400 days{or_none}."))
}

fn view(app: &App, settings: Settings) -> wire::Settings {
    let config = &app.config;
    let limits = settings.session_limits(app);
    wire::Settings {
        object: wire::SettingsTag,
        publishable_key: app.instance.publishable_key.clone(),
        public_url: config.server.public_origin(),
        test_mode: config.is_development().then(|| settings.is_test_mode(app)),
        sign_up_mode: settings.sign_up_mode(app).as_str().to_owned(),
        session_lifetime: limits.lifetime,
        session_inactivity_timeout: limits.inactivity.unwrap_or_default(),
        support_email: settings.support_email.or_else(|| config.instance.support_email.clone()),
        allowed_origins: settings.allowed_origins.unwrap_or_default(),
        configured_origins: config.instance.allowed_origins.clone(),
        preferred_strategy: settings.preferred_strategy.map(|preferred| preferred.as_str().to_owned()),
        restrictions: settings.restrictions.view(),
        configured: configured(app),
    }
}

fn configured(app: &App) -> wire::Configured {
    let config = &app.config;
    wire::Configured {
        sign_up_mode: config.user.sign_up_mode.as_str().to_owned(),
        session_lifetime: config.session.lifetime,
        session_inactivity_timeout: config.session.inactivity_timeout.unwrap_or_default(),
        username_enabled: config.user.is_username_enabled,
        username_required: config.user.is_username_required,
        names_enabled: config.user.is_name_enabled,
        delete_self_enabled: config.user.is_delete_self_enabled,
        password_min_length: u32::try_from(config.password.min_length).unwrap_or(u32::MAX),
        token_lifetime: config.session.token_lifetime,
        single_session_mode: config.session.single_session_mode,
    }
}
