//! What agents do at the bank, and what waits for a second person.

use crate::customers::until;
use crate::house::{Answer, House, REGISTERED, request, send};
use crate::registry::HIDDEN;
use axum::body::Body;
use axum::http::{Method, header};
use centre::CustomerView;
use conditions::Authority;
use serde_json::{Value, json};
use trust::Role;

const PATH: &str = "/api/contacts/C-1/operations";

/// A customer whose number is known, offered to the agent.
async fn served() -> House {
    let mut house = House::open().await;
    house.ready(1).await;
    house.call("cards-line", Some(REGISTERED)).await;
    until(&house, 1, CustomerView::is_whole).await;
    house.post(Role::Agent, "/api/contacts/C-1/customer/cards/retry").await.ok();
    until(&house, 1, CustomerView::is_whole).await;
    house
}

fn asked(key: &str, operation: &str) -> Value {
    json!({"key": key.repeat(32), "operation": operation, "card": "990012…4564", "reason": "lost"})
}

async fn order(house: &House, body: Value) -> Answer {
    let asked = request(Method::POST, PATH, Some(house.token(Role::Agent)))
        .header(header::CONTENT_TYPE, "application/json");
    send(&house.router, asked.body(Body::from(body.to_string())).unwrap()).await
}

#[tokio::test]
async fn an_agent_does_what_the_rules_allow_and_is_told_why_not() {
    let house = served().await;
    let told = house.get(Role::Agent, PATH).await;
    let shown = told.ok();
    assert_eq!(shown["orders"], json!([]));
    let of = |operation: &str| {
        let proposals = shown["proposals"].as_array().unwrap();
        proposals
            .iter()
            .find(|one| one["operation"] == operation && one["card"] == "990012…4564")
            .unwrap()
            .clone()
    };
    let loss = of("report_loss");
    assert_eq!(
        (&loss["decision"], &loss["rule"], &loss["unmet"]),
        (&json!("alone"), &json!("protect"), &json!([]))
    );
    let raise = of("raise_limit");
    assert_eq!((&raise["decision"], &raise["rule"]), (&json!("refused"), &Value::Null));
    assert!(
        raise["unmet"].as_array().unwrap().contains(&json!({"condition": "level", "needs": "verified"})),
        "{raise}"
    );
    for hidden in HIDDEN {
        assert!(!told.body.contains(hidden), "what a mask hides is shown");
    }

    let done = order(&house, asked("a", "report_loss")).await.ok();
    assert_eq!(
        (&done["state"], &done["reference"], &done["rule"]),
        (&json!("done"), &json!("OP-1"), &json!("1:protect"))
    );
    let again = order(&house, asked("a", "report_loss")).await.ok();
    assert_eq!(again, done, "the same key is the same order");
    let other = order(&house, asked("a", "freeze")).await;
    assert_eq!(other.status, 409, "{}", other.body);
    let mut raise = asked("b", "raise_limit");
    raise["amount_minor"] = json!(6_000_000);
    raise["currency"] = json!("KRW");
    raise["until"] = json!("2099-01-01");
    let refused = order(&house, raise).await;
    assert_eq!(refused.status, 409);
    assert!(refused.json()["detail"].as_str().unwrap().contains("version 1"), "{}", refused.body);
    let told = house.get(Role::Supervisor, PATH).await.ok();
    assert_eq!((told["orders"].as_array().unwrap().len(), &told["proposals"]), (1, &json!([])));
}

#[tokio::test]
async fn what_is_beyond_an_agent_is_decided_by_a_second_person() {
    let house = served().await;
    house.centre.govern(
        Authority::read("authority 2\nrule both\n  do freeze\n  second person\n  level matched").unwrap(),
    );
    let waiting = order(&house, asked("c", "freeze")).await.ok();
    assert_eq!((&waiting["state"], &waiting["rule"]), (&json!("waiting"), &json!("2:both")));
    let listed = house.get(Role::Supervisor, "/api/operations").await.ok();
    assert_eq!((&listed["orders"][0]["key"], &listed["orders"][0]["own"]), (&waiting["key"], &json!(false)));
    let path = format!("{PATH}/{}", "c".repeat(32));
    let elsewhere = format!("/api/contacts/C-2/operations/{}/approval", "c".repeat(32));
    assert_eq!(house.post(Role::Supervisor, &elsewhere).await.status, 404);
    let decided = house.post(Role::Supervisor, &format!("{path}/approval")).await.ok();
    assert_eq!(decided["state"], "done");
    assert!(decided["decided_by"].as_str().unwrap().starts_with("U-"));
    let late = house.post(Role::Supervisor, &format!("{path}/refusal")).await;
    assert_eq!(late.status, 409, "{}", late.body);
    assert_eq!(house.get(Role::Supervisor, "/api/operations").await.ok()["orders"], json!([]));

    order(&house, asked("d", "freeze")).await.ok();
    let path = format!("{PATH}/{}/refusal", "d".repeat(32));
    assert_eq!(house.post(Role::Supervisor, &path).await.ok()["state"], "refused");
}

#[tokio::test]
async fn nobody_acts_for_customers_of_others_and_fields_are_checked() {
    let mut house = House::open().await;
    house.ready(2).await;
    house.call("cards-line", Some(REGISTERED)).await;
    until(&house, 1, CustomerView::is_whole).await;
    for answer in [house.get(Role::Agent, PATH).await, order(&house, asked("e", "freeze")).await] {
        assert_eq!(answer.status, 404, "{}", answer.body);
    }
    let check = async |field: &str, value: Value| {
        let mut body = asked("f", "freeze");
        body[field] = value;
        let answer = order(&house, body).await;
        assert_eq!(
            (answer.status.as_u16(), &answer.json()["field"]),
            (422, &json!(field)),
            "{}",
            answer.body
        );
    };
    check("key", json!("short")).await;
    check("operation", json!("fly")).await;
    check("until", json!("tomorrow")).await;
    check("amount_minor", json!(-1)).await;
    check("reason", json!("because")).await;
}
