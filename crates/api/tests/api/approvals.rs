//! What waits for a second person, over HTTP.

use crate::house::{Answer, House};
use axum::http::Method;
use serde_json::{Value, json};
use store::audit::{self, Filter, Outcome};
use trust::{Role, Token};

const CHOSEN: &str = "correct horse battery";

/// A second administrator.
async fn second(house: &House) -> Token {
    house.trust.create_account("second", Role::Administrator).await.unwrap().1
}

async fn asks(house: &House, method: Method, path: &str, body: Option<Value>) -> Answer {
    house.ask(house.token(Role::Administrator), method, path, body).await
}

async fn waits(house: &House, method: Method, path: &str, body: Option<Value>) -> String {
    let asked = asks(house, method, path, body).await;
    assert_eq!(asked.status, 202, "{}", asked.body);
    format!("/api/approvals/{}", asked.json()["approval"].as_str().unwrap())
}

#[tokio::test]
async fn an_administrator_is_made_by_two_and_once() {
    let house = House::open().await;
    let wanted = || Some(json!({"name": "ann", "role": "administrator"}));
    let alone = asks(&house, Method::POST, "/api/accounts", wanted()).await;
    assert_eq!(alone.status, 409, "there is nobody to approve it: {}", alone.body);
    let second = second(&house).await;
    let path = waits(&house, Method::POST, "/api/accounts", wanted()).await;
    let approve = format!("{path}/approval");
    let other = async |path: &str| house.ask(second.expose(), Method::POST, path, None).await;

    assert_eq!(asks(&house, Method::POST, &approve, None).await.status, 409, "not by who asked");
    for role in [Role::Supervisor, Role::PrivacyOfficer] {
        assert_eq!(house.post(role, &approve).await.status, 403, "{role}");
        assert_eq!(house.get(role, "/api/approvals").await.ok()["approvals"], json!([]), "{role}");
    }
    let outcome = format!("{path}/outcome");
    assert_eq!(asks(&house, Method::POST, &outcome, None).await.status, 409, "not before it is approved");
    let again = asks(&house, Method::POST, "/api/accounts", wanted()).await;
    assert_eq!(again.status, 409, "it waits already");
    let listed = house.ask(second.expose(), Method::GET, "/api/approvals", None).await.ok();
    let shown = &listed["approvals"][0];
    assert_eq!(
        (&shown["operation"], &shown["subject"], &shown["decidable"], &shown["asked_by"]),
        (&json!("administrator.make"), &json!("ann"), &json!(true), &json!("administrator"))
    );
    assert!(house.trust.accounts().await.unwrap().iter().all(|row| row.account.name != "ann"), "not yet");

    let approved = other(&approve).await.ok();
    assert_eq!((&approved["state"], &approved["decided_by"]), (&json!("approved"), &json!("second")));
    assert_eq!(other(&approve).await.status, 409, "it is decided");
    assert_eq!(other(&outcome).await.status, 404, "the secret is for who asked");
    let listed = asks(&house, Method::GET, "/api/approvals", None).await.ok();
    assert_eq!(listed["approvals"][0]["fetchable"], true);
    let fetched = asks(&house, Method::POST, &outcome, None).await.ok();
    assert_eq!(asks(&house, Method::POST, &outcome, None).await.status, 409, "it runs once");
    let body = json!({"name": "ann", "password": fetched["password"], "new_password": CHOSEN});
    let ann = house.ask("", Method::POST, "/api/session", Some(body)).await.ok();
    assert_eq!(ann["account"]["role"], "administrator");

    // Who asked, who approved and that it was done is on record, each with its entry.
    let told = async |operation: &str| {
        let filter = Filter { operation: Some(operation.parse().unwrap()), ..Filter::default() };
        let all = audit::list(house.store.db(), &filter).await.unwrap();
        let allowed = all.into_iter().filter(|placed| placed.entry.outcome == Outcome::Allowed);
        allowed.filter_map(|placed| placed.entry.about).map(|about| about.to_string()).collect::<Vec<_>>()
    };
    assert_eq!(told("administrator.make").await, ["F-1:ann"]);
    assert!(told("approve").await.contains(&"F-1".to_owned()));
}

