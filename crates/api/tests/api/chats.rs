//! A chat from the customer's page to the agent's and back, and whom it refuses.

use crate::house::{Answer, House, plan, request, send, soon};
use crate::screens::{Page, Served};
use axum::body::Body;
use axum::http::{Method, header};
use serde_json::{Value, json};
use trust::Role;
use vocabulary::plan::{Channel, ChatLine, Plan, QueueRouting};
use vocabulary::{Language, LineName, QueueName, Span};

/// The house's plan with a queue of chats, and a first agent who takes two, and a call beside one.
fn with_chats() -> Plan {
    let mut plan = plan();
    let name = QueueName::new("talk").unwrap();
    let routing = QueueRouting { channel: Channel::Chat, ..QueueRouting::default() };
    let talk = vocabulary::plan::Queue {
        name: name.clone(),
        routing,
        wrap_up: Span::seconds(600),
        capacity: 1,
        ..plan.queues[0].clone()
    };
    plan.queues.push(talk);
    let routing = &mut plan.agents[0].routing;
    (routing.chats, routing.chats_before_call, routing.chats_during_call) = (2, 1, 1);
    let line = LineName::new("web").unwrap();
    plan.chats.push(ChatLine { name: line, language: Language::Korean, queue: name, priority: 0 });
    plan
}

pub async fn house() -> House {
    let house = House::open().await;
    house.centre.change_plan(None, with_chats(), None).await.unwrap();
    house
}

/// What a customer's page asks, with its pass.
async fn ask(house: &House, method: Method, path: &str, pass: Option<&str>, body: Option<Value>) -> Answer {
    let mut asked = request(method, path, pass);
    if body.is_some() {
        asked = asked.header(header::CONTENT_TYPE, "application/json");
    }
    let body = body.map_or(Body::empty(), |body| Body::from(body.to_string()));
    send(&house.router, asked.body(body).unwrap()).await
}

/// The key of the bank's own pages.
async fn website(house: &House) -> String {
    let made = house
        .ask(house.token(Role::Administrator), Method::POST, "/api/clients", Some(json!({"name": "website"})))
        .await;
    let id = match made.status.as_u16() {
        200 => made.json()["id"].clone(),
        _ => house.ask(house.token(Role::Administrator), Method::GET, "/api/clients", None).await.ok()["clients"][0]["id"].clone(),
    };
    let now: vocabulary::Time = jiff::Timestamp::now().into();
    let until = (now + Span::seconds(86_400)).to_string();
    let asked = json!({"permissions": ["chats.invite"], "reach": "all", "until": until});
    let path = format!("/api/clients/{}/keys", id.as_str().unwrap());
    house.ask(house.token(Role::Administrator), Method::POST, &path, Some(asked)).await.ok()["key"]
        .as_str()
        .unwrap()
        .to_owned()
}

async fn ticket(house: &House, asked: Value) -> Answer {
    ask(house, Method::POST, "/api/chats/tickets", Some(&website(house).await), Some(asked)).await
}

/// A customer who has opened a chat.
pub struct Customer {
    path: String,
    pub contact: String,
    pass: String,
    opened: Value,
}

async fn customer(house: &House) -> Customer {
    opens(house, Some("cst-1")).await
}

/// Somebody opens a chat, whom the bank's own pages know or not.
pub async fn opens(house: &House, customer: Option<&str>) -> Customer {
    let given = ticket(house, json!({"line": "web", "language": "ko", "customer": customer})).await;
    let ticket = given.ok()["ticket"].clone();
    let opened = ask(house, Method::POST, "/api/chats", None, Some(json!({"ticket": ticket}))).await;
    assert_eq!(opened.status, 201);
    let opened = opened.json();
    let again = ask(house, Method::POST, "/api/chats", None, Some(json!({"ticket": ticket}))).await;
    assert_eq!(again.status, 404, "a ticket works once");
    let text = |field: &str| opened[field].as_str().unwrap().to_owned();
    let (contact, pass) = (text("contact"), text("pass"));
    Customer { path: format!("/api/chats/{contact}"), contact, pass, opened }
}

impl Customer {
    async fn sees(&self, house: &House, query: &str) -> Value {
        ask(house, Method::GET, &format!("{}{query}", self.path), Some(&self.pass), None).await.ok()
    }

