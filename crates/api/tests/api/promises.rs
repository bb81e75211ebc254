//! What agents promise customers, and what is open for a customer.

use crate::customers::until;
use crate::house::{Answer, Call, House, REGISTERED};
use axum::http::Method;
use centre::{CustomerView, Panel};
use serde_json::{Value, json};
use trust::{Role, Scope};
use vocabulary::{AgentId, Span, Time};

const AT_FIRST: &str = "/api/contacts/C-1/promises";
const VIEW: &str = "/api/contacts/C-1/customer";

/// A customer whose number is known, offered to the agent.
async fn served() -> (House, Call) {
    let mut house = House::open().await;
    house.ready(1).await;
    let call = house.call("cards-line", Some(REGISTERED)).await;
    until(&house, 1, CustomerView::is_whole).await;
    (house, call)
}

fn in_seconds(seconds: i64) -> String {
    let now: Time = jiff::Timestamp::now().into();
    (now + Span::seconds(seconds)).to_string()
}

fn promise(key: &str, due: &str, team: Option<&str>) -> Value {
    json!({"key": key.repeat(32), "text": "calls back with the rate", "due": due, "team": team})
}

async fn make(house: &House, token: &str, path: &str, body: Value) -> Answer {
    house.ask(token, Method::POST, path, Some(body)).await
}

async fn settle(house: &House, token: &str, key: &str, state: &str, reason: Option<&str>) -> Answer {
    let body = json!({"state": state, "reason": reason});
    house.ask(token, Method::PUT, &format!("/api/promises/{}", key.repeat(32)), Some(body)).await
}

/// Another agent, of the team of all.
async fn second(house: &House) -> String {
    let (account, token) = house.trust.make_account("other", Role::Agent, &Scope::Own, None).await.unwrap();
    house.trust.serve_as(account.id, Some(AgentId(2))).await.unwrap();
    token.expose().to_owned()
}

/// The view once so many promises are seen in it.
async fn sees(house: &House, contact: u64, promises: usize) {
    let is_seen = |view: &CustomerView| matches!(&view.work, Panel::Ready { value, .. } if value.promises.len() == promises);
    until(house, contact, is_seen).await;
}

fn due(listed: &Value) -> Vec<&str> {
    listed["promises"].as_array().unwrap().iter().map(|one| one["key"].as_str().unwrap()).collect()
}

#[tokio::test]
async fn a_promise_is_seen_at_the_next_contact_and_kept_or_not() {
    let (mut house, call) = served().await;
    let own = house.token(Role::Agent).to_owned();
    let later = in_seconds(3_600);
    let made = make(&house, &own, AT_FIRST, promise("a", &later, None)).await.ok();
    assert_eq!(
        (&made["agent"], &made["team"], &made["state"]),
        (&json!("A-1"), &Value::Null, &json!("open"))
    );
    // Sent twice it is promised once; its key is taken by nothing else.
    assert_eq!(make(&house, &own, AT_FIRST, promise("a", &later, None)).await.ok()["made"], made["made"]);
    sees(&house, 1, 1).await;
    let shown = house.get(Role::Agent, VIEW).await.ok();
    assert_eq!(shown["work"]["value"]["promises"][0]["text"], "calls back with the rate");

    // The customer calls again, and whoever looks at that contact sees it.
    house.hang_up(&call).await;
    house.settled().await;
    house.call("cards-line", Some(REGISTERED)).await;
    sees(&house, 2, 1).await;
    let at_second = "/api/contacts/C-2/promises";
    let chief = house.token(Role::Supervisor).to_owned();
    assert_eq!(due(&house.get(Role::Supervisor, at_second).await.ok()), ["a".repeat(32)]);
    assert_eq!(make(&house, &chief, at_second, promise("a", &later, None)).await.status, 409);
    let mine = house.get(Role::Agent, "/api/promises").await.ok();
    assert_eq!(
        (due(&mine), &mine["teams"]),
        (vec!["a".repeat(32).as_str()], &json!(["early & late", "all"]))
    );

    // What became of it takes a reason when it was not kept, counts, and is taken back.
    assert_eq!(settle(&house, &own, "a", "not_kept", None).await.status, 422);
    assert_eq!(settle(&house, &own, "a", "kept", Some("overlooked")).await.status, 422);
    let not = settle(&house, &own, "a", "not_kept", Some("unreachable")).await.ok();
    assert_eq!((&not["state"], &not["reason"]), (&json!("not_kept"), &json!("unreachable")));
    sees(&house, 2, 0).await;
    let figure = async || {
        let now = jiff::Timestamp::now().into();
        let facts = house.store.fed(Time(0), Time(i64::MAX), now).await.unwrap();
        facts.iter().map(|fact| (fact.numerator, fact.denominator)).collect::<Vec<_>>()
    };
    assert_eq!(figure().await, [(0.0, 1.0)]);
    assert_eq!(settle(&house, &own, "a", "open", None).await.ok()["settled"], Value::Null);
    assert_eq!(figure().await, [(0.0, 0.0)]);
    settle(&house, &own, "a", "kept", None).await.ok();
    assert_eq!(figure().await, [(1.0, 1.0)]);
    assert_eq!(house.get(Role::Agent, "/api/promises").await.ok()["promises"], json!([]));
    let all = house.get(Role::Supervisor, at_second).await.ok();
    assert_eq!(all["promises"][0]["state"], "kept");
}

