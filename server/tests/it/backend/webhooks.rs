//! `/v1/webhooks/svix…`

use crate::{
    on_both,
    webhooks::{Receiver, register},
};
use http::Method;
use server::store::webhook_endpoints;

const APP: &str = "/v1/webhooks/svix";
const URL: &str = "/v1/webhooks/svix_url";

on_both! {
    async fn webhooks_are_switched_on_once_and_lead_to_the_dashboard(app: TestApp) {
        let backend = app.backend();
        backend.call(Method::POST, URL).await.refused(400, "svix_app_missing", None);
        backend.call(Method::DELETE, APP).await.refused(400, "svix_app_missing", None);
        let room = format!("{}/dashboard/webhooks", app.app.config.server.public_origin());
        assert_eq!(backend.call(Method::POST, APP).await.ok().json["svix_url"], room);
        backend.call(Method::POST, APP).await.refused(400, "duplicate_record", None);
        assert_eq!(backend.call(Method::POST, URL).await.ok().json["svix_url"], room);
    }
}

on_both! {
    async fn switched_off_there_is_nowhere_left_to_deliver(app: TestApp) {
        let backend = app.backend();
        backend.call(Method::POST, APP).await.ok();
        register(&app, &Receiver::start().await.url, |_| {}).await;
        let gone = backend.call(Method::DELETE, APP).await;
        assert_eq!((gone.status.as_u16(), gone.text.as_str()), (204, ""));
        assert!(webhook_endpoints::list(&mut app.read().await, app.instance()).await.expect("a store").is_empty());
        backend.call(Method::POST, URL).await.refused(400, "svix_app_missing", None);
        backend.call(Method::POST, APP).await.ok();
    }
}
