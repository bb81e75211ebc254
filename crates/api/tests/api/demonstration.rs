//! A demonstration shows its sign-ins, a centre that serves shows nothing.

use crate::house::{House, request, send};
use api::demonstration::{Demonstration, Number, SignIn};
use axum::body::Body;
use axum::http::{Method, header};
use serde_json::json;
use trust::Role;
use vocabulary::{AgentId, Language};

#[tokio::test]
async fn a_demonstration_says_what_to_try_and_nothing_else_does() {
    let house = House::open().await;
    let ask = async |host: &str| {
        let request = request(Method::GET, "/api/demonstration", None).header(header::HOST, host);
        send(&house.router, request.body(Body::empty()).unwrap()).await
    };
    assert_eq!(ask("127.0.0.1:8080").await.status, 204);

    let (_, token) = house.trust.create_account("visitor", Role::Agent).await.unwrap();
    let clear = token.expose().to_owned();
    let agent =
        SignIn { role: Role::Agent, agent: Some(AgentId(7)), languages: vec![Language::Korean], token };
    let number = Number {
        called: "15881002".to_owned(),
        address: "sip:15881002@127.0.0.1:5060".to_owned(),
        language: Language::Korean,
    };
    house.demonstration.set(Demonstration { sign_ins: vec![agent], numbers: vec![number] }).unwrap();
    let answer = ask("127.0.0.1:8080").await;
    assert_eq!(answer.status, 200);
    let expected = json!({
        "sign_ins": [{"role": "agent", "agent": "A-7", "languages": ["ko"], "token": clear}],
        "numbers": [{"called": "15881002", "address": "sip:15881002@127.0.0.1:5060", "language": "ko"}],
    });
    assert_eq!(answer.json(), expected);
    // A stranger's site that points its name here reads nothing.
    assert_eq!(ask("rebound.example").await.status, 204);
}
