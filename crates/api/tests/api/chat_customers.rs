//! The customer of a chat: shown, found and acted for as a caller is, by who has the chat in hand and nobody else.

use crate::chats::{house, opens};
use crate::customers::until;
use crate::house::{Answer, CALLER, House, customer, request, send, soon};
use crate::screens::{Page, Served};
use axum::body::Body;
use axum::http::{Method, header};
use centre::CustomerView;
use serde_json::{Value, json};
use trust::Role;
use vocabulary::{AgentId, Span, Time};

/// The first agent's page, ready for chats.
async fn ready(house: &House, served: &Served) -> Page {
    let (mut page, _) = served.window(house.token(Role::Agent), "desk").await;
    page.told("phone").await;
    page.does(json!({"type": "ready"})).await;
    page
}

/// Returns the chat once the page is told so of it, whatever it is told before.
async fn chat(page: &mut Page, contact: &str, fits: impl Fn(&Value) -> bool) -> Value {
    loop {
        let told = page.told("chat").await["chat"].clone();
        if told["id"] == contact && fits(&told) {
            return told;
        }
    }
}

/// Opens a chat and accepts it; its contact.
async fn talks(house: &House, page: &mut Page, whose: Option<&str>) -> String {
    let contact = opens(house, whose).await.contact;
    page.does(json!({"type": "accept", "contact": contact})).await;
    chat(page, &contact, |chat| chat["phase"] == "talking").await;
    contact
}

async fn asked(house: &House, token: &str, path: &str, body: Value) -> Answer {
    let asked = request(Method::POST, path, Some(token)).header(header::CONTENT_TYPE, "application/json");
    send(&house.router, asked.body(Body::from(body.to_string())).unwrap()).await
}

fn number(contact: &str) -> u64 {
    contact.strip_prefix("C-").unwrap().parse().unwrap()
}

#[tokio::test]
async fn the_customer_of_a_chat_is_shown_and_served_as_a_caller_is() {
    let mut house = house().await;
    let served = Served::open(&house).await;
    let mut page = ready(&house, &served).await;
    let opened = opens(&house, Some(customer().as_str())).await.contact;
    let offered = chat(&mut page, &opened, |chat| chat["view"] != Value::Null).await;
    assert_eq!(
        (&offered["level"], &offered["known"]["how"], &offered["view"]["customer"]),
        (&json!("matched"), &json!("invitation"), &json!("k-7"))
    );
    page.does(json!({"type": "accept", "contact": opened})).await;
    until(&house, number(&opened), CustomerView::is_whole).await;
    // What failed is asked for again, and comes by a frame that names its contact.
    page.does(json!({"type": "view_again", "contact": opened, "panel": "cards"})).await;
    let cards = loop {
        let view = page.told("view").await;
        if view["panel"] == "cards" && view["value"]["state"] == "ready" {
            break view;
        }
    };
    assert_eq!(
        (&cards["contact"], &cards["value"]["value"][0]["number"]),
        (&json!(opened), &json!("990012…4564"))
    );

    // A call beside it is about somebody else, and changes nothing of that.
    house.call("cards-line", Some(CALLER)).await;
    let ring = page.told("ring").await["contact"].clone();
    assert_eq!((&ring["level"], &ring["view"]), (&json!("unknown"), &Value::Null));

    // What protects may be done; what takes more than a chat can prove says so.
    let path = format!("/api/contacts/{opened}/operations");
    let told = house.get(Role::Agent, &path).await.ok();
    let of = |what: &str| {
        told["proposals"].as_array().unwrap().iter().find(|one| one["operation"] == what).unwrap()
    };
    assert_eq!(of("freeze")["decision"], "alone");
    let needs = json!({"condition": "level", "needs": "verified"});
    assert!(of("raise_limit")["unmet"].as_array().unwrap().contains(&needs));
    let order =
        json!({"key": "a".repeat(32), "operation": "freeze", "card": "990012…4564", "reason": "suspicion"});
    let ordered = asked(&house, house.token(Role::Agent), &path, order).await.ok();
    assert_eq!((&ordered["contact"], house.ordered()), (&json!(opened), 1));

    // Of somebody else than the customer little is shown, until it is the customer after all.
    for (is, state) in [(true, "withheld"), (false, "ready")] {
        page.does(json!({"type": "third_party", "contact": opened, "is": is})).await;
        let told = chat(&mut page, &opened, |chat| chat["known"]["third_party"] == is).await;
        assert_eq!(told["view"]["accounts"]["state"], state);
    }
    // No secret is keyed in and no number called in a chat.
    for frame in [
        json!({"type": "secure_entry", "contact": opened, "what": "pin"}),
        json!({"type": "call_registered", "contact": opened}),
        json!({"type": "hold", "contact": opened}),
    ] {
        page.is_refused(frame).await;
    }

    // Loaded anew, the page has it all again.
    let (_page, welcome) = served.window(house.token(Role::Agent), "desk").await;
    assert_eq!(welcome["chats"][0]["view"]["customer"], "k-7");
    assert_eq!(welcome["chats"][0]["view"]["accounts"]["state"], "ready");
    // Who looked at whom is on record, a moment later.
    soon(async {
        loop {
            let listed = house.get(Role::PrivacyOfficer, "/api/audit?customer=k-7&kind=look").await.ok();
            let looks = listed["entries"].as_array().unwrap();
            if looks
                .iter()
                .any(|entry| entry["contact"] == json!(opened) && entry["operation"] == "desk:show_customer")
            {
                break;
            }
        }
    })
    .await;
    served.close().await;
}

