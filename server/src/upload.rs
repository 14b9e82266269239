//! Bodies with a file in them: multipart, as browsers and SDKs send it, or the file's text alone.

use crate::{
    error::{Error, Result},
    frontend_api::body,
    picture::MAX_BYTES,
};
use axum::body::Body;
use base64::{Engine, engine::general_purpose::STANDARD};
use http::{HeaderMap, header};
use multer::{Constraints, Multipart, SizeLimit};
use onehop::wire::ErrorCode;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};
use tokio::sync::Semaphore;

/// The part that holds the file.
const PART: &str = "file";
/// What stands around it: boundaries, headers, other parts.
const AROUND: usize = 16 * 1024;
/// Base64 takes four characters for three bytes.
const MAX_TEXT: usize = MAX_BYTES / 3 * 4 + AROUND;
/// So many are read at a time; who comes then is told to come again.
static READERS: Semaphore = Semaphore::const_new(8);

/// Reads the body as `T`, with the file's bytes in base64 as its member `file`; without one when there is none.
pub async fn read<T: DeserializeOwned>(headers: &HeaderMap, body: Body) -> Result<T> {
    let _turn = READERS.try_acquire().map_err(|_| Error::api(ErrorCode::ServiceUnavailable).retry_after(1_000))?;
    let kind = headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let file = if kind.to_ascii_lowercase().starts_with("multipart/form-data") {
        part(kind, body).await?.map(|bytes| STANDARD.encode(bytes))
    } else if kind.to_ascii_lowercase().starts_with("application/octet-stream") {
        let bytes = axum::body::to_bytes(body, MAX_TEXT).await.map_err(|_| too_large())?;
        let text = std::str::from_utf8(&bytes).ok().filter(|text| text.is_ascii()).map(str::to_owned);
        Some(text.unwrap_or_else(|| STANDARD.encode(&bytes)))
    } else {
        return body::read(headers, body, MAX_TEXT).await;
    };
    serde_json::from_value(file.map_or_else(|| json!({}), |file| json!({ PART: Value::String(file) })))
        .map_err(|error| Error::Internal(Box::new(error)))
}

/// The bytes of the part that holds the file.
async fn part(kind: &str, body: Body) -> Result<Option<bytes::Bytes>> {
    let boundary = multer::parse_boundary(kind).map_err(|_| Error::api(ErrorCode::RequestBodyInvalid))?;
    let limit = SizeLimit::new()
        .whole_stream((MAX_BYTES + AROUND) as u64)
        .per_field(AROUND as u64)
        .for_field(PART, MAX_BYTES as u64);
    let constraints = Constraints::new().size_limit(limit);
    let mut parts = Multipart::with_constraints(body.into_data_stream(), boundary, constraints);
    while let Some(part) = parts.next_field().await.map_err(refused)? {
        if part.name() == Some(PART) {
            return part.bytes().await.map(Some).map_err(refused);
        }
    }
    Ok(None)
}

fn refused(error: multer::Error) -> Error {
    match error {
        multer::Error::FieldSizeExceeded { .. } | multer::Error::StreamSizeExceeded { .. } => too_large(),
        _ => Error::api(ErrorCode::RequestBodyInvalid),
    }
}

fn too_large() -> Error {
    Error::api(ErrorCode::RequestBodyTooLarge).text("A picture may have up to 10 MB.")
}

#[cfg(test)]
mod tests {
    use super::*;
    use onehop::endpoints::ImageUpload;

    async fn file(kind: &'static str, body: impl Into<Body>) -> Result<Option<String>> {
        let headers = HeaderMap::from_iter([(header::CONTENT_TYPE, http::HeaderValue::from_static(kind))]);
        read::<ImageUpload>(&headers, body.into()).await.map(|upload| upload.file)
    }

    fn code<T>(result: Result<T>) -> ErrorCode {
        match result {
            Err(Error::Api(failure)) => failure.errors[0].code,
            _ => panic!("must be refused"),
        }
    }

    const MULTIPART: &str = "multipart/form-data; boundary=x";

    fn multipart(name: &str, content: &[u8]) -> Vec<u8> {
        let head = format!("--x\r\nContent-Disposition: form-data; name=\"{name}\"; filename=\"a.png\"\r\n\r\n");
        [head.as_bytes(), content, b"\r\n--x--\r\n"].concat()
    }

    #[tokio::test]
    async fn every_form_gives_the_same_file() {
        let encoded = STANDARD.encode(b"\xffpicture");
        for (kind, body) in [
            (MULTIPART, multipart("file", b"\xffpicture")),
            ("application/octet-stream", encoded.clone().into_bytes()),
            ("application/octet-stream", b"\xffpicture".to_vec()),
            ("application/json", format!(r#"{{"file":"{encoded}"}}"#).into_bytes()),
        ] {
            assert_eq!(file(kind, body).await.expect("read"), Some(encoded.clone()), "{kind}");
        }
    }

    #[tokio::test]
    async fn a_body_without_a_file_has_none() {
        assert_eq!(file(MULTIPART, multipart("other", b"a")).await.expect("read"), None);
        assert_eq!(file("application/x-www-form-urlencoded", "").await.expect("read"), None);
    }

    #[tokio::test]
    async fn what_is_too_large_or_broken_is_refused() {
        let large = vec![0xff; MAX_BYTES + 1];
        assert_eq!(code(file(MULTIPART, multipart("file", &large)).await), ErrorCode::RequestBodyTooLarge);
        assert_eq!(
            code(file(MULTIPART, multipart("other", &large[..AROUND + 1])).await),
            ErrorCode::RequestBodyTooLarge
        );
        let long = vec![b'a'; MAX_TEXT + 1];
        assert_eq!(code(file("application/octet-stream", long).await), ErrorCode::RequestBodyTooLarge);
        assert_eq!(code(file(MULTIPART, &b"--x\r\n"[..]).await), ErrorCode::RequestBodyInvalid);
        assert_eq!(code(file("multipart/form-data", multipart("file", b"a")).await), ErrorCode::RequestBodyInvalid);
        assert_eq!(code(file("text/plain", "a").await), ErrorCode::RequestBodyInvalid);
    }
}
