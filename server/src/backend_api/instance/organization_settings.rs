//! `/v1/instance/organization_settings`: kept for the day when there are organizations.

use crate::{
    backend_api::{Call, Context, Handle},
    domain::{settings, settings::Organizations},
    error::{Error, Result},
};
use onehop::{
    endpoints::backend::{GetOrganizationSettings, UpdateOrganizationSettings, UpdateOrganizationSettingsBody},
    wire::{
        ErrorCode,
        backend::{OrganizationSettings, OrganizationSettingsTag},
    },
};

const ENROLLMENT_MODES: [&str; 3] = ["manual_invitation", "automatic_invitation", "automatic_suggestion"];

impl Handle for GetOrganizationSettings {
    async fn handle(cx: &Context, _: Call<Self>) -> Result<OrganizationSettings> {
        let settings = settings::find(&cx.app, &mut cx.read().await?).await?;
        Ok(view(settings.organizations))
    }
}

impl Handle for UpdateOrganizationSettings {
    async fn handle(cx: &Context, call: Call<Self>) -> Result<OrganizationSettings> {
        let mut conn = cx.write().await?;
        let settings =
            settings::change(&cx.app, &mut conn, &cx.cause(), |settings| apply(&mut settings.organizations, call.body))
                .await?;
        conn.commit().await?;
        Ok(view(settings.organizations))
    }
}

fn apply(settings: &mut Organizations, body: UpdateOrganizationSettingsBody) -> Result<()> {
    if body.enabled.flatten().is_some_and(|on| on.0) {
        return Err(Error::param(ErrorCode::OrganizationNotEnabled, "enabled")
            .text("This server has no organizations yet: enabled can only be false."));
    }
    if let Some(count) = body.max_allowed_memberships.flatten() {
        if count.0 < 0 {
            return Err(Error::param(ErrorCode::FormParamValueInvalid, "max_allowed_memberships")
                .text("Give 0 for no limit, or a number above."));
        }
        settings.max_memberships = count.0;
    }
    for (slot, given) in [
        (&mut settings.is_admin_delete_enabled, body.admin_delete_enabled),
        (&mut settings.are_domains_enabled, body.domains_enabled),
        (&mut settings.are_slugs_disabled, body.slug_disabled),
    ] {
        *slot = given.flatten().map_or(*slot, |value| value.0);
    }
    if let Some(modes) = body.domains_enrollment_modes {
        if modes.0.iter().any(|mode| !ENROLLMENT_MODES.contains(&mode.as_str())) {
            return Err(Error::param(ErrorCode::FormParamValueInvalid, "domains_enrollment_modes")
                .text("Write manual_invitation, automatic_invitation or automatic_suggestion."));
        }
        settings.enrollment_modes = modes.0;
    }
    for (given, param) in
        [(body.creator_role_id, "creator_role_id"), (body.domains_default_role_id, "domains_default_role_id")]
    {
        if given.flatten().is_some() {
            return Err(Error::param(ErrorCode::ResourceNotFound, param).text("There are no roles yet."));
        }
    }
    Ok(())
}

fn view(settings: Organizations) -> OrganizationSettings {
    OrganizationSettings {
        object: OrganizationSettingsTag,
        enabled: false,
        max_allowed_memberships: settings.max_memberships,
        max_allowed_roles: 10,
        max_role_sets_allowed: 1,
        max_allowed_domains: 10,
        max_allowed_permissions: 50,
        creator_role: Organizations::CREATOR.to_owned(),
        admin_delete_enabled: settings.is_admin_delete_enabled,
        domains_enabled: settings.are_domains_enabled,
        slug_disabled: settings.are_slugs_disabled,
        domains_enrollment_modes: settings.enrollment_modes,
        domains_default_role: Organizations::MEMBER.to_owned(),
        initial_role_set_key: Some("role_set:default".to_owned()),
    }
}
