//! What every answer has, whoever asked and whatever came of it; and what no request may bring.

use crate::house::{Answer, House, UNKNOWN, limits, request, send};
use crate::strangers::{PUBLIC, ask, operations};
use api::Limits;
use axum::body::Body;
use axum::http::{Method, header};
use std::fs;
use std::path::{Path, PathBuf};
use trust::Role;

/// The headers of every answer, page and API.
const EVERYWHERE: [(&str, &str); 6] = [
    ("x-content-type-options", "nosniff"),
    ("referrer-policy", "no-referrer"),
    ("x-frame-options", "DENY"),
    ("cross-origin-opener-policy", "same-origin"),
    ("cross-origin-resource-policy", "same-origin"),
    (
        "permissions-policy",
        "camera=(), display-capture=(), geolocation=(), microphone=(self), payment=(), usb=()",
    ),
];

/// What of them is missing.
fn missing(answer: &Answer) -> Vec<&'static str> {
    EVERYWHERE.iter().filter(|(name, value)| answer.header(name) != *value).map(|(name, _)| *name).collect()
}

/// Of an operation also: nothing is kept, nothing is loaded or framed, and nothing is promised about TLS to whoever
/// came without it.
fn faults(answer: &Answer) -> Vec<&'static str> {
    let mut faults = missing(answer);
    let policy = "default-src 'none'; frame-ancestors 'none'";
    for (name, value) in [
        ("cache-control", "no-store"),
        ("content-security-policy", policy),
        ("strict-transport-security", ""),
    ] {
        if answer.header(name) != value {
            faults.push(name);
        }
    }
    faults
}

#[tokio::test]
async fn every_operation_answers_with_all_headers() {
    let house = House::open().await;
    let document = house.get(Role::Viewer, "/openapi.json").await.ok();
    let mut wrong = Vec::new();
    for operation in operations(&document) {
        for token in [None, Some(UNKNOWN), Some(house.token(Role::Supervisor))] {
            let answer = ask(&house.router, &operation, token).await;
            let faults = faults(&answer);
            if !faults.is_empty() {
                wrong.push(format!("{}: {} without {}", operation.name, answer.status, faults.join(", ")));
            }
        }
        // What needs nothing in its path or query succeeds.
        if operation.method == Method::GET && !operation.path.contains('{') && operation.path != "/api/events"
        {
            let answer = house.get(Role::Supervisor, operation.path).await;
            let faults = faults(&answer);
            if !faults.is_empty() {
                wrong.push(format!("{}: {} without {}", operation.name, answer.status, faults.join(", ")));
            }
        }
    }
    assert_eq!(wrong, Vec::<String>::new());
}

#[tokio::test]
async fn every_operation_with_a_body_refuses_one_that_is_too_large() {
    let house = House::open().await;
    let document = house.get(Role::Viewer, "/openapi.json").await.ok();
    let large = format!("{{\"text\": \"{}\"}}", "x".repeat(5 * 1024 * 1024));
    let mut taken = Vec::new();
    let mut walked = 0;
    for operation in operations(&document) {
        if operation.described.get("requestBody").is_none() {
            continue;
        }
        walked += 1;
        for role in [Role::Supervisor, Role::Administrator, Role::Agent, Role::PrivacyOfficer] {
            let path = operation.path.replace("{id}", "1");
            let asked = request(operation.method.clone(), &path, Some(house.token(role)))
                .header(header::CONTENT_TYPE, "application/json");
            let answer = send(&house.router, asked.body(Body::from(large.clone())).unwrap()).await;
            if !matches!(answer.status.as_u16(), 400 | 403 | 404 | 413) {
                taken.push(format!("{} as {role}: {}", operation.name, answer.status));
            }
        }
    }
    assert!(walked > 10, "the walk finds {walked} operations with a body");
    assert_eq!(taken, Vec::<String>::new());
}

#[tokio::test]
async fn every_operation_counts_as_one_of_what_an_account_may_ask() {
    let few = Limits { requests_at_once: 1, requests_per_second: 0.0, ..limits() };
    let house = House::with_limits(few).await;
    let document = house.get(Role::Supervisor, "/openapi.json").await.ok();
    house.get(Role::Supervisor, "/api/queues").await.ok();
    let mut uncounted = Vec::new();
    for operation in operations(&document) {
        // Who may ask without a token is counted by address, or by chat.
        if PUBLIC.contains(&operation.name.as_str()) {
            continue;
        }
        let answer = ask(&house.router, &operation, Some(house.token(Role::Supervisor))).await;
        if answer.status != 429 {
            uncounted.push(format!("{}: {}", operation.name, answer.status));
        }
    }
    assert_eq!(uncounted, Vec::<String>::new());
}

#[tokio::test]
async fn every_file_of_the_page_has_its_headers() {
    let house = House::open().await;
    let dist = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../web/dist");
    let mut paths: Vec<String> = files(&dist)
        .into_iter()
        .filter_map(|file| Some(format!("/{}", file.strip_prefix(&dist).ok()?.to_str()?)))
        .collect();
    paths.extend(["/", "/contacts/C-17", "/assets/of-an-older-build.js"].map(str::to_owned));
    for path in paths {
        let answer =
            send(&house.router, request(Method::GET, &path, None).body(Body::empty()).unwrap()).await;
        assert_eq!(missing(&answer), Vec::<&str>::new(), "{path}");
        let policy = answer.header("content-security-policy");
        assert!(
            policy.starts_with("default-src '") && policy.contains("frame-ancestors 'none'"),
            "{path}: {policy}"
        );
        assert!(!policy.contains("unsafe"), "{path}: {policy}");
    }
}

/// All files in a folder, however deep; none where it is not there.
fn files(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    entries
        .flat_map(|entry| {
            let path = entry.path();
            if path.is_dir() { files(&path) } else { vec![path] }
        })
        .collect()
}
