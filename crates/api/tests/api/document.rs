//! The document: committed, complete, and about this router.

use crate::house::{House, request, send};
use crate::strangers::methods;
use axum::Router;
use axum::body::Body;
use axum::routing::get;
use serde_json::Value;
use std::collections::BTreeSet;
use std::path::Path;
use trust::Role;

/// Set to any value, it has the committed document written anew.
const REWRITE: &str = "HELIOTROPE_REWRITE_OPENAPI";

#[tokio::test]
async fn the_committed_document_is_the_one_that_is_served() {
    let served = House::open().await.get(Role::Viewer, "/openapi.json").await.body;
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("openapi.json");
    if std::env::var_os(REWRITE).is_some() {
        std::fs::write(&path, &served).unwrap();
    }
    let committed = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(
        committed == served,
        "the API has changed: look at what it does to clients, then run this test with {REWRITE}=1 and commit openapi.json"
    );
}

#[tokio::test]
async fn every_route_is_in_the_document() {
    let house = House::open().await;
    let document = house.get(Role::Viewer, "/openapi.json").await.ok();
    let described: BTreeSet<String> = document["paths"].as_object().unwrap().keys().cloned().collect();
    assert_eq!(routes(&house.router), described);

    let leaking = house.router.clone().route("/api/leak", get(async || "everything"));
    assert!(routes(&leaking).contains("/api/leak"), "an undocumented route would not be noticed");
}

#[tokio::test]
async fn every_method_is_in_the_document() {
    let house = House::open().await;
    let document = house.get(Role::Viewer, "/openapi.json").await.ok();
    for (path, item) in document["paths"].as_object().unwrap() {
        for method in methods() {
            let request = request(
                method.clone(),
                &path.replace("{id}", "1").replace("{ticket}", "1").replace("{order}", &"0".repeat(32)),
                None,
            )
            .body(Body::empty());
            let answer = send(&house.router, request.unwrap()).await;
            let described = item.get(method.as_str().to_lowercase()).is_some();
            assert_eq!(answer.status != 405, described, "{method} {path}: {}", answer.status);
        }
    }
}

#[tokio::test]
async fn references_lead_somewhere_and_operations_have_names() {
    let document = House::open().await.get(Role::Viewer, "/openapi.json").await.ok();
    let mut references = Vec::new();
    collect_references(&document, &mut references);
    assert!(!references.is_empty());
    for reference in references {
        let place = reference.trim_start_matches('#');
        assert!(document.pointer(place).is_some(), "{reference} leads nowhere");
    }
    let operations =
        document["paths"].as_object().unwrap().values().flat_map(|item| item.as_object().unwrap());
    let names: Vec<&str> =
        operations.map(|(_, operation)| operation["operationId"].as_str().unwrap()).collect();
    assert_eq!(names.iter().collect::<BTreeSet<_>>().len(), names.len(), "{names:?}");
}

fn collect_references<'d>(value: &'d Value, found: &mut Vec<&'d str>) {
    match value {
        Value::Object(fields) => {
            found.extend(fields.get("$ref").and_then(Value::as_str));
            fields.values().for_each(|value| collect_references(value, found));
        }
        Value::Array(items) => items.iter().for_each(|value| collect_references(value, found)),
        _ => {}
    }
}

/// The paths of a router. It has no list of them, but shows them in its debug form, each behind the
/// number of its route.
fn routes(router: &Router) -> BTreeSet<String> {
    let shown = format!("{router:?}");
    let (shown, _fallbacks) = shown.split_once("fallback_router").expect("routers show their fallbacks last");
    let after_numbers = shown.split("RouteId(").filter_map(|piece| piece.split_once("): \""));
    after_numbers.filter_map(|(_, path)| path.split_once('"')).map(|(path, _)| path.to_owned()).collect()
}
