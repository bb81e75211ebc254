//! The browser page: the files of `web/dist`, which `cargo xtask ui` makes. It is the router's
//! fallback, so that no route of the API can be hidden by a file.
//!
//! Debug builds read the files from disk when asked, others hold them. A program that was built
//! without them says so at `/`, and how to make them.

mod files;

use crate::problem::{Kind, Problem};
use axum::body::{Body, Bytes};
use axum::http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode, Uri, header};
use axum::response::{IntoResponse, Response};
use files::{File, Files};

/// The page's own policy: nothing but its own files, and no text becomes a script. Of the two Trusted
/// Types policies one is Svelte's, which makes elements from the page's own templates, the other lets
/// workers of the page's own files begin (`web/src/shell/trusted.ts`).
const POLICY: &str = "default-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; \
                      object-src 'none'; require-trusted-types-for 'script'; \
                      trusted-types svelte-trusted-html heliotrope-worker";

/// The name of a file under here holds a hash of its content (`web/vite.config.ts`).
const HASHED: &str = "assets/";

/// Shown in place of a page that was not built. Its encoding stands in the header.
const NOT_BUILT: &str = include_str!("not_built.html");

/// Whatever is no route.
pub(crate) async fn serve(method: Method, uri: Uri, headers: HeaderMap) -> Result<Response, Problem> {
    answer(files::embedded, &method, uri.path(), &headers)
}

fn answer(files: Files, method: &Method, path: &str, headers: &HeaderMap) -> Result<Response, Problem> {
    if path == "/api" || path.starts_with("/api/") {
        return Err(Problem::not_found("there is nothing at this path; /openapi.json lists what there is"));
    }
    if !matches!(*method, Method::GET | Method::HEAD) {
        return Ok(not_allowed());
    }
    let name = path.trim_start_matches('/');
    let mut response = match find(files, name) {
        Some((name, file)) => send(files, name, file, headers),
        // A page of an older build asks for files that are gone: HTML in their place would be worse.
        None if name.starts_with(HASHED) => {
            return Err(Problem::not_found("there is no such file; load the page anew"));
        }
        None => not_built(),
    };
    response.headers_mut().insert(header::CONTENT_SECURITY_POLICY, HeaderValue::from_static(POLICY));
    if *method == Method::HEAD {
        *response.body_mut() = Body::empty();
    }
    Ok(response)
}

/// The file of this name; the page itself for its own addresses, such as `contacts/C-17`.
fn find(files: Files, name: &str) -> Option<(&str, File)> {
    const PAGE: &str = "index.html";
    let named = if name.is_empty() || name.ends_with(files::PACKED) { None } else { files(name) };
    match named {
        Some(file) => Some((name, file)),
        None if name.starts_with(HASHED) => None,
        None => files(PAGE).map(|file| (PAGE, file)),
    }
}

fn send(files: Files, name: &str, plain: File, headers: &HeaderMap) -> Response {
    let packed = if takes_gzip(headers) { files(&format!("{name}{}", files::PACKED)) } else { None };
    let is_packed = packed.is_some();
    let file = packed.unwrap_or(plain);
    let tag = format!("\"{}\"", file.hash);
    let cache = if name.starts_with(HASHED) { "public, max-age=31536000, immutable" } else { "no-cache" };
    let unchanged = has(headers, &tag);
    let mut response =
        if unchanged { StatusCode::NOT_MODIFIED.into_response() } else { whole(name, file.content) };
    let mut set = |name: HeaderName, value: &str| {
        let value = HeaderValue::from_str(value).expect("made of letters, digits and signs");
        response.headers_mut().insert(name, value);
    };
    set(header::ETAG, &tag);
    set(header::CACHE_CONTROL, cache);
    set(header::VARY, "accept-encoding");
    if is_packed && !unchanged {
        set(header::CONTENT_ENCODING, "gzip");
    }
    response
}

fn whole(name: &str, content: Bytes) -> Response {
    let length = HeaderValue::from(content.len());
    let kind = HeaderValue::from_static(kind(name));
    ([(header::CONTENT_TYPE, kind), (header::CONTENT_LENGTH, length)], content).into_response()
}

fn kind(name: &str) -> &'static str {
    match name.rsplit('.').next() {
        Some("html") => "text/html; charset=utf-8",
        Some("js") => "text/javascript; charset=utf-8",
        Some("css") => "text/css; charset=utf-8",
        Some("svg") => "image/svg+xml",
        Some("json") => "application/json",
        _ => "application/octet-stream",
    }
}

/// Whether the client has this very file (RFC 9110 §13.1.2).
fn has(headers: &HeaderMap, tag: &str) -> bool {
    let given = headers.get_all(header::IF_NONE_MATCH).iter().filter_map(|given| given.to_str().ok());
    given.flat_map(|given| given.split(',')).any(|known| {
        let known = known.trim();
        known == "*" || known.strip_prefix("W/").unwrap_or(known) == tag
    })
}

/// Whether gzip is among what the client takes, and not refused by a weight of 0 (RFC 9110 §12.5.3).
fn takes_gzip(headers: &HeaderMap) -> bool {
    let given = headers.get_all(header::ACCEPT_ENCODING).iter().filter_map(|given| given.to_str().ok());
    given.flat_map(|given| given.split(',')).any(|coding| {
        let (name, weight) = coding.split_once(';').unwrap_or((coding, ""));
        let weight = weight.trim().strip_prefix("q=").and_then(|weight| weight.parse::<f32>().ok());
        name.trim().eq_ignore_ascii_case("gzip") && weight != Some(0.0)
    })
}

fn not_allowed() -> Response {
    let detail = "the page can only be read; /openapi.json lists what takes other methods";
    let mut response = Problem::new(Kind::MethodNotAllowed, detail).into_response();
    response.headers_mut().insert(header::ALLOW, HeaderValue::from_static("GET,HEAD"));
    response
}

fn not_built() -> Response {
    whole("not_built.html", Bytes::from_static(NOT_BUILT.as_bytes()))
}

#[cfg(test)]
mod tests;
