//! What is wrong with a request is said by a problem, and nothing of the inside with it.

use crate::house::{Answer, House, limits, request, send};
use api::Limits;
use axum::body::Body;
use axum::http::{Method, header};
use serde_json::{Value, json};
use std::convert::Infallible;
use std::time::Duration;
use trust::Role;

/// Every problem has these, and every answer these headers.
fn check_form(what: &str, answer: &Answer, path: &str) -> Value {
    assert_eq!(answer.header("content-type"), "application/problem+json", "{what}");
    let problem = answer.json();
    assert_eq!(problem["status"], json!(answer.status.as_u16()), "{what}");
    assert_eq!(problem["instance"], path, "{what}");
    for field in ["type", "title", "detail"] {
        assert!(problem[field].as_str().is_some_and(|text| !text.is_empty()), "{what}: {field}");
    }
    problem
}

fn check_headers(what: &str, answer: &Answer) {
    for (name, value) in [
        ("x-content-type-options", "nosniff"),
        ("cache-control", "no-store"),
        ("content-security-policy", "default-src 'none'; frame-ancestors 'none'"),
        ("referrer-policy", "no-referrer"),
        ("x-frame-options", "DENY"),
        ("cross-origin-opener-policy", "same-origin"),
        ("cross-origin-resource-policy", "same-origin"),
        (
            "permissions-policy",
            "camera=(), display-capture=(), geolocation=(), microphone=(self), payment=(), usb=()",
        ),
    ] {
        assert_eq!(answer.header(name), value, "{what}");
    }
}

#[tokio::test]
async fn queries_and_paths_name_what_cannot_be_used() {
    let house = House::open().await;
    for (path, query, field) in [
        ("/api/contacts", "open=yes", "open"),
        ("/api/contacts", "open=", "open"),
        ("/api/contacts", "queue=a%20b", "queue"),
        ("/api/contacts", "agent=C-1", "agent"),
        ("/api/contacts", "line=", "line"),
        ("/api/contacts", "before=x", "before"),
        ("/api/contacts", "limit=0", "limit"),
        ("/api/contacts", "limit=201", "limit"),
        ("/api/contacts", "limit=-1", "limit"),
        ("/api/contacts", "limit=99999999999", "limit"),
        ("/api/contacts", "limit=1&limit=1", "limit"),
        ("/api/contacts", "Open=true", "Open"),
        ("/api/contacts", "%ff=1", "\u{fffd}"),
        ("/api/contacts/x", "", "id"),
        ("/api/contacts/A-1", "", "id"),
        ("/api/contacts/%ff", "", "id"),
        ("/api/contacts/1", "open=true", "open"),
        ("/api/contacts/C-1%2Fjournal/journal", "", "id"),
        ("/api/queues", "x", "x"),
        ("/healthz", "verbose=1", "verbose"),
    ] {
        let answer = house.get(Role::Supervisor, &format!("{path}?{query}")).await;
        assert_eq!(answer.status, 400, "{path}?{query}: {}", answer.body);
        let problem = check_form(query, &answer, path);
        assert_eq!(problem["field"], field, "{path}?{query}");
        check_headers(query, &answer);
    }
}

