//! No operation without a permission: walks the document, and fails for an operation that does not
//! refuse strangers.

use crate::house::{Answer, House, UNKNOWN, request, send};
use axum::Router;
use axum::body::Body;
use axum::http::{Method, header};
use axum::routing::get;
use serde_json::{Value, json};
use trust::{Permission, Role};

/// What everybody may ask. Whoever adds a line here says why in review.
/// The sound of a recording is asked for by audio elements, which send no token: a ticket in the path, which
/// only those who may listen are given, is the proof.
/// Who signs in has no token yet.
/// The customer of a chat has no account: a ticket, given out to the bank's own pages, opens it, and the pass
/// that comes with it is the proof from then on.
pub const PUBLIC: [&str; 9] = [
    "POST /api/chats",
    "GET /api/chats/{id}",
    "DELETE /api/chats/{id}",
    "POST /api/chats/{id}/messages",
    "GET /healthz",
    "GET /openapi.json",
    "GET /api/demonstration",
    "GET /api/recordings/audio/{ticket}",
    "POST /api/session",
];

/// What the document says about one operation.
pub struct Operation<'d> {
    pub name: String,
    pub method: Method,
    pub path: &'d str,
    pub described: &'d Value,
}

pub fn methods() -> Vec<Method> {
    ["GET", "PUT", "POST", "DELETE", "PATCH"].iter().map(|method| method.parse().unwrap()).collect()
}

/// All operations of a document.
pub fn operations(document: &Value) -> Vec<Operation<'_>> {
    let mut all = Vec::new();
    for (path, item) in document["paths"].as_object().unwrap() {
        for method in methods() {
            let Some(described) = item.get(method.as_str().to_lowercase()) else { continue };
            let name = format!("{method} {path}");
            all.push(Operation { name, method, path, described });
        }
    }
    all
}

/// Everything that is wrong with the operations of a document that a router serves.
async fn faults(house: &House, router: &Router, document: &Value) -> Vec<String> {
    let mut faults = Vec::new();
    for operation in operations(document) {
        if let Err(fault) = check(house, router, &operation).await {
            faults.push(format!("{}: {fault}", operation.name));
        }
    }
    faults
}

async fn check(house: &House, router: &Router, operation: &Operation<'_>) -> Result<(), String> {
    if PUBLIC.contains(&operation.name.as_str()) {
        return Ok(());
    }
    let needed = permission(operation.described)?;
    for (who, token, error) in [("nobody", None, ""), ("an unknown token", Some(UNKNOWN), "invalid_token")] {
        refused(who, &ask(router, operation, token).await, 401, needed, error)?;
    }
    for role in Role::ALL {
        let answer = ask(router, operation, Some(house.token(role))).await;
        if !role.may(needed) {
            refused(role.tag(), &answer, 403, needed, "insufficient_scope")?;
        } else if answer.status != 400
            || answer.json()["field"] != json!("id") && answer.json()["field"] != json!("surplus")
        {
            return Err(format!("{role} gets {} for nonsense", answer.status));
        }
    }
    for status in ["401", "403"] {
        if operation.described["responses"].get(status).is_none() {
            return Err(format!("does not describe {status}"));
        }
    }
    Ok(())
}

/// The one permission an operation declares.
pub fn permission(described: &Value) -> Result<Permission, String> {
    let [only] = described["security"].as_array().map(Vec::as_slice).unwrap_or_default() else {
        return Err("declares no permission".to_owned());
    };
    let tag = only["token"].as_array().and_then(|scopes| scopes.first()).and_then(Value::as_str);
    let known = Permission::ALL.iter().find(|permission| Some(permission.tag()) == tag);
    known.copied().ok_or_else(|| format!("declares no permission that exists: {only}"))
}

/// Nonsense all over: whoever is told what is wrong with it has been let in.
pub async fn ask(router: &Router, operation: &Operation<'_>, token: Option<&str>) -> Answer {
    let path = operation.path.replace("{id}", "nonsense") + "?surplus=1";
    let request = request(operation.method.clone(), &path, token)
        .header(header::CONTENT_TYPE, "text/nonsense")
        .body(Body::from("nonsense"))
        .unwrap();
    send(router, request).await
}

fn refused(who: &str, answer: &Answer, status: u16, needed: Permission, error: &str) -> Result<(), String> {
    if answer.status != status {
        return Err(format!("{who} gets {} where {status} is due", answer.status));
    }
    let challenge = answer.header("www-authenticate");
    let names_permission = challenge.contains(&format!("scope=\"{needed}\""));
    if !names_permission || !challenge.contains(error) {
        return Err(format!("{who} is challenged by {challenge}, which does not say {needed} {error}"));
    }
    if answer.header("content-type") != "application/problem+json" || answer.json()["status"] != json!(status)
    {
        return Err(format!("{who} is not told by a problem"));
    }
    Ok(())
}

#[tokio::test]
async fn every_operation_refuses_strangers() {
    let house = House::open().await;
    let document = house.get(Role::Viewer, "/openapi.json").await.ok();
    assert_eq!(faults(&house, &house.router, &document).await, Vec::<String>::new());
    for public in PUBLIC {
        let (method, path) = public.split_once(' ').unwrap();
        let operation = &document["paths"][path][method.to_lowercase()];
        assert!(operation.is_object() && operation.get("security").is_none(), "{public}");
    }
}

#[tokio::test]
async fn the_walk_notices_an_operation_without_refusals() {
    let house = House::open().await;
    let router = house.router.clone().route("/api/leak", get(async || "everything"));
    let check = async |operation: Value, expected: &str| {
        let document = json!({"paths": {"/api/leak": {"get": operation}}});
        assert_eq!(faults(&house, &router, &document).await, [format!("GET /api/leak: {expected}")]);
    };
    check(json!({}), "declares no permission").await;
    let secured =
        |scopes: Value| json!({"security": [{"token": scopes}], "responses": {"401": {}, "403": {}}});
    check(secured(json!([])), "declares no permission that exists: {\"token\":[]}").await;
    check(secured(json!(["contacts.read"])), "nobody gets 200 OK where 401 is due").await;

    let elsewhere = async |declared: &str, expected: &str| {
        let document = json!({"paths": {"/api/contacts": {"get": secured(json!([declared]))}}});
        let faults = faults(&house, &house.router, &document).await;
        assert!(faults.len() == 1 && faults[0].contains(expected), "{faults:?}");
    };
    elsewhere("queues.read", "does not say queues.read").await;
}
