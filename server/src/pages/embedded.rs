//! Static files inside the program: whoever has it has everything, in whatever folder it runs.

use axum::{
    body::Body,
    extract::Request,
    response::{IntoResponse, Response},
};
use bytes::Bytes;
use flate2::read::GzDecoder;
use http::{
    HeaderMap, HeaderValue, StatusCode,
    header::{ACCEPT_ENCODING, CONTENT_ENCODING, CONTENT_TYPE, ETAG, IF_NONE_MATCH},
};
use std::{collections::HashMap, io::Read, sync::OnceLock};

static SITE: OnceLock<Site> = OnceLock::new();

/// The files, by path below the site.
struct Site(HashMap<&'static str, File>);

/// A file in its forms. Of what shrinks there is no plain one: it would be most of the program's data, and hardly anybody
/// asks for it.
#[derive(Default)]
struct File {
    plain: Option<&'static [u8]>,
    brotli: Option<&'static [u8]>,
    gzip: Option<&'static [u8]>,
    unpacked: OnceLock<Bytes>,
    hash: String,
}

impl File {
    /// The file itself, unpacked when it is first asked for.
    fn plain(&self) -> Option<Bytes> {
        match (self.plain, self.gzip) {
            (Some(plain), _) => Some(Bytes::from_static(plain)),
            (None, Some(packed)) => Some(self.unpacked.get_or_init(|| unpack(packed)).clone()),
            (None, None) => None,
        }
    }

    /// The smallest form that is taken, and what it is called.
    fn smaller(&self, headers: &HeaderMap) -> Option<(&'static str, &'static [u8])> {
        let forms = [("br", self.brotli), ("gzip", self.gzip)];
        forms.into_iter().filter(|(name, _)| accepts(headers, name)).find_map(|(name, form)| Some((name, form?)))
    }
}

fn unpack(packed: &[u8]) -> Bytes {
    let mut plain = Vec::new();
    GzDecoder::new(packed).read_to_end(&mut plain).expect("the build packed it");
    plain.into()
}

/// Serves these files from now on, unless `LEPTOS_SITE_ROOT` names a folder; none: those of the configured folder.
pub fn embed(files: &'static [(&'static str, &'static [u8])]) {
    if files.is_empty() || std::env::var_os("LEPTOS_SITE_ROOT").is_some() {
        return;
    }
    // Set once: whoever comes second brings the same files.
    let _ = SITE.set(Site::new(files));
}

/// Is there a site in this program?
pub(super) fn is_there() -> bool {
    SITE.get().is_some()
}

/// The hash of a file's content.
pub(super) fn hash(path: &str) -> Option<String> {
    SITE.get()?.find(path).map(|file| file.hash.clone())
}

/// The file that this request asks for, in the smallest form that it takes.
pub(super) async fn serve(request: Request) -> Response {
    let answer = SITE.get().and_then(|site| site.answer(request.uri().path(), request.headers()));
    answer.unwrap_or_else(|| StatusCode::NOT_FOUND.into_response())
}

impl Site {
    fn new(files: &'static [(&'static str, &'static [u8])]) -> Self {
        let mut site: HashMap<&'static str, File> = HashMap::new();
        for (path, bytes) in files {
            match path.rsplit_once('.') {
                Some((path, "br")) => site.entry(path).or_default().brotli = Some(bytes),
                Some((path, "gz")) => site.entry(path).or_default().gzip = Some(bytes),
                _ => site.entry(path).or_default().plain = Some(bytes),
            }
        }
        for file in site.values_mut() {
            let bytes = file.plain.or(file.gzip).or(file.brotli).unwrap_or_default();
            file.hash = super::static_files::hash(bytes);
        }
        Self(site)
    }

    fn find(&self, path: &str) -> Option<&File> {
        self.0.get(path.trim_start_matches('/'))
    }

    fn answer(&self, path: &str, headers: &HeaderMap) -> Option<Response> {
        let (_, extension) = path.rsplit_once('.')?;
        let kind = kind(extension)?;
        let file = self.find(path)?;
        let smaller = file.smaller(headers);
        let tag = format!("\"{}{}\"", file.hash, smaller.map(|(name, _)| format!("-{name}")).unwrap_or_default());
        let is_known = headers.get_all(IF_NONE_MATCH).iter().filter_map(|value| value.to_str().ok());
        let is_known =
            is_known.flat_map(|value| value.split(',')).any(|known| known.trim().trim_start_matches("W/") == tag);
        let mut response = match is_known {
            true => StatusCode::NOT_MODIFIED.into_response(),
            false => Response::new(match smaller {
                Some((_, bytes)) => Body::from(bytes),
                None => Body::from(file.plain()?),
            }),
        };
        let headers = response.headers_mut();
        headers.insert(ETAG, HeaderValue::from_str(&tag).ok()?);
        if !is_known {
            headers.insert(CONTENT_TYPE, HeaderValue::from_static(kind));
            if let Some((name, _)) = smaller {
                headers.insert(CONTENT_ENCODING, HeaderValue::from_static(name));
            }
        }
        Some(response)
    }
}

/// Compressed forms have no kind: nobody asks for them by name.
fn kind(extension: &str) -> Option<&'static str> {
    Some(match extension {
        "css" => "text/css",
        "js" => "text/javascript",
        "wasm" => "application/wasm",
        "svg" => "image/svg+xml",
        "txt" => "text/plain",
        _ => return None,
    })
}

