//! Whose rows somebody reaches: walks the document, and fails for an operation that does not say whose rows it is
//! about, or shows those of others.

use crate::events::Client;
use crate::house::{Answer, CALLER, House, request, send};
use crate::strangers::{Operation, PUBLIC, operations};
use axum::Router;
use axum::body::Body;
use axum::http::{Method, header};
use axum::routing::get;
use serde_json::{Value, json};
use trust::{Role, Scope, Token};
use vocabulary::{AgentId, Time};

/// The contact and the agent out of reach.
const CONTACT: &str = "C-1";
const AGENT: &str = "A-2";

/// Streams, which go on: each has a test of its own.
const STREAMS: [&str; 2] = ["follow_events", "open_desk"];

/// An account with every permission there is, for one agent who has served nobody.
async fn narrow(house: &House) -> Token {
    let (account, token) = house.trust.make_account("narrow", Role::Agent, &Scope::Own, None).await.unwrap();
    house.trust.serve_as(account.id, Some(AgentId(3))).await.unwrap();
    let now: Time = jiff::Timestamp::now().into();
    for role in Role::ALL {
        house.trust.grant(account.id, role, Scope::Own, (now, None), None).await.unwrap();
    }
    token
}

/// A house where [`AGENT`] talks to [`CONTACT`].
async fn talking() -> House {
    let mut house = House::open().await;
    house.ready(2).await;
    house.call("cards-line", Some(CALLER)).await;
    house.pick_up().await;
    house.settled().await;
    house
}

fn scope<'d>(operation: &Operation<'d>) -> &'d str {
    operation.described["x-scope"].as_str().unwrap_or_default()
}

/// The path, with what is out of reach where it names something.
fn path(operation: &Operation<'_>) -> String {
    let id = match operation.path.split('/').nth(2).unwrap_or_default() {
        "contacts" => CONTACT,
        "agents" => AGENT,
        "queues" => "cards",
        "announcements" => "outage",
        _ => "99",
    };
    operation.path.replace("{id}", id).replace("{panel}", "cards").replace("{order}", &"0".repeat(32))
}

async fn ask(router: &Router, token: &str, operation: &Operation<'_>) -> Answer {
    let asked = request(operation.method.clone(), &path(operation), Some(token))
        .header(header::CONTENT_TYPE, "application/json");
    send(router, asked.body(Body::from("{}")).unwrap()).await
}

async fn check(router: &Router, token: &str, operation: &Operation<'_>) -> Result<(), String> {
    let names = |noun: &str| operation.path.starts_with(&format!("/api/{noun}/{{id}}"));
    let scope = scope(operation);
    for (noun, expected) in [("contacts", "contact"), ("agents", "agent")] {
        if names(noun) && scope != expected {
            return Err(format!("is about one of the {noun}, and declares {scope:?}"));
        }
    }
    let id = operation.described["operationId"].as_str().unwrap_or_default();
    match scope {
        _ if STREAMS.contains(&id) => Ok(()),
        "whole" => {
            let answer = ask(router, token, operation).await;
            let told = answer.header("www-authenticate").contains("insufficient_scope");
            if answer.status == 403 && told {
                Ok(())
            } else {
                Err(format!("{} where 403 is due", answer.status))
            }
        }
        "contact" | "agent" => {
            let answer = ask(router, token, operation).await;
            let is_refused =
                answer.status == 404 && answer.json()["type"] == "urn:heliotrope:problem:not-found";
            if is_refused { Ok(()) } else { Err(format!("{} where 404 is due", answer.status)) }
        }
        // What changes something there changes what is the account's own.
        "none" | "own" if operation.method != Method::GET => Ok(()),
        "none" | "own" | "contacts" | "agents" => {
            let answer = ask(router, token, operation).await;
            let shown = |what: &str| answer.body.contains(&format!("\"{what}\""));
            if !answer.status.is_success() && answer.status != 404 {
                return Err(format!("{} where an answer is due: {}", answer.status, answer.body));
            }
            if shown(CONTACT) || shown(AGENT) { Err("shows what is out of reach".to_owned()) } else { Ok(()) }
        }
        _ => Err("does not say whose rows it is about".to_owned()),
    }
}

/// Everything that is wrong with the operations of a document that a router serves.
async fn faults(router: &Router, token: &str, document: &Value) -> Vec<String> {
    let mut faults = Vec::new();
    for operation in operations(document) {
        // Who may ask without a token is shown nobody's rows, or brings a ticket for those that are asked for.
        if PUBLIC.contains(&operation.name.as_str()) {
            continue;
        }
        if let Err(fault) = check(router, token, &operation).await {
            faults.push(format!("{}: {fault}", operation.name));
        }
    }
    faults
}

