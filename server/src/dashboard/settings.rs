//! `GET /v1/dashboard/settings`: what the dashboard changes, and beside it what the configuration says.

use crate::{
    backend_api::{Call, Context, Handle, Routes},
    domain::settings,
    error::Result,
    state::App,
};
use onehop::{
    endpoints::dashboard::GetSettings,
    wire::dashboard::{Configured, Settings, SettingsTag},
};

/// Mounts it.
pub(super) fn routes(routes: Routes) -> Routes {
    routes.add::<GetSettings>()
}

impl Handle for GetSettings {
    async fn handle(cx: &Context, _: Call<Self>) -> Result<Settings> {
        cx.operator()?;
        let app = &cx.app;
        let settings = settings::find(app, &mut cx.read().await?).await?;
        let config = &app.config;
        Ok(Settings {
            object: SettingsTag,
            publishable_key: app.instance.publishable_key.clone(),
            public_url: config.server.public_origin(),
            test_mode: config.is_development().then(|| settings.is_test_mode(app)),
            support_email: settings.support_email.or_else(|| config.instance.support_email.clone()),
            allowed_origins: settings.allowed_origins.unwrap_or_default(),
            configured_origins: config.instance.allowed_origins.clone(),
            preferred_strategy: settings.preferred_strategy.map(|preferred| preferred.as_str().to_owned()),
            restrictions: settings.restrictions.view(),
            configured: configured(app),
        })
    }
}

fn configured(app: &App) -> Configured {
    let config = &app.config;
    Configured {
        sign_up_mode: config.user.sign_up_mode.as_str().to_owned(),
        username_enabled: config.user.is_username_enabled,
        username_required: config.user.is_username_required,
        names_enabled: config.user.is_name_enabled,
        delete_self_enabled: config.user.is_delete_self_enabled,
        password_min_length: u32::try_from(config.password.min_length).unwrap_or(u32::MAX),
        session_lifetime: config.session.lifetime,
        token_lifetime: config.session.token_lifetime,
        single_session_mode: config.session.single_session_mode,
    }
}
