//! Requests of any octets, where they are ours to take apart: queries, ids, cookies, ranges, versions, bodies. None of
//! them is an error of ours.

use crate::house::{House, begin, request};
use crate::strangers::operations;
use axum::body::Body;
use axum::http::{HeaderValue, Method, Uri, header};
use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::TestRunner;
use trust::Role;

const REQUESTS: usize = 600;

/// Headers that we read ourselves.
const READ: [header::HeaderName; 8] = [
    header::COOKIE,
    header::RANGE,
    header::IF_MATCH,
    header::IF_NONE_MATCH,
    header::AUTHORIZATION,
    header::ORIGIN,
    header::ACCEPT_ENCODING,
    header::HOST,
];

#[derive(Debug, Clone)]
struct Asked {
    operation: usize,
    id: String,
    query: String,
    headers: Vec<(usize, Vec<u8>)>,
    body: Vec<u8>,
    is_json: bool,
}

/// Something like what is meant, or anything.
fn text(like: &'static str) -> impl Strategy<Value = String> {
    prop_oneof![3 => like.prop_map(|text: String| text), 1 => "\\PC{0,40}"]
}

fn asked() -> impl Strategy<Value = Asked> {
    let octets = || prop::collection::vec(any::<u8>(), 0..60);
    let header = (
        0..READ.len(),
        prop_oneof![
            2 => text("(bytes=|W/\"|\"|__Host-heliotrope=|Bearer |gzip;q=)[0-9a-z,;=\\-\" ]{0,20}").prop_map(String::into_bytes),
            1 => octets(),
        ],
    );
    let body = prop_oneof![
        2 => text("[\\[{]{0,3}(\"[a-z_]{1,10}\":(null|true|-?[0-9]{1,20}|\"[a-z]{0,9}\"),?){0,4}[\\]}]{0,3}")
            .prop_map(String::into_bytes),
        1 => octets(),
    ];
    let query = text(
        "(limit|before|from|to|by|open|queue|interval|code|wait_from)=[0-9a-zA-Z:.\\-]{0,25}(&limit=1)?",
    );
    let id = text("([CAUSKDGJ]-)?[0-9]{1,20}");
    (any::<usize>(), id, query, prop::collection::vec(header, 0..4), body, any::<bool>()).prop_map(
        |(operation, id, query, headers, body, is_json)| Asked {
            operation,
            id,
            query,
            headers,
            body,
            is_json,
        },
    )
}

/// What may not stand in a URI, escaped.
fn escaped(text: &str) -> String {
    let safe = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~=&:".contains(&byte);
    text.bytes()
        .map(|byte| if safe(byte) { char::from(byte).to_string() } else { format!("%{byte:02X}") })
        .collect()
}

#[tokio::test]
async fn nothing_that_is_asked_is_an_error_of_ours() {
    let house = House::open().await;
    let document = house.get(Role::Viewer, "/openapi.json").await.ok();
    // Streams go on, and are a test of their own.
    let all: Vec<_> = operations(&document)
        .into_iter()
        .filter(|operation| !["/api/events", "/api/desk"].contains(&operation.path))
        .map(|operation| (operation.method.clone(), operation.path.to_owned()))
        .collect();
    let (strategy, mut runner) = (asked(), TestRunner::deterministic());
    for _ in 0..REQUESTS {
        let asked = strategy.new_tree(&mut runner).unwrap().current();
        let (method, path): &(Method, String) = &all[asked.operation % all.len()];
        let path = path.replace("{id}", &escaped(&asked.id)).replace("{ticket}", &escaped(&asked.id));
        let uri = format!("{}?{}", path.replace("{panel}", "cards"), escaped(&asked.query));
        let Ok(uri) = uri.parse::<Uri>() else { continue };
        let mut asking = request(method.clone(), &uri.to_string(), Some(house.token(Role::Supervisor)));
        for (name, value) in &asked.headers {
            if let Ok(value) = HeaderValue::from_bytes(value) {
                asking = asking.header(&READ[*name], value);
            }
        }
        if asked.is_json {
            asking = asking.header(header::CONTENT_TYPE, "application/json");
        }
        let answer = begin(&house.router, asking.body(Body::from(asked.body.clone())).unwrap()).await;
        assert!(answer.status().as_u16() < 500, "{} for {method} {uri} {asked:?}", answer.status());
    }
}