#[tokio::test]
async fn administrators_are_ended_and_reset_by_two() {
    let house = House::open().await;
    let second = second(&house).await;
    let (ann, anns) = house.trust.create_account("ann", Role::Administrator).await.unwrap();
    let decide = async |path: &str, how: &str| {
        house.ask(second.expose(), Method::POST, &format!("{path}/{how}"), None).await
    };
    let ends = format!("/api/accounts/{}", ann.id);
    let path = waits(&house, Method::DELETE, &ends, None).await;
    assert_eq!(decide(&path, "refusal").await.ok()["state"], "refused");
    house.ask(anns.expose(), Method::GET, "/api/accounts", None).await.ok();
    let path = waits(&house, Method::DELETE, &ends, None).await;
    assert_eq!(asks(&house, Method::DELETE, &path, None).await.status, 204, "withdrawn");
    assert_eq!(decide(&path, "approval").await.status, 409);

    let path = waits(&house, Method::POST, &format!("{ends}/password"), None).await;
    let reach = Some(json!({"reach": "own"}));
    assert_eq!(asks(&house, Method::PUT, &format!("{ends}/reach"), reach).await.status, 409, "nor kept out");
    assert_eq!(asks(&house, Method::DELETE, &format!("{ends}/factor"), None).await.status, 409);
    decide(&path, "approval").await.ok();
    let fetched = asks(&house, Method::POST, &format!("{path}/outcome"), None).await.ok();
    assert_eq!(fetched["account"], ann.id.to_string());

    let path = waits(&house, Method::DELETE, &ends, None).await;
    assert_eq!(
        decide(&path, "approval").await.ok()["state"],
        "done",
        "it gives nothing out: it runs at once"
    );
    assert_eq!(house.ask(anns.expose(), Method::GET, "/api/accounts", None).await.status, 401);
    assert_eq!(asks(&house, Method::DELETE, &ends, None).await.status, 404);

    let path = waits(&house, Method::POST, "/api/emergency/seal", None).await;
    decide(&path, "approval").await.ok();
    let sealed = asks(&house, Method::POST, &format!("{path}/outcome"), None).await.ok();
    assert_eq!(sealed["name"], "emergency");
    let listed = house.ask(second.expose(), Method::GET, "/api/approvals", None).await.ok();
    assert!(!listed.to_string().contains(sealed["secret"].as_str().unwrap()));

    // What fails has failed, and is not tried again.
    let wanted = Some(json!({"name": "eve", "role": "administrator"}));
    let path = waits(&house, Method::POST, "/api/accounts", wanted).await;
    house.trust.create_account("eve", Role::Viewer).await.unwrap();
    decide(&path, "approval").await.ok();
    assert_eq!(asks(&house, Method::POST, &format!("{path}/outcome"), None).await.status, 409);
    let listed = asks(&house, Method::GET, "/api/approvals", None).await.ok();
    assert_eq!(listed["approvals"][0]["state"], "failed");
    assert_eq!(asks(&house, Method::POST, &format!("{path}/outcome"), None).await.status, 409);
}

#[tokio::test]
async fn who_has_an_account_in_hand_is_no_second_person() {
    let house = House::open().await;
    let second = second(&house).await;
    let wanted = |name: &str| Some(json!({"name": name, "role": "administrator"}));
    let as_second = async |path: &str| house.ask(second.expose(), Method::POST, path, None).await;
    let path = waits(&house, Method::POST, "/api/accounts", wanted("ann")).await;
    as_second(&format!("{path}/approval")).await.ok();
    let fetched = asks(&house, Method::POST, &format!("{path}/outcome"), None).await.ok();
    let body = json!({"name": "ann", "password": fetched["password"], "new_password": CHOSEN});
    house.ask("", Method::POST, "/api/session", Some(body)).await.ok();
    let ann =
        house.trust.accounts().await.unwrap().into_iter().find(|row| row.account.name == "ann").unwrap();
    let anns = house.trust.replace_token(ann.account.id).await.unwrap();

    // Ann's account was in the hand of who asked for it; who approved it had nothing of it.
    let path = waits(&house, Method::POST, "/api/accounts", wanted("eve")).await;
    let refused = house.ask(anns.expose(), Method::POST, &format!("{path}/approval"), None).await;
    assert_eq!(refused.status, 409, "{}", refused.body);
    let detail = refused.json()["detail"].as_str().unwrap().to_owned();
    assert!(detail.contains("within 90 days") && detail.contains("let somebody else approve it"), "{detail}");
    as_second(&format!("{path}/approval")).await.ok();
    let asked = house.ask(anns.expose(), Method::POST, "/api/accounts", wanted("max")).await;
    assert_eq!(asked.status, 202, "{}", asked.body);
    let path = format!("/api/approvals/{}", asked.json()["approval"].as_str().unwrap());
    assert_eq!(asks(&house, Method::POST, &format!("{path}/approval"), None).await.status, 409);
    as_second(&format!("{path}/approval")).await.ok();

    // Without somebody else nobody is asked.
    let listed = house.trust.accounts().await.unwrap();
    let second = listed.iter().find(|row| row.account.name == "second").unwrap();
    house.trust.revoke(second.account.id).await.unwrap();
    let alone = asks(&house, Method::POST, "/api/accounts", wanted("zoe")).await;
    assert_eq!(alone.status, 409, "{}", alone.body);
    assert!(alone.json()["detail"].as_str().unwrap().contains("heliotrope account add"), "{}", alone.body);
}
