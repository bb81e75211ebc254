//! Who is on the line: found by what the caller says, bound to the contact, taken back; and callers who are
//! somebody else.

use crate::customers::until;
use crate::house::{Answer, CALLER, House, REGISTERED, SHARED, request, send, soon};
use crate::registry::HIDDEN;
use crate::screens::{Page, Served};
use axum::body::Body;
use axum::http::{Method, header};
use centre::CustomerView;
use centre::testing::Act;
use serde_json::{Value, json};
use trust::Role;
use vocabulary::voice::Event;

const FIND: &str = "/api/contacts/C-1/customers/find";
const OPERATIONS: &str = "/api/contacts/C-1/operations";

async fn asked(house: &House, path: &str, body: &str) -> Answer {
    let asked = request(Method::POST, path, Some(house.token(Role::Agent)))
        .header(header::CONTENT_TYPE, "application/json");
    send(&house.router, asked.body(Body::from(body.to_owned())).unwrap()).await
}

async fn find(house: &House, body: Value) -> Answer {
    asked(house, FIND, &body.to_string()).await
}

/// The first agent talks, at the page, with who calls from this number; how the contact stood when it rang.
pub async fn talks(house: &mut House, served: &Served, caller: Option<&str>) -> (Page, Value) {
    let token = house.token(Role::Agent).to_owned();
    let (mut page, _) = served.window(&token, "desk").await;
    page.does(json!({"type": "ready"})).await;
    page.is("ready").await;
    house.call("cards-line", caller).await;
    let ring = page.told("ring").await["contact"].clone();
    page.does(json!({"type": "answer", "contact": "C-1"})).await;
    let leg = loop {
        if let Act::Answer(_, leg) = soon(house.node.acts.recv()).await.unwrap() {
            break leg;
        }
    };
    house.node.report(Event::Answered { leg }).await;
    page.told("connected").await;
    page.is("talking").await;
    (page, ring)
}

#[tokio::test]
async fn who_withholds_the_number_is_found_bound_and_taken_back() {
    let mut house = House::open().await;
    let served = Served::open(&house).await;
    let (mut page, ring) = talks(&mut house, &served, None).await;
    assert_eq!(
        (&ring["level"], &ring["known"]["how"], &ring["view"]),
        (&json!("unknown"), &Value::Null, &Value::Null)
    );

    for (body, count) in [
        (json!({"by": "telephone", "number": REGISTERED}), 1),
        (json!({"by": "document", "number": "M 1234-5678"}), 1),
        (json!({"by": "document", "number": "ｍ１２３４５６７８"}), 1),
        (json!({"by": "card", "number": "9900 1200 0123 4564"}), 1),
        (json!({"by": "name", "text": " kim minjun "}), 1),
        (json!({"by": "name", "text": "김", "born": "1985-05-12"}), 1),
        (json!({"by": "name", "text": "이"}), 0),
        (json!({"by": "caller"}), 0),
    ] {
        let answer = find(&house, body.clone()).await;
        let found = answer.ok();
        assert_eq!(
            (&found["count"], found["customers"].as_array().unwrap().len()),
            (&json!(count), count),
            "{body}"
        );
        if count == 1 {
            assert_eq!(found["customers"][0]["customer"], "k-7");
            assert_eq!(found["customers"][0]["identity"]["name"], "김**");
        }
        for hidden in HIDDEN {
            assert!(!answer.body.contains(hidden), "what a mask hides is shown");
        }
    }
    let many = find(&house, json!({"by": "name", "text": "김"})).await.ok();
    assert_eq!(many, json!({"count": 47, "customers": []}), "more than can be shown: say more");
    let late = find(&house, json!({"by": "name", "text": "박"})).await;
    assert_eq!((late.status.as_u16(), &late.json()["ready_percent"]), (503, &json!(37)), "{}", late.body);
    assert!(late.headers.contains_key(header::RETRY_AFTER));

    // Nobody is bound who was not found for this contact.
    let bind = |customer: &str| json!({"type": "identify", "contact": "C-1", "customer": customer});
    assert_eq!(page.is_refused(bind("k-8")).await, "conflict");
    assert_eq!(page.is_refused(json!({"type": "undo_identify", "contact": "C-1"})).await, "conflict");
    page.does(bind("k-7")).await;
    let known = page.told("level").await;
    assert_eq!((&known["level"], &known["known"]["how"]), (&json!("identified"), &json!("agent")));
    let welcome = page.told("welcome").await;
    assert_eq!(welcome["contact"]["view"]["customer"], "k-7");

    // Each operation names the level it needs: what protects may be done, the rest says what is missing.
    until(&house, 1, CustomerView::is_whole).await;
    house.post(Role::Agent, "/api/contacts/C-1/customer/cards/retry").await.ok();
    until(&house, 1, CustomerView::is_whole).await;
    let told = house.get(Role::Agent, OPERATIONS).await.ok();
    let of = |what: &str| {
        told["proposals"].as_array().unwrap().iter().find(|one| one["operation"] == what).unwrap()
    };
    assert_eq!(of("report_loss")["decision"], "alone");
    assert!(
        of("raise_limit")["unmet"]
            .as_array()
            .unwrap()
            .contains(&json!({"condition": "level", "needs": "verified"}))
    );

    page.does(json!({"type": "undo_identify", "contact": "C-1"})).await;
    assert_eq!(page.told("level").await["level"], "unknown");
    assert_eq!(page.told("welcome").await["contact"]["view"], Value::Null);
    assert_eq!(house.get(Role::Agent, "/api/contacts/C-1/customer").await.status, 404);

    // Once something was done it stays the customer's.
    page.does(bind("k-7")).await;
    until(&house, 1, CustomerView::is_whole).await;
    let order =
        json!({"key": "a".repeat(32), "operation": "freeze", "card": "990012…4564", "reason": "suspicion"});
    asked(&house, OPERATIONS, &order.to_string()).await.ok();
    assert_eq!(page.is_refused(json!({"type": "undo_identify", "contact": "C-1"})).await, "conflict");
}

