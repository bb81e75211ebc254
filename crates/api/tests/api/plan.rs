//! The plan over the API: versions, trials, changes, and who may.

use crate::house::{Answer, House, Reads, plan, request, send};
use axum::body::Body;
use axum::http::{Method, header};
use serde_json::{Value, json};
use trust::Role;
use vocabulary::AgentId;

async fn propose(house: &House, method: Method, path: &str, over: Option<&str>, body: Value) -> Answer {
    let mut request = request(method, path, Some(house.token(Role::Engineer)))
        .header(header::CONTENT_TYPE, "application/json");
    if let Some(over) = over {
        request = request.header(header::IF_MATCH, over);
    }
    send(&house.router, request.body(Body::from(body.to_string())).unwrap()).await
}

async fn version(house: &House) -> String {
    house.get(Role::Supervisor, "/api/plan").await.ok()["version"].as_str().unwrap().to_owned()
}

#[tokio::test]
async fn a_plan_is_tried_applied_and_taken_back() {
    let mut house = House::open().await;
    house.centre.set_agent(None, AgentId(2), None).await.unwrap();
    house.call("cards-line", None).await;
    let waits = house.call("cards-line", None).await;
    let first = version(&house).await;

    // Tried: nobody would have what the contact that waits needs.
    let trial =
        propose(&house, Method::POST, "/api/plan/dry-run", None, json!({"text": "harder"})).await.ok();
    assert_eq!((&trial["waiting"], &trial["version"]), (&json!(1), &json!(first)));
    assert_eq!(trial["contacts"][0]["contact"], json!(waits.contact.to_string()));
    assert_eq!(trial["contacts"][0]["stranded"], json!(true));
    assert_eq!(trial["changes"][0], json!({"part": "queue", "name": "cards", "change": "changed"}));
    assert_eq!(trial["at_next_start"], json!(["voice.most_calls"]));
    assert_eq!(version(&house).await, first, "a trial changes nothing");

    // Applied, once.
    let over = format!("\"{first}\"");
    let body = json!({"text": "harder"});
    let applied = propose(&house, Method::PUT, "/api/plan", Some(&over), body.clone()).await.ok();
    assert_eq!((&applied["by"], &applied["file"]), (&json!("engineer"), &json!("differs")));
    let second = version(&house).await;
    assert_ne!(first, second);
    let late = propose(&house, Method::PUT, "/api/plan", Some(&over), body.clone()).await;
    assert_eq!((late.status.as_u16(), &late.json()["type"]), (412, &json!("urn:heliotrope:problem:stale")));
    let again = format!("\"{second}\"");
    propose(&house, Method::PUT, "/api/plan", Some(&again), body).await.ok();
    assert_eq!(version(&house).await, second, "the same plan is no new version");

    // Taken back.
    propose(&house, Method::PUT, "/api/plan", Some("*"), json!({"version": first})).await.ok();
    assert_eq!(house.centre.plan().await.unwrap().plan, plan());
    let list = house.get(Role::Supervisor, "/api/plan/versions").await.ok();
    let versions: Vec<_> = list["versions"].as_array().unwrap().iter().map(|one| &one["version"]).collect();
    assert_eq!(versions[1..], [&json!(second), &json!(first)]);
    assert_eq!(list["versions"][2]["changes"], Value::Null, "nothing was before the first");
    let older = house.get(Role::Supervisor, &format!("/api/plan/versions?before={second}")).await.ok();
    assert_eq!(older["versions"].as_array().unwrap().len(), 1);
}

