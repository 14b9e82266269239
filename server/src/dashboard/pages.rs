//! The dashboard's pages: rendered as a whole, for the operator whose cookie came along. Nobody keeps a copy of them.

use super::{Operator, Visitor, flash, forms::with_then, gate, gate::Seen};
use crate::{
    backend_api,
    frontend_api::reply,
    http::Peer,
    pages::{csp, see_other},
    state::App,
    telemetry::TraceId,
};
use app::{
    dashboard::{
        Initial,
        shell::{DashboardAssets, shell},
    },
    redirect::same_site_path,
};
use axum::{
    Router,
    extract::{Request, State},
    middleware::{Next, from_fn_with_state},
    response::Response,
};
use http::{
    Extensions, HeaderMap, HeaderValue, Uri,
    header::{CACHE_CONTROL, REFERRER_POLICY, SET_COOKIE},
    request::Parts,
};
use leptos::{
    config::LeptosOptions,
    prelude::{provide_context, use_context},
    server_fn::axum::server_fn_paths,
};
use leptos_axum::{AxumRouteListing, LeptosRoutes, generate_route_list_with_exclusions};
use onehop::client::Transport;
use std::sync::LazyLock;

/// Pages for those who are not in yet.
const OUTSIDE: [&str; 2] = ["/dashboard/sign-in", "/dashboard/setup"];
const SIGN_IN: &str = OUTSIDE[0];
const PROVE: &str = "/dashboard/prove";
const HOME: &str = "/dashboard";

/// All pages, found out once for the whole process: see the hosted pages' list.
static ROUTES: LazyLock<Vec<AxumRouteListing>> = LazyLock::new(|| {
    let functions = server_fn_paths().map(|(path, _)| path.to_owned()).collect();
    generate_route_list_with_exclusions(shell, Some(functions))
});

#[derive(Clone)]
struct Pages {
    app: App,
    /// The API as pages ask it, under the addresses that browsers know.
    api: Router,
}

/// Routes of all pages. `assets` says where their stylesheet and code are.
pub fn router(
    app: App,
    options: LeptosOptions,
    assets: impl Fn() -> DashboardAssets + Clone + Send + Sync + 'static,
) -> Router {
    let api = Router::new().nest_service("/dashboard/api", backend_api::router(app.clone()));
    let context = move || {
        provide_context(assets());
        csp::protect_page(None);
        let initial = use_context::<Parts>().and_then(|parts| parts.extensions.get::<Initial>().cloned());
        provide_context(initial.unwrap_or_default());
    };
    Router::new()
        .leptos_routes_with_context(&options, ROUTES.clone(), context, shell)
        .layer(from_fn_with_state(Pages { app, api }, lead))
        .layer(crate::pages::compression())
        .with_state(options)
}

/// Finds out who asks, leads them to the page they need, and hands the page what it needs to know.
async fn lead(State(pages): State<Pages>, mut request: Request, next: Next) -> Response {
    let trace = reply::trace_id(request.extensions());
    let seen = match gate::authenticate(&pages.app, request.headers()).await {
        Ok(seen) => seen,
        Err(error) => return reply::error(error, None, &trace),
    };
    let is_proven = seen.operator.as_ref().is_some_and(|operator| operator.is_proven(pages.app.clock.now()));
    if let Some(target) = target(request.uri(), seen.operator.as_ref(), is_proven) {
        return see_other(&target);
    }
    let flash = flash::read(&pages.app, request.headers());
    let has_flash = flash.is_some();
    let visitor = Visitor(seen.operator.clone());
    let transport = transport(&pages, request.headers(), request.extensions(), visitor);
    request.extensions_mut().insert(transport);
    request.extensions_mut().insert(Initial { flash, ..initial(&pages.app, &seen) });
    let mut response = next.run(request).await;
    let headers = response.headers_mut();
    headers.insert(CACHE_CONTROL, HeaderValue::from_static("private, no-store"));
    // A link's token must reach nobody else by the page's address.
    headers.insert(REFERRER_POLICY, HeaderValue::from_static("same-origin"));
    if has_flash {
        headers.append(SET_COOKIE, flash::clear(&pages.app));
    }
    response
}

fn initial(app: &App, seen: &Seen) -> Initial {
    Initial {
        operator: seen.operator.as_ref().map(Operator::view),
        is_pending: seen.is_pending,
        environment: app.config.instance.environment.as_str().to_owned(),
        application: app.config.instance.name.clone(),
        now: app.clock.now(),
        flash: None,
    }
}

/// The way into the API for this page.
fn transport(pages: &Pages, headers: &HeaderMap, extensions: &Extensions, visitor: Visitor) -> Transport {
    let mut passed_on = Extensions::new();
    passed_on.insert(visitor);
    if let Some(peer) = extensions.get::<Peer>() {
        passed_on.insert(*peer);
    }
    if let Some(trace) = extensions.get::<TraceId>() {
        passed_on.insert(trace.clone());
    }
    Transport::in_process(pages.api.clone(), headers, passed_on)
}

/// Where somebody is led instead of the page they asked for.
fn target(uri: &Uri, operator: Option<&Operator>, is_proven: bool) -> Option<String> {
    let is_outside = OUTSIDE.contains(&uri.path().trim_end_matches('/'));
    match operator {
        None if !is_outside => {
            let here = uri.path_and_query().map_or(HOME, |it| it.as_str());
            Some(if here == HOME { SIGN_IN.to_owned() } else { with_then(SIGN_IN, here) })
        }
        Some(_) if uri.path() == SIGN_IN => Some(then(uri)),
        // The proof is there: on to what needed it.
        Some(_) if uri.path() == PROVE && is_proven => Some(then(uri)),
        _ => None,
    }
}

/// The page of the dashboard that the address asks for, else the first one.
fn then(uri: &Uri) -> String {
    let mut pairs = form_urlencoded::parse(uri.query().unwrap_or_default().as_bytes());
    let asked = pairs.find(|(name, _)| name == "then").map(|(_, value)| value.into_owned());
    let is_ours = |path: &String| {
        same_site_path(path).is_some()
            && (path == HOME || path.starts_with("/dashboard/") || path.starts_with("/dashboard?"))
    };
    asked.filter(is_ours).unwrap_or_else(|| HOME.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_is_not_in_is_led_to_the_way_in_and_back() {
        let target = |path: &str| target(&path.parse().unwrap(), None, false);
        assert_eq!(target("/dashboard").as_deref(), Some("/dashboard/sign-in"));
        let then = "/dashboard/sign-in?then=%2Fdashboard%2Fusers%3Fquery%3Dada";
        assert_eq!(target("/dashboard/users?query=ada").as_deref(), Some(then));
        assert_eq!(target("/dashboard/setup?token=t"), None);
    }

    #[test]
    fn only_pages_of_the_dashboard_are_led_to() {
        for (query, page) in [
            ("then=/dashboard/keys", "/dashboard/keys"),
            ("then=/user", "/dashboard"),
            ("then=//elsewhere.example", "/dashboard"),
            ("then=/dashboard/../user//x", "/dashboard"),
            ("", "/dashboard"),
        ] {
            let uri = format!("/dashboard/prove?{query}").parse().unwrap();
            assert_eq!(then(&uri), page, "{query}");
        }
    }
}
