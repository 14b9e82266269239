//! Stylesheet, browser code, icon: files of the site folder or of the program itself, compressed ahead of time.
//!
//! Names stay the same over versions, so a page asks for `name?v=<hash of the content>`. With the right `v` a file may
//! be kept for good and costs a second visit nothing; without, it may be kept but must be checked each time (304).

use super::embedded;
use app::{dashboard::shell::DashboardAssets, shell::Assets};
use aws_lc_rs::digest::{SHA256, digest};
use axum::{
    Router,
    extract::{Request, State},
    middleware::{Next, from_fn_with_state},
    response::Response,
    routing::get,
};
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use http::{
    HeaderValue, StatusCode,
    header::{ACCEPT_ENCODING, CACHE_CONTROL, VARY},
};
use leptos::config::LeptosOptions;
use std::{
    collections::HashMap,
    fs,
    path::PathBuf,
    sync::{Arc, Mutex, PoisonError},
    time::SystemTime,
};
use tower_http::services::{ServeDir, ServeFile};

/// How many bytes of the hash are written: enough that two versions never meet.
const VERSION_BYTES: usize = 9;
/// The name of the dashboard's bundle.
const DASHBOARD: &str = "dashboard";
const FOR_GOOD: HeaderValue = HeaderValue::from_static("public, max-age=31536000, immutable");
const CHECK_FIRST: HeaderValue = HeaderValue::from_static("no-cache");

/// The site folder and the versions of the files in it. Cheap to clone.
#[derive(Clone)]
pub struct StaticFiles(Arc<Inner>);

struct Inner {
    root: PathBuf,
    package: String,
    name: String,
    /// By path below the root. A file is read again when its time or length changes: while developing, the stylesheet
    /// is replaced under a running server.
    versions: Mutex<HashMap<String, Version>>,
}

#[derive(Clone)]
struct Version {
    modified: Option<SystemTime>,
    length: u64,
    hash: String,
}

impl StaticFiles {
    /// The files that `options` name.
    pub fn new(options: &LeptosOptions) -> Self {
        Self(Arc::new(Inner {
            root: PathBuf::from(&*options.site_root),
            package: options.site_pkg_dir.to_string(),
            name: options.output_name.to_string(),
            versions: Mutex::default(),
        }))
    }

    /// What a page asks for.
    pub fn assets(&self) -> Assets {
        self.assets_of(&self.0.name)
    }

    /// What a page of the dashboard asks for.
    pub fn dashboard_assets(&self) -> DashboardAssets {
        DashboardAssets(self.assets_of(DASHBOARD))
    }

    fn assets_of(&self, name: &str) -> Assets {
        let address = |extension| self.address(&format!("/{}/{name}.{extension}", self.0.package));
        Assets { css: address("css"), js: address("js"), wasm: address("wasm") }
    }

    /// Routes of all static files.
    pub fn router(&self) -> Router {
        if embedded::is_there() {
            return Router::new()
                .route(&format!("/{}/{{file}}", self.0.package), get(embedded::serve))
                .route("/favicon.svg", get(embedded::serve))
                .route("/robots.txt", get(embedded::serve))
                .layer(from_fn_with_state(self.clone(), caching));
        }
        let root = &self.0.root;
        let package = ServeDir::new(root.join(&self.0.package))
            .append_index_html_on_directories(false)
            .precompressed_br()
            .precompressed_gzip();
        let file = |name: &str| ServeFile::new(root.join(name)).precompressed_br().precompressed_gzip();
        Router::new()
            .nest_service(&format!("/{}", self.0.package), package)
            .route_service("/favicon.svg", file("favicon.svg"))
            .route_service("/robots.txt", file("robots.txt"))
            .layer(from_fn_with_state(self.clone(), caching))
    }

    fn address(&self, path: &str) -> String {
        match self.version(path) {
            Some(version) => format!("{path}?v={version}"),
            None => path.to_owned(),
        }
    }

    /// The hash of the content, from memory unless the file changed.
    fn version(&self, path: &str) -> Option<String> {
        if embedded::is_there() {
            return embedded::hash(path);
        }
        let file = self.0.root.join(path.trim_start_matches('/'));
        let metadata = fs::metadata(&file).ok()?;
        let (modified, length) = (metadata.modified().ok(), metadata.len());
        let known = self.0.versions.lock().unwrap_or_else(PoisonError::into_inner).get(path).cloned();
        if let Some(known) = known.filter(|known| (known.modified, known.length) == (modified, length)) {
            return Some(known.hash);
        }
        let hash = hash(&fs::read(&file).ok()?);
        let version = Version { modified, length, hash: hash.clone() };
        self.0.versions.lock().unwrap_or_else(PoisonError::into_inner).insert(path.to_owned(), version);
        Some(hash)
    }