    async fn says(&self, house: &House, sent: u64, text: &str) -> Answer {
        let path = format!("{}/messages", self.path);
        ask(house, Method::POST, &path, Some(&self.pass), Some(json!({"sent": sent, "text": text}))).await
    }
}

/// Returns when the page is told so of a chat, whatever it is told before.
async fn shows(page: &mut Page, contact: &str, field: &str, value: &str) {
    loop {
        let told = page.told("chat").await;
        if told["chat"]["id"] == contact && told["chat"][field] == value {
            return;
        }
    }
}

#[tokio::test]
async fn a_chat_goes_from_the_customers_page_to_the_agents_and_back() {
    let house = house().await;
    let served = Served::open(&house).await;
    let token = house.token(Role::Agent).to_owned();
    let (mut page, welcome) = served.window(&token, "desk").await;
    assert_eq!(welcome["chats"], json!([]));
    page.told("phone").await;
    page.does(json!({"type": "ready"})).await;

    let one = customer(&house).await;
    assert_eq!(one.opened["over"], Value::Null);
    let offered = page.told("chat").await["chat"].clone();
    assert_eq!(
        (&offered["id"], &offered["phase"], &offered["language"], &offered["level"], &offered["line"]),
        (&json!(one.contact), &json!("offered"), &json!("ko"), &json!("matched"), &json!("web"))
    );
    assert!(offered["accept_until"].is_string());
    // What is written while nobody has answered is not lost, and is said once.
    assert_eq!(one.says(&house, 1, "my card is gone").await.ok()["number"], 1);
    assert_eq!(one.says(&house, 1, "my card is gone").await.ok()["number"], 1);
    let waits = one.sees(&house, "").await;
    assert_eq!(
        (&waits["state"], &waits["position"], waits["messages"].as_array().unwrap().len()),
        (&json!("waiting"), &Value::Null, 1)
    );
    let said = page.told("chat_said").await;
    assert_eq!(
        (&said["contact"], &said["messages"][0]["text"]),
        (&json!(one.contact), &json!("my card is gone"))
    );
    let say = |sent, text: &str| json!({"type": "say", "contact": one.contact, "sent": sent, "text": text});
    assert_eq!(page.is_refused(say(1, "too early")).await, "conflict");

    page.does(json!({"type": "accept", "contact": one.contact})).await;
    shows(&mut page, &one.contact, "phase", "talking").await;
    page.is("talking").await;
    // The customer's page waits for what comes, and has it at once.
    let (answered, ()) = tokio::join!(one.sees(&house, "?after=1&wait=8"), page.does(say(1, "good day")));
    assert_eq!(answered["state"], "talking");
    let news =
        if answered["messages"] == json!([]) { one.sees(&house, "?after=1&wait=8").await } else { answered };
    assert_eq!(
        (&news["messages"][0]["text"], &news["messages"][0]["from"]),
        (&json!("good day"), &json!("agent"))
    );

    // A second one beside it; a third waits, and a fourth finds the queue full.
    let two = customer(&house).await;
    page.does(json!({"type": "accept", "contact": two.contact})).await;
    let three = customer(&house).await;
    assert_eq!(
        (&three.opened["over"], three.sees(&house, "").await["position"].clone()),
        (&Value::Null, json!(1))
    );
    let four = customer(&house).await;
    assert_eq!(
        (&four.opened["over"], &four.sees(&house, "").await["state"]),
        (&json!("full"), &json!("over"))
    );

    // The window is loaded anew: everything is there again.
    let (mut page, welcome) = served.window(&token, "desk").await;
    let chats: Vec<&Value> = welcome["chats"].as_array().unwrap().iter().map(|chat| &chat["id"]).collect();
    assert_eq!(chats, [&json!(one.contact), &json!(two.contact)]);
    let before = page.told("chat_said").await;
    assert_eq!((&before["contact"], before["messages"].as_array().unwrap().len()), (&json!(one.contact), 2));

    page.does(json!({"type": "end_chat", "contact": one.contact})).await;
    shows(&mut page, &one.contact, "phase", "wrap_up").await;
    assert_eq!(one.sees(&house, "").await["state"], "over");
    assert_eq!(one.says(&house, 2, "and another thing").await.status, 409);
    assert_eq!(page.is_refused(say(2, "it is over")).await, "conflict");
    page.does(json!({"type": "disposition", "contact": one.contact, "code": "enquiry"})).await;
    shows(&mut page, &one.contact, "disposition", "enquiry").await;
    page.does(json!({"type": "wrap_up_done", "contact": one.contact})).await;
    assert_eq!(page.told("chat_gone").await["contact"], json!(one.contact));
    // There is room for the third.
    shows(&mut page, &three.contact, "phase", "offered").await;

    let gone = ask(&house, Method::DELETE, &two.path, Some(&two.pass), None).await;
    assert_eq!(gone.status, 204);
    shows(&mut page, &two.contact, "phase", "wrap_up").await;

    // What was said stays, for those who served and those who lead them.
    let path = format!("/api/contacts/{}/messages", one.contact);
    for role in [Role::Agent, Role::Supervisor] {
        // The row is written a moment later than the journal.
        let transcript = soon(async {
            loop {
                let answer = house.get(role, &path).await;
                if answer.status == 200 {
                    break answer.json();
                }
            }
        })
        .await;
        let texts: Vec<&str> = transcript["messages"]
            .as_array()
            .unwrap()
            .iter()
            .map(|one| one["text"].as_str().unwrap())
            .collect();
        assert_eq!(texts, ["my card is gone", "good day"], "{role}");
    }
    let listed = async |channel: &str| {
        let path = format!("/api/contacts?channel={channel}&indicator=answered&part=numerator");
        let listed = house.get(Role::Supervisor, &path).await.ok();
        let ids = listed["contacts"].as_array().unwrap().iter().map(|contact| contact["id"].clone());
        ids.collect::<Vec<Value>>()
    };
    assert!(listed("chat").await.contains(&json!(one.contact)), "{:?}", listed("chat").await);
    assert_eq!(listed("voice").await, Vec::<Value>::new());
    served.close().await;
}