#[tokio::test]
async fn bodies_are_refused_by_what_is_wrong_with_them() {
    let house = House::open().await;
    let path = "/api/agents/A-1/state";
    let cases: [(&str, u16, Value); 17] = [
        ("", 400, Value::Null),
        ("{", 400, Value::Null),
        ("ready", 400, Value::Null),
        (r#"{"ready": true} {}"#, 400, Value::Null),
        ("[]", 422, Value::Null),
        (r#"[true, null]"#, 422, Value::Null),
        (r#" [false, "pause"]"#, 422, Value::Null),
        ("[true", 400, Value::Null),
        ("7", 422, Value::Null),
        ("{}", 422, Value::Null),
        (r#"{"ready": "yes"}"#, 422, json!("ready")),
        (r#"{"ready": true, "ready": true}"#, 422, Value::Null),
        (r#"{"ready": true, "state": "pause"}"#, 422, json!("state")),
        (r#"{"ready": false, "reason": "lunch"}"#, 422, json!("reason")),
        (r#"{"ready": false, "reason": "signed_out"}"#, 422, json!("reason")),
        (r#"{"ready": false}"#, 422, json!("reason")),
        (r#"{"ready": true, "reason": "pause"}"#, 422, json!("reason")),
    ];
    for (body, status, field) in cases {
        let answer = house.put(Role::Supervisor, path, body).await;
        assert_eq!(answer.status.as_u16(), status, "{body}: {}", answer.body);
        let problem = check_form(body, &answer, path);
        assert_eq!(problem["field"], field, "{body}: {problem}");
        if body == "{}" {
            assert!(problem["detail"].as_str().unwrap().contains("ready"));
        }
    }
    let large = format!(r#"{{"ready": true{}}}"#, " ".repeat(20_000));
    let answer = house.put(Role::Supervisor, path, &large).await;
    assert_eq!(answer.status, 413);
    check_form("large", &answer, path);
    let answer = house.put(Role::Supervisor, "/api/agents/A-99/state", r#"{"ready": true}"#).await;
    assert_eq!(answer.status, 404);
    check_form("unknown agent", &answer, "/api/agents/A-99/state");
}

#[tokio::test]
async fn bodies_must_be_json_by_their_own_word() {
    let house = House::open().await;
    for (kind, status) in [
        (None, 415),
        (Some("text/plain"), 415),
        (Some("application/x-www-form-urlencoded"), 415),
        (Some("application/jsonp"), 415),
        (Some("application/json"), 200),
        (Some("Application/JSON; charset=utf-8"), 200),
    ] {
        let mut request = request(Method::PUT, "/api/agents/A-1/state", Some(house.token(Role::Supervisor)));
        if let Some(kind) = kind {
            request = request.header(header::CONTENT_TYPE, kind);
        }
        let answer = send(&house.router, request.body(Body::from(r#"{"ready": true}"#)).unwrap()).await;
        assert_eq!(answer.status.as_u16(), status, "{kind:?}");
        check_headers("a body", &answer);
    }
}

#[tokio::test]
async fn unknown_paths_and_methods_are_problems_too() {
    let house = House::open().await;
    for (method, path, status, allow) in [
        (Method::POST, "/", 405, "GET,HEAD"),
        (Method::GET, "/api", 404, ""),
        (Method::GET, "/api/contacts/", 404, ""),
        (Method::POST, "/api/nothing", 404, ""),
        (Method::DELETE, "/api/contacts", 405, "GET,HEAD"),
        (Method::OPTIONS, "/api/queues", 405, "GET,HEAD"),
        (Method::GET, "/api/agents/A-1/state", 405, "PUT"),
    ] {
        let request = request(method.clone(), path, None).body(Body::empty()).unwrap();
        let answer = send(&house.router, request).await;
        assert_eq!((answer.status.as_u16(), answer.header("allow")), (status, allow), "{method} {path}");
        check_form(path, &answer, path);
        check_headers(path, &answer);
    }
}

#[tokio::test]
async fn good_answers_have_the_headers_too() {
    let house = House::open().await;
    for path in ["/healthz", "/openapi.json", "/api/contacts", "/api/agents", "/api/queues"] {
        let answer = house.get(Role::Agent, path).await;
        assert_eq!(
            (answer.status.as_u16(), answer.header("content-type")),
            (200, "application/json"),
            "{path}"
        );
        check_headers(path, &answer);
    }
}

#[tokio::test]
async fn a_body_that_does_not_arrive_is_not_waited_for() {
    let soon = Duration::from_millis(20);
    let far = Duration::from_secs(3600);
    for (body_within, request_within, status) in [(soon, far, 408), (far, soon, 503)] {
        let house = House::with_limits(Limits { body_within, request: request_within, ..limits() }).await;
        let never = futures_util::stream::pending::<Result<axum::body::Bytes, Infallible>>();
        let path = "/api/agents/A-1/state";
        let request = request(Method::PUT, path, Some(house.token(Role::Supervisor)))
            .header(header::CONTENT_TYPE, "application/json")
            .body(Body::from_stream(never));
        let answer = send(&house.router, request.unwrap()).await;
        assert_eq!(answer.status.as_u16(), status);
        check_form("a late body", &answer, path);
    }
}

#[tokio::test]
async fn a_house_that_is_down_says_when_to_come_again_and_nothing_else() {
    let house = House::open().await;
    // While their tokens are remembered, they come as far as the rooms.
    for role in [Role::Agent, Role::Supervisor] {
        house.get(role, "/api/queues").await.ok();
    }
    house.centre.stop().await;
    house.store.close().await;
    for (role, path) in [
        (Role::Agent, "/api/contacts?open=false"),
        (Role::Agent, "/api/queues"),
        (Role::Viewer, "/api/agents"),
    ] {
        let answer = house.get(role, path).await;
        assert_eq!((answer.status.as_u16(), answer.header("retry-after")), (503, "2"), "{path}");
        let problem = check_form(path, &answer, path.split('?').next().unwrap());
        for inside in ["sql", "Pool", "pool", "sqlite", "closed pool"] {
            assert!(!problem["detail"].as_str().unwrap().contains(inside), "{problem}");
        }
    }
}
