//! What every answer has: a time limit before it, a body when it is a refusal, and the headers that
//! keep browsers from doing more with it than they should.

use crate::problem::{Kind, Problem};
use crate::request::head;
use crate::serve::ByTls;
use axum::Json;
use axum::body::Body;
use axum::extract::{Request, State};
use axum::http::{HeaderName, HeaderValue, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use futures_util::FutureExt;
use std::panic::AssertUnwindSafe;
use std::time::Duration;

/// Headers of every answer. Data of customers is never kept by a cache, never sniffed for another
/// type, never a page that loads or frames anything.
const HEADERS: [(HeaderName, &str); 8] = [
    (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    (header::CACHE_CONTROL, "no-store"),
    (header::CONTENT_SECURITY_POLICY, "default-src 'none'; frame-ancestors 'none'"),
    (header::REFERRER_POLICY, "no-referrer"),
    // The same for browsers that know no `frame-ancestors`.
    (header::X_FRAME_OPTIONS, "DENY"),
    // No foreign window holds ours, and no foreign page takes our files into itself (Spectre).
    (HeaderName::from_static("cross-origin-opener-policy"), "same-origin"),
    (HeaderName::from_static("cross-origin-resource-policy"), "same-origin"),
    // The telephone needs the microphone, and nothing else of the machine.
    (
        HeaderName::from_static("permissions-policy"),
        "camera=(), display-capture=(), geolocation=(), microphone=(self), payment=(), usb=()",
    ),
];

/// For a year, browsers come back by TLS alone (RFC 6797). Whoever else lives under the bank's name is not ours to
/// promise.
const NOTHING_BUT_TLS: &str = "max-age=31536000";

/// Stands around all routes.
pub(crate) async fn finish(State(limit): State<Duration>, request: Request, next: Next) -> Response {
    let path = request.uri().path().to_owned();
    let by_tls = request.extensions().get::<ByTls>().is_some();
    let answered = match head::check(&request) {
        Ok(()) => bounded(limit, request, next).await,
        Err(problem) => problem.into_response(),
    };
    let mut response = with_body(answered, path);
    for (name, value) in HEADERS {
        response.headers_mut().entry(name).or_insert(HeaderValue::from_static(value));
    }
    if by_tls {
        response
            .headers_mut()
            .insert(header::STRICT_TRANSPORT_SECURITY, HeaderValue::from_static(NOTHING_BUT_TLS));
    }
    response
}

/// A handler that takes too long, or panics, is a problem like others.
async fn bounded(limit: Duration, request: Request, next: Next) -> Response {
    let handled = AssertUnwindSafe(next.run(request)).catch_unwind();
    match tokio::time::timeout(limit, handled).await {
        Ok(Ok(response)) => response,
        Ok(Err(_panic)) => {
            tracing::error!("a request was given up: its handler panicked");
            Problem::internal().into_response()
        }
        Err(_elapsed) => {
            Problem::new(Kind::Unavailable, "this took too long; try again in a moment").into_response()
        }
    }
}

/// Writes the body of a refusal, also of one that the router made by its status alone.
fn with_body(mut response: Response, path: String) -> Response {
    let problem = response.extensions_mut().remove::<Problem>();
    let is_json = response.headers().get(header::CONTENT_TYPE).is_some_and(|kind| kind == "application/json");
    let unsaid = || if is_json { None } else { Problem::of_status(response.status()) };
    let Some(problem) = problem.or_else(unsaid) else { return response };
    let mut body = Json(problem.details(path)).into_response();
    body.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static("application/problem+json"));
    response.headers_mut().remove(header::CONTENT_LENGTH);
    response.headers_mut().extend(std::mem::take(body.headers_mut()));
    *response.body_mut() = std::mem::replace(body.body_mut(), Body::empty());
    response
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::Router;
    use axum::http::StatusCode;
    use axum::middleware::from_fn_with_state;
    use axum::routing::get;
    use http_body_util::BodyExt;
    use hyper::service::Service;
    use hyper_util::service::TowerToHyperService;

    async fn falls_over() -> StatusCode {
        panic!("row 17 of table contacts is broken");
    }

    #[tokio::test]
    async fn a_panic_is_a_problem_that_tells_nothing_of_the_inside() {
        let router = Router::new()
            .route("/a", get(falls_over))
            .route("/b", get(async || (StatusCode::INTERNAL_SERVER_ERROR, "row 17 is broken")))
            .layer(from_fn_with_state(Duration::from_secs(60), finish));
        for path in ["/a", "/b"] {
            let request = Request::builder().uri(path).body(Body::empty()).unwrap();
            let response = TowerToHyperService::new(router.clone()).call(request).await.unwrap();
            assert_eq!(response.status(), StatusCode::INTERNAL_SERVER_ERROR);
            assert_eq!(response.headers()[header::CONTENT_TYPE], "application/problem+json");
            let body = response.into_body().collect().await.unwrap().to_bytes();
            let body = std::str::from_utf8(&body).unwrap();
            assert!(body.contains("urn:heliotrope:problem:internal") && !body.contains("17"), "{body}");
        }
    }
}