#[tokio::test]
async fn a_promise_is_for_its_keeper_and_who_serves_the_customer() {
    let (house, _call) = served().await;
    let own = house.token(Role::Agent).to_owned();
    let other = second(&house).await;
    let later = in_seconds(3_600);
    for (key, team) in [("a", None), ("b", Some("all")), ("c", Some("early & late"))] {
        make(&house, &own, AT_FIRST, promise(key, &later, team)).await.ok();
    }
    for (field, refused) in [
        ("team", promise("d", &later, Some("nobody's"))),
        ("due", promise("d", &in_seconds(-1), None)),
        ("due", promise("d", &in_seconds(366 * 86_400), None)),
        ("due", promise("d", &in_seconds(365 * 86_400 + 60), None)),
        ("due", promise("d", "tomorrow", None)),
        ("key", promise("dd", &later, None)),
        ("text", json!({"key": "d".repeat(32), "text": "......", "due": later, "team": null})),
    ] {
        let answer = make(&house, &own, AT_FIRST, refused).await;
        assert_eq!(
            (answer.status.as_u16(), answer.json()["field"].as_str()),
            (422, Some(field)),
            "{}",
            answer.body
        );
    }
    // Who neither keeps it nor serves the customer finds nothing; a team's is everybody's in it.
    assert_eq!(house.ask(&other, Method::GET, AT_FIRST, None).await.status, 404);
    assert_eq!(make(&house, &other, AT_FIRST, promise("e", &later, None)).await.status, 404);
    let listed = house.ask(&other, Method::GET, "/api/promises", None).await.ok();
    assert_eq!((due(&listed), &listed["teams"]), (vec!["b".repeat(32).as_str()], &json!(["all"])));
    assert_eq!(settle(&house, &other, "a", "kept", None).await.status, 404);
    assert_eq!(settle(&house, &other, "c", "kept", None).await.status, 404);
    settle(&house, &other, "b", "kept", None).await.ok();
    assert_eq!(settle(&house, &other, "f", "kept", None).await.status, 404, "there is none");
    // Who leads them may as well.
    settle(&house, house.token(Role::Supervisor), "a", "kept", None).await.ok();
    let filter = store::audit::Filter {
        operation: Some("settle_promise".parse().unwrap()),
        ..store::audit::Filter::default()
    };
    let told = store::audit::list(house.store.db(), &filter).await.unwrap();
    let about = |placed: &store::audit::Placed| placed.entry.about.as_ref().map(ToString::to_string);
    let settled = |key: &str| told.iter().any(|placed| about(placed) == Some(key.repeat(32)));
    assert!(settled("a") && settled("b"), "it is on record which promise it was");
}

/// What is open and overdue counts as not kept, by the moment that is asked for; what is said of it later takes the
/// place of that. The contact's journal tells of each step, and of no word of it.
#[tokio::test]
async fn an_overdue_promise_counts_as_not_kept_and_each_step_stands_in_the_journal() {
    let (house, _call) = served().await;
    let own = house.token(Role::Agent).to_owned();
    let made = make(&house, &own, AT_FIRST, promise("a", &in_seconds(365 * 86_400 - 60), None)).await.ok();
    let due: Time = made["due"].as_str().unwrap().parse::<jiff::Timestamp>().unwrap().into();
    let figure = async |as_of: Time| {
        let facts = house.store.fed(Time(0), Time(i64::MAX), as_of).await.unwrap();
        assert!(facts.iter().all(|fact| fact.indicator == "promise_kept"));
        facts
            .iter()
            .map(|fact| (fact.numerator, fact.denominator))
            .fold((0.0, 0.0), |a, b| (a.0 + b.0, a.1 + b.1))
    };
    let (before, at, after) = (due - Span::seconds(1), due, due + Span::seconds(1));
    for (as_of, expected) in [(before, (0.0, 0.0)), (at, (0.0, 0.0)), (after, (0.0, 1.0))] {
        assert_eq!(figure(as_of).await, expected, "{as_of}");
    }
    let out = house.store.fed(Time(0), due, after).await.unwrap();
    assert!(out.is_empty(), "it counts at its date alone");
    for (state, reason, expected) in
        [("kept", None, (1.0, 1.0)), ("open", None, (0.0, 1.0)), ("not_kept", Some("overlooked"), (0.0, 1.0))]
    {
        settle(&house, &own, "a", state, reason).await.ok();
        assert_eq!(figure(after).await, expected, "{state}");
    }
    house.settled().await;
    let journal = house.get(Role::Supervisor, "/api/contacts/C-1/journal").await;
    let told = journal.ok();
    let steps: Vec<&str> = told["entries"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|entry| entry["kind"] == "promise")
        .map(|entry| entry["step"].as_str().unwrap())
        .collect();
    assert_eq!(steps, ["made", "kept", "reopened", "not_kept"]);
    assert!(!journal.body.contains("calls back"), "what was promised stays sealed");
}