#[tokio::test]
async fn what_is_looked_for_is_checked_and_repeated_nowhere() {
    let mut house = House::open().await;
    let served = Served::open(&house).await;
    let (_page, _) = talks(&mut house, &served, Some(CALLER)).await;
    for (body, field) in [
        (r#"{"by": "card", "number": "9900120001234565"}"#, "number"),
        (r#"{"by": "card", "number": 9900120001234564}"#, "by"),
        (r#"{"by": "document", "number": "9900/20001234564"}"#, "number"),
        (r#"{"by": "telephone", "number": "99001200012345641"}"#, "number"),
        (r#"{"by": "name", "text": ""}"#, "text"),
        (r#"{"by": "name", "text": "a"}"#, "text"),
        (r#"{"by": "name", "text": "Young", "born": "9900120001234564"}"#, "born"),
        (r#"{"by": "9900120001234564"}"#, "by"),
        (r#"{"by": "card", "number": "9900120001234564", "more": 1}"#, "by"),
    ] {
        let answer = asked(&house, FIND, body).await;
        assert_eq!(
            (answer.status.as_u16(), &answer.json()["field"]),
            (422, &json!(field)),
            "{body}: {}",
            answer.body
        );
        assert!(!answer.body.contains("200012345"), "a refusal repeats what was looked for: {}", answer.body);
    }
    // With a contact of one's own, and while its customer is on the line.
    for path in ["/api/contacts/C-2/customers/find", "/api/contacts/C-99/customers/find"] {
        assert_eq!(asked(&house, path, r#"{"by": "caller"}"#).await.status, 404);
    }
}

#[tokio::test]
async fn each_customer_who_is_found_counts_as_looked_at() {
    let mut house = House::open().await;
    let served = Served::open(&house).await;
    let (_page, _) = talks(&mut house, &served, None).await;
    find(&house, json!({"by": "card", "number": "9900120001234564"})).await.ok();
    find(&house, json!({"by": "name", "text": "김"})).await.ok();
    let listed = house.get(Role::PrivacyOfficer, "/api/audit?operation=find_customer").await;
    let entries = listed.ok()["entries"].as_array().unwrap().clone();
    let told: Vec<(&Value, &Value, &Value)> =
        entries.iter().map(|entry| (&entry["kind"], &entry["about"], &entry["customer"])).collect();
    let look = &json!("look");
    for expected in [
        (look, &json!("by_card:1"), &Value::Null),
        (look, &json!("found"), &json!("k-7")),
        (look, &json!("by_name:many"), &Value::Null),
    ] {
        assert!(told.contains(&expected), "{told:?}");
    }
    assert!(!listed.body.contains("김") && !listed.body.contains("4564"), "what was looked for is on record");
}

#[tokio::test]
async fn of_several_on_one_number_none_is_shown_before_somebody_chooses() {
    let mut house = House::open().await;
    let served = Served::open(&house).await;
    let (mut page, ring) = talks(&mut house, &served, Some(SHARED)).await;
    assert_eq!(ring["view"], Value::Null);
    assert_eq!(house.get(Role::Agent, "/api/contacts/C-1/customer").await.status, 404);
    assert!(!ring.to_string().contains("k-7") && !ring.to_string().contains("김"), "{ring}");
    let found = find(&house, json!({"by": "caller"})).await.ok();
    let names: Vec<&Value> =
        found["customers"].as_array().unwrap().iter().map(|one| &one["customer"]).collect();
    assert_eq!(names, [&json!("k-7"), &json!("k-8")]);
    page.does(json!({"type": "identify", "contact": "C-1", "customer": "k-8"})).await;
    let known = loop {
        let known = page.told("level").await;
        if known["level"] == "identified" {
            break known;
        }
    };
    assert_eq!(known["known"], json!({"how": "agent", "third_party": false, "holders": 2}));
}

#[tokio::test]
async fn a_caller_who_is_not_the_holder_hears_little_and_protects_only() {
    let mut house = House::open().await;
    let served = Served::open(&house).await;
    let (mut page, _) = talks(&mut house, &served, Some(REGISTERED)).await;
    until(&house, 1, CustomerView::is_whole).await;
    house.post(Role::Agent, "/api/contacts/C-1/customer/cards/retry").await.ok();
    until(&house, 1, CustomerView::is_whole).await;
    page.does(json!({"type": "third_party", "contact": "C-1", "is": true})).await;
    let narrow = loop {
        let welcome = page.told("welcome").await;
        if welcome["contact"]["known"]["third_party"] == true {
            break welcome["contact"]["view"].clone();
        }
    };
    let read = house.get(Role::Agent, "/api/contacts/C-1/customer").await.ok();
    for view in [&narrow, &read] {
        assert_eq!(view["identity"]["value"]["name"], "김**");
        assert_eq!(
            (&view["identity"]["value"]["document"], &view["identity"]["value"]["birthday_hidden"]),
            (&Value::Null, &Value::Null)
        );
        assert_eq!(
            (&view["cards"]["value"][0]["number"], &view["cards"]["value"][0]["limit_minor"]),
            (&json!("990012…4564"), &Value::Null)
        );
        for panel in [
            "accounts",
            "transactions",
            "bills",
            "limits",
            "holdings",
            "journeys",
            "contacts",
            "points",
            "locks",
            "preferences",
            "life_events",
            "work",
        ] {
            assert_eq!(view[panel], json!({"state": "withheld"}), "{panel}");
        }
    }
    let unmask = json!({"field": "name", "shown": "김**", "purpose": "service", "reason": "asked for it"});
    assert_eq!(asked(&house, "/api/contacts/C-1/unmasking", &unmask.to_string()).await.status, 409);
    assert_eq!(house.get(Role::Agent, "/api/contacts/C-1/promises").await.status, 409);
    assert_eq!(
        page.is_refused(json!({"type": "secure_entry", "contact": "C-1", "what": "pin"})).await,
        "conflict"
    );

    let told = house.get(Role::Agent, OPERATIONS).await.ok();
    for proposal in told["proposals"].as_array().unwrap() {
        let protects = ["report_loss", "freeze"].contains(&proposal["operation"].as_str().unwrap());
        assert_eq!(proposal["decision"] == "alone", protects, "{proposal}");
        assert_eq!(
            proposal["unmet"].as_array().unwrap().contains(&json!({"condition": "holder"})),
            !protects
        );
    }
    page.does(json!({"type": "third_party", "contact": "C-1", "is": false})).await;
    let whole = page.told("welcome").await;
    assert_eq!(whole["contact"]["view"]["accounts"]["state"], "ready");
}
