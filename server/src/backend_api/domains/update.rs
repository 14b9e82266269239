//! `PATCH /v1/domains/{domain_id}`. What the configuration says about the primary domain is changed there.

use super::fields;
use crate::{
    backend_api::{Call, Context, Handle},
    domain::{audit, settings},
    error::{Error, Result},
    store::{StoreError, domains as store},
};
use onehop::{
    endpoints::backend::{UpdateDomain, UpdateDomainBody},
    wire::{ErrorCode, backend::Domain},
};

impl Handle for UpdateDomain {
    async fn handle(cx: &Context, call: Call<Self>) -> Result<Domain> {
        let body = call.body;
        let mut conn = cx.write().await?;
        let settings = settings::find(&cx.app, &mut conn).await?;
        if call.path == super::primary_id(cx) {
            refuse_change_of_primary(cx, &body)?;
            return Ok(super::primary(cx, &settings));
        }
        let row = store::find(&mut conn, cx.instance(), &call.path).await?;
        let mut row = row.ok_or_else(|| super::not_found(&call.path))?;
        let before = audit::public(&super::satellite(cx, &settings, row.clone()));
        if let Some(name) = body.name {
            row.name = fields::name(cx, &name)?;
        }
        if let Some(proxy_url) = body.proxy_url {
            row.proxy_url = fields::proxy_url(cx, proxy_url)?;
        }
        row.is_secondary = body.is_secondary.map_or(row.is_secondary, |secondary| secondary.0);
        row.updated_at = cx.now;
        let conflict = |error| if matches!(error, StoreError::Conflict) { fields::taken() } else { error.into() };
        store::update(&mut conn, cx.instance(), &row).await.map_err(conflict)?;
        let domain = super::satellite(cx, &settings, row);
        cx.record(&mut conn, &domain.id, before, audit::public(&domain)).await?;
        conn.commit().await?;
        Ok(domain)
    }
}

fn refuse_change_of_primary(cx: &Context, body: &UpdateDomainBody) -> Result<()> {
    let refuse = |param: &str| {
        Err(Error::param(ErrorCode::DomainUpdateForbidden, param)
            .text("The primary domain follows server.public_url of the configuration."))
    };
    if body.name.as_ref().is_some_and(|name| name.trim().to_lowercase() != super::primary_name(cx)) {
        return refuse("name");
    }
    if body.proxy_url.as_ref().is_some_and(Option::is_some) {
        return refuse("proxy_url");
    }
    if body.is_secondary.is_some_and(|secondary| secondary.0) {
        return refuse("is_secondary");
    }
    Ok(())
}
