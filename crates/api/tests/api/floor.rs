//! Agents, queues, health.

use crate::house::{CALLER, House, request, send};
use axum::body::Body;
use axum::http::Method;
use serde_json::{Value, json};
use trust::Role;

fn agent(list: &Value, id: &str) -> Value {
    list["agents"].as_array().unwrap().iter().find(|agent| agent["id"] == id).unwrap().clone()
}

#[tokio::test]
async fn agents_are_made_ready_and_not_ready() {
    let house = House::open().await;
    let check = async |wish: Value, state: &str, reason: Value| {
        let after = house.put(Role::Supervisor, "/api/agents/A-2/state", &wish.to_string()).await.ok();
        assert_eq!((&after["state"], &after["not_ready"]), (&json!(state), &reason), "{wish}");
        let list = house.get(Role::Viewer, "/api/agents").await.ok();
        assert_eq!(agent(&list, "A-2"), after);
        assert_eq!(agent(&list, "A-1")["not_ready"], "signed_out");
    };
    for _ in 0..2 {
        check(json!({"ready": true}), "ready", Value::Null).await;
    }
    check(json!({"ready": false, "reason": "pause"}), "not_ready", json!("pause")).await;
    check(json!({"ready": false, "reason": "supervisor"}), "not_ready", json!("supervisor")).await;
}

#[tokio::test]
async fn who_serves_finishes_first() {
    let mut house = House::open().await;
    house.ready(1).await;
    let call = house.call("cards-line", Some(CALLER)).await;
    house.pick_up().await;
    let pause = r#"{"ready": false, "reason": "pause"}"#;
    let after = house.put(Role::Supervisor, "/api/agents/1/state", pause).await.ok();
    assert_eq!(
        (&after["state"], &after["contact"], &after["not_ready"]),
        (&json!("talking"), &json!("C-1"), &json!("pause"))
    );
    house.hang_up(&call).await;
    let list = house.get(Role::Viewer, "/api/agents").await.ok();
    assert_eq!(agent(&list, "A-1")["state"], "not_ready");
}

#[tokio::test]
async fn queues_show_who_waits_and_what_shares_are_made_of() {
    let mut house = House::open().await;
    house.ready(1).await;
    house.call("cards-line", Some(CALLER)).await;
    house.pick_up().await;
    let gone = house.call("cards-line", Some(CALLER)).await;
    house.call("cards-line", Some(CALLER)).await;
    house.hang_up(&gone).await;
    let list = house.get(Role::Viewer, "/api/queues").await.ok();
    let [cards, loans] = list["queues"].as_array().unwrap().as_slice() else { panic!("{list}") };
    assert_eq!(
        (&cards["name"], &cards["waiting"], &loans["waiting"]),
        (&json!("cards"), &json!(1), &json!(0))
    );
    assert!(cards["longest_wait"].as_f64() > Some(0.0));
    assert_eq!(cards["service_level_within"], 15.0);
    let share = |numerator: u64, denominator: u64| {
        let value = (denominator > 0).then(|| numerator as f64 / denominator as f64);
        json!({"numerator": numerator, "denominator": denominator, "value": value})
    };
    let today = &cards["today"];
    assert_eq!(
        (&today["offered"], &today["answered"], &today["abandoned"]),
        (&json!(3), &json!(1), &json!(1))
    );
    assert_eq!((&today["service_level"], &today["abandonment"]), (&share(1, 3), &share(1, 3)));
    assert_eq!(loans["today"]["service_level"], share(0, 0));
    assert_eq!(&list["today"], today, "no other queue had contacts");
}

#[tokio::test]
async fn everybody_may_ask_whether_the_centre_serves() {
    let mut house = House::open().await;
    house.ready(1).await;
    house.call("cards-line", Some(CALLER)).await;
    house.call("cards-line", Some(CALLER)).await;
    house.pick_up().await;
    let ask = async || {
        let request = request(Method::GET, "/healthz", None).body(Body::empty()).unwrap();
        send(&house.router, request).await
    };
    let healthy = ask().await.ok();
    let expected = json!({
        "status": "ok", "version": env!("CARGO_PKG_VERSION"), "epoch": "E-1",
        "journal": {"state": "writing", "lost": 0},
        "calls": {"in_flow": 0, "waiting": 1, "talking": 1},
    });
    assert_eq!(healthy, expected);

    house.centre.stop().await;
    let stopped = ask().await;
    assert_eq!((stopped.status.as_u16(), stopped.header("content-type")), (503, "application/json"));
    assert_eq!((&stopped.json()["status"], &stopped.json()["calls"]), (&json!("refusing"), &Value::Null));
}

#[tokio::test]
async fn a_supervisor_says_when_an_agent_leaves() {
    let house = House::open().await;
    let put =
        async |body: Value| house.put(Role::Supervisor, "/api/agents/A-2/shift", &body.to_string()).await;
    let told = put(json!({"ends": "2100-01-01T00:00:00Z"})).await.ok();
    assert_eq!(told["shift_ends"], "2100-01-01T00:00:00.000Z");
    assert_eq!(told["last_offer"], "2099-12-31T23:50:00.000Z", "ten minutes before");
    let told = put(json!({"ends": null})).await.ok();
    assert_eq!((&told["shift_ends"], &told["last_offer"]), (&Value::Null, &Value::Null));
    for (body, field) in [(json!({"ends": "later"}), "ends"), (json!({"at": null}), "at")] {
        let refused = put(body).await;
        assert_eq!((refused.status.as_u16(), &refused.json()["field"]), (422, &json!(field)));
    }
    let nobody = house.put(Role::Supervisor, "/api/agents/A-99/shift", "{\"ends\": null}").await;
    assert_eq!(nobody.status.as_u16(), 404);
}