#[tokio::test]
async fn nobody_gets_in_without_a_ticket_or_with_anothers_pass() {
    let house = house().await;
    for (asked, status) in [
        (json!({"line": "moon"}), 422),
        (json!({"line": "cards-line"}), 422),
        (json!({"line": "web", "customer": "no key at all"}), 422),
        (json!({"line": "web", "colour": "red"}), 422),
        (json!({"line": "web", "customer": "123"}), 422),
        (json!({"line": "web"}), 200),
    ] {
        assert_eq!(ticket(&house, asked.clone()).await.status, status, "{asked}");
    }
    let unknown = ask(&house, Method::POST, "/api/chats", None, Some(json!({"ticket": "00"}))).await;
    assert_eq!(unknown.status, 404);
    // Nobody is ready: it is over at once, and has a pass all the same.
    let (one, two) = (customer(&house).await, customer(&house).await);
    assert_eq!(one.opened["over"], "unstaffed");
    let other = Some(two.pass.as_str());
    for pass in [None, other, Some(""), Some("nonsense"), Some(house.token(Role::Supervisor))] {
        let said = json!({"sent": 1, "text": "hello"});
        let messages = format!("{}/messages", one.path);
        for (method, path, body) in [
            (Method::GET, one.path.as_str(), None),
            (Method::DELETE, one.path.as_str(), None),
            (Method::POST, messages.as_str(), Some(said)),
        ] {
            assert_eq!(
                ask(&house, method.clone(), path, pass, body).await.status,
                404,
                "{method} {path} {pass:?}"
            );
        }
    }
    assert_eq!(one.sees(&house, "").await["state"], "over");
    for (query, status) in [("?wait=9", 400), ("?after=-1", 400), ("?colour=red", 400), ("?wait=8", 200)] {
        let answer = ask(&house, Method::GET, &format!("{}{query}", one.path), Some(&one.pass), None).await;
        assert_eq!(answer.status, status, "{query}");
    }
    let long = "x".repeat(4_001);
    for (sent, text) in [(0, "hello"), (1, ""), (1, "  \n"), (1, long.as_str())] {
        assert_eq!(one.says(&house, sent, text).await.status, 422, "{sent} {:?}", text.len());
    }
}
