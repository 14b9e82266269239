//! `/v1/domains…`: the primary domain, which the configuration names, and satellites that share its sign-in.

mod create;
mod delete;
mod fields;
mod list;
mod update;

use super::{Context, Routes};
use crate::{domain::settings::Settings, error::Error, store::domains::DomainRow};
use onehop::{
    endpoints::backend as contract,
    wire::{
        DomainId, ErrorCode, InstanceId,
        backend::{Domain, DomainTag},
    },
};

/// Mounts the family.
pub(super) fn routes(routes: Routes) -> Routes {
    routes
        .add::<contract::ListDomains>()
        .add::<contract::CreateDomain>()
        .add::<contract::UpdateDomain>()
        .add::<contract::DeleteDomain>()
}

/// There is one, so its id follows from the instance's.
fn primary_id(cx: &Context) -> DomainId {
    let instance = cx.instance().as_str();
    let end = instance.strip_prefix(InstanceId::PREFIX).unwrap_or(instance);
    DomainId::from(format!("{}{end}", DomainId::PREFIX))
}

/// `host` or `host:port` of the public URL.
fn primary_name(cx: &Context) -> String {
    let url = &cx.app.config.server.public_url;
    let port = url.port().map(|port| format!(":{port}")).unwrap_or_default();
    format!("{}{port}", url.host_str().unwrap_or_default())
}

fn primary(cx: &Context, settings: &Settings) -> Domain {
    Domain {
        object: DomainTag,
        id: primary_id(cx),
        name: primary_name(cx),
        is_satellite: false,
        frontend_api_url: frontend_api_url(cx),
        accounts_portal_url: Some(cx.app.config.server.public_origin()),
        proxy_url: None,
        development_origin: settings.development_origin.clone().unwrap_or_default(),
        cname_targets: Some(Vec::new()),
    }
}

fn satellite(cx: &Context, settings: &Settings, row: DomainRow) -> Domain {
    Domain {
        object: DomainTag,
        id: row.id,
        name: row.name,
        is_satellite: true,
        frontend_api_url: row.proxy_url.clone().unwrap_or_else(|| frontend_api_url(cx)),
        accounts_portal_url: None,
        proxy_url: row.proxy_url,
        development_origin: settings.development_origin.clone().unwrap_or_default(),
        cname_targets: Some(Vec::new()),
    }
}

fn frontend_api_url(cx: &Context) -> String {
    let config = &cx.app.config;
    format!("{}://{}", config.server.public_url.scheme(), config.instance.frontend_api_host)
}

fn not_found(id: &DomainId) -> Error {
    Error::api(ErrorCode::ResourceNotFound).text(format!("No domain was found with id {id}."))
}