    fn may_be_kept_for_good(&self, request: &Request) -> bool {
        let asked = request.uri().query().and_then(|query| query.strip_prefix("v="));
        // Only the files that pages name with a version are looked at, so strangers cannot fill the memory.
        let path = request.uri().path();
        asked.is_some() && self.names(path) && self.version(path).as_deref() == asked
    }

    fn names(&self, path: &str) -> bool {
        let is_of =
            |name: &str| ["css", "js", "wasm"].iter().any(|it| path == format!("/{}/{name}.{it}", self.0.package));
        is_of(&self.0.name) || is_of(DASHBOARD)
    }
}

/// What a version is called by.
pub(super) fn hash(bytes: &[u8]) -> String {
    URL_SAFE_NO_PAD.encode(&digest(&SHA256, bytes).as_ref()[..VERSION_BYTES])
}

async fn caching(State(files): State<StaticFiles>, request: Request, next: Next) -> Response {
    let policy = if files.may_be_kept_for_good(&request) { FOR_GOOD } else { CHECK_FIRST };
    let mut response = next.run(request).await;
    let is_file = response.status().is_success() || response.status() == StatusCode::NOT_MODIFIED;
    if is_file {
        response.headers_mut().insert(CACHE_CONTROL, policy);
        response.headers_mut().insert(VARY, ACCEPT_ENCODING.into());
    }
    response
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::body::Body;
    use http::header::{CONTENT_ENCODING, CONTENT_TYPE, IF_MODIFIED_SINCE, LAST_MODIFIED};
    use tower::ServiceExt;

    fn site() -> (tempfile::TempDir, StaticFiles) {
        let folder = tempfile::tempdir().unwrap();
        fs::create_dir(folder.path().join("pkg")).unwrap();
        for (name, content) in [
            ("pkg/onehop.css", "body{}"),
            ("pkg/onehop.wasm", "\0asm"),
            ("pkg/onehop.js", "x"),
            ("favicon.svg", "<svg/>"),
        ] {
            fs::write(folder.path().join(name), content).unwrap();
        }
        fs::write(folder.path().join("pkg/onehop.wasm.br"), "br").unwrap();
        let root = folder.path().to_string_lossy().into_owned();
        let options = LeptosOptions::builder().output_name("onehop").site_root(root).build();
        let files = StaticFiles::new(&options);
        (folder, files)
    }

    async fn get(files: &StaticFiles, path: &str, headers: &[(http::HeaderName, &str)]) -> Response {
        let mut request = Request::get(path).body(Body::empty()).unwrap();
        for (name, value) in headers {
            request.headers_mut().insert(name.clone(), value.parse().unwrap());
        }
        files.router().oneshot(request).await.unwrap()
    }

    #[tokio::test]
    async fn a_file_asked_for_by_its_version_is_kept_for_good() {
        let (_folder, files) = site();
        let response = get(&files, &files.assets().css, &[]).await;
        assert_eq!(response.headers()[CACHE_CONTROL], FOR_GOOD);
        assert_eq!(response.headers()[CONTENT_TYPE], "text/css");
    }

    #[tokio::test]
    async fn without_the_right_version_a_file_is_checked_each_time() {
        let (_folder, files) = site();
        for path in ["/pkg/onehop.css", "/pkg/onehop.css?v=old", "/favicon.svg"] {
            let response = get(&files, path, &[]).await;
            assert_eq!(response.headers()[CACHE_CONTROL], CHECK_FIRST, "{path}");
        }
        let response = get(&files, "/pkg/onehop.css", &[]).await;
        let since = response.headers()[LAST_MODIFIED].to_str().unwrap().to_owned();
        let response = get(&files, "/pkg/onehop.css", &[(IF_MODIFIED_SINCE, &since)]).await;
        assert_eq!(response.status(), StatusCode::NOT_MODIFIED);
    }

    #[tokio::test]
    async fn compressed_files_keep_their_type() {
        let (_folder, files) = site();
        let response = get(&files, "/pkg/onehop.wasm", &[(ACCEPT_ENCODING, "gzip, br")]).await;
        assert_eq!(response.headers()[CONTENT_TYPE], "application/wasm");
        assert_eq!(response.headers()[CONTENT_ENCODING], "br");
        assert_eq!(response.headers()[VARY], "accept-encoding");
    }

    #[tokio::test]
    async fn a_changed_file_gets_another_version() {
        let (folder, files) = site();
        let before = files.assets().css;
        fs::write(folder.path().join("pkg/onehop.css"), "body{margin:0}").unwrap();
        assert_ne!(files.assets().css, before);
    }

    #[tokio::test]
    async fn nothing_outside_of_the_folder_is_served() {
        let (folder, files) = site();
        fs::write(folder.path().join("secret"), "secret").unwrap();
        for path in ["/pkg/../secret", "/pkg/%2e%2e/secret", "/pkg/..%2fsecret", "/pkg/"] {
            assert_eq!(get(&files, path, &[]).await.status(), StatusCode::NOT_FOUND, "{path}");
        }
    }
}