/// Overflow, call-back and ringing are told, whether anything else changes for a contact or not.
#[tokio::test]
async fn a_trial_tells_what_is_promised_otherwise() {
    let mut house = House::open().await;
    let first = version(&house).await;
    propose(&house, Method::PUT, "/api/plan", Some("*"), json!({"text": "promises"})).await.ok();
    house.centre.set_agent(None, AgentId(2), None).await.unwrap();
    house.call("cards-line", None).await;
    let waits = house.call("cards-line", Some("+821055501234")).await;
    house.settled().await;
    let back = json!({"version": first});
    let trial = propose(&house, Method::POST, "/api/plan/dry-run", None, back).await.ok();
    let [told] = trial["contacts"].as_array().unwrap().as_slice() else { panic!("{trial}") };
    assert_eq!(told["contact"], json!(waits.contact.to_string()));
    let (before, after) = (&told["before"], &told["after"]);
    for same in ["position", "agents", "agents_at_last"] {
        assert_eq!(before[same], after[same], "{same}");
    }
    assert_eq!(before["overflow"]["to_queue"], json!("loans"));
    let due: jiff::Timestamp = before["overflow"]["at"].as_str().unwrap().parse().unwrap();
    let asked: jiff::Timestamp = trial["at"].as_str().unwrap().parse().unwrap();
    assert!((1..=3_600).contains(&due.duration_since(asked).as_secs()), "{before}");
    assert_eq!(after["overflow"], Value::Null);
    assert_eq!((&before["callback"], &before["callback_from_s"]), (&json!("from"), &json!(90.0)));
    assert_eq!((&after["callback"], &after["callback_from_s"]), (&json!("none"), &Value::Null));
    assert_eq!((&before["ring_s"], &after["ring_s"]), (&json!(15.0), &json!(60.0)));
}

/// Overflow, call-back and ringing are told, whether anything else changes for a contact or not.
#[tokio::test]
async fn a_trial_tells_what_is_promised_otherwise() {
    let mut house = House::open().await;
    let first = version(&house).await;
    propose(&house, Method::PUT, "/api/plan", Some("*"), json!({"text": "promises"})).await.ok();
    house.centre.set_agent(None, AgentId(2), None).await.unwrap();
    house.call("cards-line", None).await;
    let waits = house.call("cards-line", Some("+821055501234")).await;
    let back = json!({"version": first});
    let trial = propose(&house, Method::POST, "/api/plan/dry-run", None, back).await.ok();
    let [told] = trial["contacts"].as_array().unwrap().as_slice() else { panic!("{trial}") };
    assert_eq!(told["contact"], json!(waits.contact.to_string()));
    let (before, after) = (&told["before"], &told["after"]);
    for same in ["position", "agents", "agents_at_last"] {
        assert_eq!(before[same], after[same], "{same}");
    }
    assert_eq!(before["overflow"]["to_queue"], json!("loans"));
    let due: jiff::Timestamp = before["overflow"]["at"].as_str().unwrap().parse().unwrap();
    let asked: jiff::Timestamp = trial["at"].as_str().unwrap().parse().unwrap();
    assert!((1..=3_600).contains(&due.duration_since(asked).as_secs()), "{before}");
    assert_eq!(after["overflow"], Value::Null);
    assert_eq!((&before["callback"], &before["callback_from_s"]), (&json!("from"), &json!(90.0)));
    assert_eq!((&after["callback"], &after["callback_from_s"]), (&json!("none"), &Value::Null));
    assert_eq!((&before["ring_s"], &after["ring_s"]), (&json!(15.0), &json!(60.0)));
}

#[tokio::test]
async fn what_cannot_be_applied_is_refused_and_changes_nothing() {
    let house = House::open().await;
    let first = version(&house).await;
    let check = async |over: Option<&str>, body: Value, status: u16, about: &str| {
        let answer = propose(&house, Method::PUT, "/api/plan", over, body.clone()).await;
        assert_eq!(answer.status.as_u16(), status, "{body}: {}", answer.json());
        assert!(answer.json().to_string().contains(about), "{about:?} is not in {}", answer.json());
        assert_eq!(version(&house).await, first);
    };
    let any = Some("*");
    check(None, json!({"text": "harder"}), 400, "If-Match").await;
    check(Some("J-1"), json!({"text": "harder"}), 400, "If-Match").await;
    check(any, json!({}), 422, "either text").await;
    check(any, json!({"text": "harder", "version": "J-1"}), 422, "either text").await;
    check(any, json!({"version": "C-1"}), 422, "such as J-17").await;
    check(any, json!({"version": "J-1"}), 404, "no version J-1").await;
    let faults = json!([
        {"line": 3, "place": "queue cards", "key": "ring", "reason": "rings for ever"},
        {"file": "flows/main.flow", "line": 7, "reason": "leads nowhere"},
    ]);
    check(any, json!({"text": "faulty"}), 422, &faults.to_string()).await;
    check(any, json!({"text": Reads::LONG.repeat(1024)}), 422, "invalid-plan").await;
    check(any, json!({"text": Reads::LONG.repeat(8 * 1024)}), 413, "too-large").await;
}
