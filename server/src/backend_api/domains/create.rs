//! `POST /v1/domains`: a satellite; there is one primary domain.

use super::fields;
use crate::{
    backend_api::{Call, Context, Handle},
    domain::{audit, settings},
    error::{Error, Result},
    random,
    store::{StoreError, domains as store, domains::DomainRow},
};
use onehop::{
    endpoints::backend::CreateDomain,
    wire::{DomainId, ErrorCode, backend::Domain},
};

impl Handle for CreateDomain {
    async fn handle(cx: &Context, call: Call<Self>) -> Result<Domain> {
        let body = call.body;
        if !body.is_satellite.0 {
            return Err(Error::param(ErrorCode::PrimaryDomainAlreadyExists, "is_satellite"));
        }
        let row = DomainRow {
            id: DomainId::from(random::id(&*cx.app.random, cx.now, DomainId::PREFIX)),
            name: fields::name(cx, &body.name)?,
            proxy_url: fields::proxy_url(cx, body.proxy_url)?,
            is_secondary: false,
            created_at: cx.now,
            updated_at: cx.now,
        };
        let conflict = |error| if matches!(error, StoreError::Conflict) { fields::taken() } else { error.into() };
        let mut conn = cx.write().await?;
        store::insert(&mut conn, cx.instance(), &row).await.map_err(conflict)?;
        let settings = settings::find(&cx.app, &mut conn).await?;
        let domain = super::satellite(cx, &settings, row);
        cx.record(&mut conn, &domain.id, None, audit::public(&domain)).await?;
        conn.commit().await?;
        Ok(domain)
    }
}