fn accepts(headers: &HeaderMap, encoding: &str) -> bool {
    let values = headers.get_all(ACCEPT_ENCODING).iter().filter_map(|value| value.to_str().ok());
    values.flat_map(|value| value.split(',')).any(|part| {
        let (name, quality) = part.split_once(';').unwrap_or((part, ""));
        let quality = quality.trim().strip_prefix("q=").and_then(|quality| quality.parse::<f32>().ok());
        name.trim().eq_ignore_ascii_case(encoding) && quality != Some(0.0)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn headers(name: http::HeaderName, value: &str) -> HeaderMap {
        HeaderMap::from_iter([(name, value.parse().unwrap())])
    }

    #[test]
    fn files_are_served_compressed_where_that_is_taken_and_once() {
        static FILES: &[(&str, &[u8])] =
            &[("pkg/embedded.css", b"body{}"), ("pkg/embedded.css.br", b"br"), ("embedded.svg", b"<svg/>")];
        let site = Site::new(FILES);
        let css = "/pkg/embedded.css";
        let plain = site.answer(css, &HeaderMap::new()).unwrap();
        assert_eq!((plain.status(), &plain.headers()[CONTENT_TYPE]), (StatusCode::OK, &"text/css".parse().unwrap()));
        assert!(plain.headers().get(CONTENT_ENCODING).is_none());
        let small = site.answer(css, &headers(ACCEPT_ENCODING, "gzip, br;q=0.9")).unwrap();
        assert_eq!(small.headers()[CONTENT_ENCODING], "br");
        assert_ne!(small.headers()[ETAG], plain.headers()[ETAG], "they are different bytes");
        let refused = site.answer(css, &headers(ACCEPT_ENCODING, "br;q=0")).unwrap();
        assert!(refused.headers().get(CONTENT_ENCODING).is_none());
        let known = site.answer(css, &headers(IF_NONE_MATCH, plain.headers()[ETAG].to_str().unwrap())).unwrap();
        assert_eq!(known.status(), StatusCode::NOT_MODIFIED);
        assert!(site.answer("/embedded.svg", &headers(ACCEPT_ENCODING, "br")).is_some());
        for path in ["/pkg/embedded.css.br", "/pkg/", "/", "/pkg/other.css", "/pkg/../embedded.svg"] {
            assert!(site.answer(path, &HeaderMap::new()).is_none(), "{path}");
        }
    }

    #[tokio::test]
    async fn whoever_takes_no_compression_gets_the_file_itself() {
        // "body{}", by gzip.
        static PACKED: &[u8] =
            &[31, 139, 8, 0, 0, 0, 0, 0, 2, 3, 75, 202, 79, 169, 172, 174, 5, 0, 89, 113, 135, 226, 6, 0, 0, 0];
        static FILES: &[(&str, &[u8])] = &[("pkg/packed.css.gz", PACKED), ("pkg/packed.css.br", b"br")];
        let site = Site::new(FILES);
        let plain = site.answer("/pkg/packed.css", &HeaderMap::new()).unwrap();
        assert!(plain.headers().get(CONTENT_ENCODING).is_none());
        let small = site.answer("/pkg/packed.css", &headers(ACCEPT_ENCODING, "br")).unwrap();
        assert_eq!(small.headers()[CONTENT_ENCODING], "br");
        assert_ne!(small.headers()[ETAG], plain.headers()[ETAG]);
        assert_eq!(axum::body::to_bytes(plain.into_body(), 64).await.unwrap(), "body{}");
        assert_eq!(axum::body::to_bytes(small.into_body(), 64).await.unwrap(), "br");
    }
}