#[tokio::test]
async fn who_writes_is_found_bound_and_taken_back() {
    let house = house().await;
    let served = Served::open(&house).await;
    let mut page = ready(&house, &served).await;
    let one = talks(&house, &mut page, None).await;
    let find = format!("/api/contacts/{one}/customers/find");
    let found = asked(&house, house.token(Role::Agent), &find, json!({"by": "name", "text": "kim minjun"}));
    assert_eq!(found.await.ok()["customers"][0]["customer"], "k-7");
    page.does(json!({"type": "identify", "contact": one, "customer": "k-7"})).await;
    let known = chat(&mut page, &one, |chat| chat["level"] == "identified").await;
    assert_eq!((&known["known"]["how"], &known["view"]["customer"]), (&json!("agent"), &json!("k-7")));
    page.does(json!({"type": "undo_identify", "contact": one})).await;
    let known = chat(&mut page, &one, |chat| chat["level"] == "unknown").await;
    assert_eq!(known["view"], Value::Null);

    // Of a chat that the bank's own pages opened, whom they know is known again.
    let two = talks(&house, &mut page, Some("k-8")).await;
    let find = format!("/api/contacts/{two}/customers/find");
    asked(&house, house.token(Role::Agent), &find, json!({"by": "name", "text": "kim minjun"})).await.ok();
    for (frame, level, whose) in [
        (json!({"type": "identify", "contact": two, "customer": "k-7"}), "identified", "k-7"),
        (json!({"type": "undo_identify", "contact": two}), "matched", "k-8"),
    ] {
        page.does(frame).await;
        let known = chat(&mut page, &two, |chat| chat["level"] == level).await;
        assert_eq!(known["view"]["customer"], whose);
    }
    served.close().await;
}

#[tokio::test]
async fn anothers_chat_and_one_that_is_over_show_and_do_nothing() {
    let house = house().await;
    let served = Served::open(&house).await;
    let (account, other) = house.trust.create_account("second", Role::Agent).await.unwrap();
    house.trust.serve_as(account.id, Some(AgentId(2))).await.unwrap();
    let (mut others, welcome) = served.window(other.expose(), "desk").await;
    assert_eq!(welcome["agent"]["id"], "A-2");
    let mut page = ready(&house, &served).await;
    let one = talks(&house, &mut page, Some(customer().as_str())).await;
    let frames = || {
        [
            (json!({"type": "view_again", "contact": one, "panel": "accounts"}), "conflict"),
            (json!({"type": "identify", "contact": one, "customer": "k-7"}), "not-found"),
            (json!({"type": "undo_identify", "contact": one}), "not-found"),
            (json!({"type": "third_party", "contact": one, "is": true}), "conflict"),
        ]
    };
    let now: Time = jiff::Timestamp::now().into();
    let due = (now + Span::seconds(3_600)).to_string();
    let promise = json!({"key": "b".repeat(32), "text": "call back", "due": due, "team": null});
    let paths = [
        (Method::GET, format!("/api/contacts/{one}/customer"), None),
        (Method::GET, format!("/api/contacts/{one}/operations"), None),
        (Method::POST, format!("/api/contacts/{one}/customers/find"), Some(json!({"by": "caller"}))),
        (Method::POST, format!("/api/contacts/{one}/promises"), Some(promise)),
    ];
    let nothing = async |token: &str, when: &str| {
        for (method, path, body) in &paths {
            let answer = house.ask(token, method.clone(), path, body.clone()).await;
            assert_eq!(answer.status, 404, "{when}: {method} {path}: {}", answer.body);
            assert!(!answer.body.contains("k-7"), "{}", answer.body);
        }
    };
    for (frame, code) in frames() {
        assert_eq!(others.is_refused(frame.clone()).await, code, "{frame}");
    }
    nothing(other.expose(), "another agent").await;

    // Over, it is still looked at, and about nobody else any more.
    page.does(json!({"type": "end_chat", "contact": one})).await;
    chat(&mut page, &one, |chat| chat["phase"] == "wrap_up" && chat["view"]["customer"] == "k-7").await;
    for (frame, code) in frames().into_iter().skip(1) {
        assert_eq!(page.is_refused(frame.clone()).await, code, "{frame}");
    }
    page.does(json!({"type": "view_again", "contact": one, "panel": "accounts"})).await;
    page.does(json!({"type": "wrap_up_done", "contact": one})).await;
    page.told("chat_gone").await;
    house.settled().await;
    for (frame, code) in frames() {
        assert_eq!(page.is_refused(frame.clone()).await, code, "{frame}");
    }
    for (method, path, body) in paths.iter().take(3) {
        let answer = house.ask(house.token(Role::Agent), method.clone(), path, body.clone()).await;
        assert_eq!(answer.status, 404, "over: {method} {path}: {}", answer.body);
    }
    served.close().await;
}