#[tokio::test]
async fn every_operation_keeps_out_who_does_not_reach_those_it_is_about() {
    let house = talking().await;
    let token = narrow(&house).await;
    let document = house.get(Role::Viewer, "/openapi.json").await.ok();
    assert_eq!(faults(&house.router, token.expose(), &document).await, Vec::<String>::new());

    // Who reaches all is shown all of it.
    for (at, shown) in [
        ("/api/contacts", CONTACT),
        ("/api/contacts/C-1", CONTACT),
        ("/api/contacts/C-1/journal", CONTACT),
        ("/api/agents", AGENT),
        ("/api/agents/A-2", AGENT),
        ("/api/agents/A-2/timeline", CONTACT),
        ("/api/queues/cards", AGENT),
    ] {
        let answer = house.get(Role::Supervisor, at).await;
        assert!(
            answer.status == 200 && answer.body.contains(&format!("\"{shown}\"")),
            "{at}: {}",
            answer.body
        );
    }
    // And nothing came of what was refused.
    let agent = house.get(Role::Supervisor, "/api/agents/A-2").await.ok();
    assert_eq!((&agent["state"], &agent["not_ready"]), (&json!("talking"), &Value::Null));
    let contact = house.get(Role::Supervisor, "/api/contacts/C-1").await.ok();
    assert_eq!(contact["disposition"], Value::Null);
}

#[tokio::test]
async fn the_walk_notices_an_operation_that_shows_others_rows() {
    let house = talking().await;
    let token = narrow(&house).await;
    let router = house.router.clone().route("/api/leak", get(async || r#"{"contact": "C-1"}"#));
    let told = async |scope: Value, path: &str| {
        let operation = json!({"operationId": "leak", "x-scope": scope});
        let document = json!({"paths": {path: {"get": operation}}});
        faults(&router, token.expose(), &document).await.join("; ")
    };
    assert!(told(Value::Null, "/api/leak").await.contains("does not say whose rows"));
    assert!(told(json!("everybody"), "/api/leak").await.contains("does not say whose rows"));
    for scope in ["none", "own", "contacts", "agents"] {
        assert!(told(json!(scope), "/api/leak").await.contains("out of reach"), "{scope}");
    }
    assert!(told(json!("whole"), "/api/leak").await.contains("403 is due"));
    assert!(told(json!("contact"), "/api/leak").await.contains("404 is due"));
    assert!(told(json!("none"), "/api/contacts/{id}").await.contains("is about one of the contacts"));
}

#[tokio::test]
async fn own_contacts_are_within_reach_from_the_offer_on() {
    let mut house = talking().await;
    let (account, token) = house.trust.make_account("kim", Role::Agent, &Scope::Own, None).await.unwrap();
    house.trust.serve_as(account.id, Some(AgentId(2))).await.unwrap();
    let ids = async |house: &House| {
        let list = house.ask(token.expose(), Method::GET, "/api/contacts", None).await.ok();
        let of = |contact: &Value| contact["id"].as_str().unwrap().to_owned();
        list["contacts"].as_array().unwrap().iter().map(of).collect::<Vec<_>>()
    };
    assert_eq!(ids(&house).await, [CONTACT]);
    house.ready(3).await;
    let others = house.call("loans-line", Some(CALLER)).await;
    house.pick_up().await;
    house.settled().await;
    assert_eq!(ids(&house).await, [CONTACT], "another agent's is not there");
    let answer = house.ask(token.expose(), Method::GET, "/api/contacts/C-2", None).await;
    assert_eq!(answer.status, 404);
    house.hang_up(&others).await;
    house.settled().await;
    assert_eq!(ids(&house).await, [CONTACT], "nor when it is closed");
    let agents = house.ask(token.expose(), Method::GET, "/api/agents", None).await.ok();
    assert_eq!(agents["agents"].as_array().unwrap().len(), 1);
    assert_eq!(house.get(Role::Supervisor, "/api/agents").await.ok()["agents"].as_array().unwrap().len(), 3);
}

#[tokio::test]
async fn events_tell_whom_they_are_about_within_reach_only() {
    let mut house = House::open().await;
    let token = narrow(&house).await;
    let mut narrow = Client::with_token(&house, token.expose(), None).await;
    let mut wide = Client::with_token(&house, house.token(Role::Supervisor), None).await;
    house.ready(2).await;
    let first = house.call("cards-line", Some(CALLER)).await;
    house.pick_up().await;
    house.hang_up(&first).await;
    let told = narrow.until("contact_closed").await;
    let all = wide.until("contact_closed").await;
    assert_eq!(told.len(), all.len(), "that something happens is told");
    assert!(
        told.iter().all(|entry| entry.get("contact").is_none() && entry.get("agent").is_none()),
        "{told:?}"
    );
    assert!(all.iter().any(|entry| entry["contact"] == CONTACT));

    house.ready(3).await;
    house.centre.set_agent(None, AgentId(2), Some(vocabulary::journal::NotReady::Pause)).await.unwrap();
    let own = house.call("loans-line", Some(CALLER)).await;
    house.pick_up().await;
    house.hang_up(&own).await;
    let told = narrow.until("wrap_up_started").await;
    let offered = told.iter().position(|entry| entry["kind"] == "offered").unwrap();
    assert!(told[offered..].iter().all(|entry| entry["contact"] == "C-2"), "from the offer on: {told:?}");
    // Before it, whoever reads it late is told already whose it became; of others, nothing.
    assert!(told.iter().all(|entry| entry.get("contact").is_none_or(|contact| contact == "C-2")), "{told:?}");
}
