//! Live events.

use crate::house::{CALLER, House, begin, limits, request, send, soon};
use api::Limits;
use axum::body::Body;
use axum::http::{Method, StatusCode};
use http_body_util::BodyExt;
use serde_json::{Value, json};
use std::time::Duration;
use store::Batch;
use trust::Role;
use vocabulary::journal::{Entry, NotReady, Record};
use vocabulary::{AgentId, Sequence, Time};

/// A client that reads events.
pub struct Client {
    body: Body,
    text: String,
}

#[derive(Debug, Default)]
struct Event {
    name: String,
    id: String,
    data: Value,
}

impl Client {
    async fn connect(house: &House, role: Role, last: Option<&str>) -> Client {
        Client::with_token(house, house.token(role), last).await
    }

    pub async fn with_token(house: &House, token: &str, last: Option<&str>) -> Client {
        let mut request = request(Method::GET, "/api/events", Some(token));
        if let Some(last) = last {
            request = request.header("last-event-id", last);
        }
        let response = begin(&house.router, request.body(Body::empty()).unwrap()).await;
        assert_eq!(response.status(), StatusCode::OK);
        assert_eq!(response.headers()["content-type"], "text/event-stream");
        assert_eq!(response.headers()["cache-control"], "no-store");
        Client { body: response.into_body(), text: String::new() }
    }

    /// The next block of lines; `None` at the stream's end.
    async fn block(&mut self) -> Option<String> {
        loop {
            if let Some((block, rest)) = self.text.split_once("\n\n") {
                let block = block.to_owned();
                self.text = rest.to_owned();
                return Some(block);
            }
            let frame = soon(self.body.frame()).await?.unwrap();
            self.text += std::str::from_utf8(&frame.into_data().unwrap()).unwrap();
        }
    }

    async fn event(&mut self) -> Option<Event> {
        let block = self.block().await?;
        let mut event = Event::default();
        for line in block.lines() {
            match line.split_once(": ") {
                Some(("event", name)) => event.name = name.to_owned(),
                Some(("id", id)) => event.id = id.to_owned(),
                Some(("data", data)) => event.data = serde_json::from_str(data).unwrap(),
                _ => panic!("{line:?} is no line of an event"),
            }
        }
        Some(event)
    }

    /// Entries up to one of this kind.
    pub async fn until(&mut self, kind: &str) -> Vec<Value> {
        let mut entries = self.entries(1).await;
        while entries.last().is_some_and(|entry| entry["kind"] != kind) {
            entries.extend(self.entries(1).await);
        }
        entries
    }

    async fn entries(&mut self, count: usize) -> Vec<Value> {
        let mut entries = Vec::new();
        while entries.len() < count {
            let event = self.event().await.expect("the stream goes on");
            assert_eq!((event.name.as_str(), &event.data["sequence"]), ("entry", &json!(event.id)));
            entries.push(event.data);
        }
        entries
    }
}

fn place(id: &Value) -> u64 {
    id.as_str().unwrap().strip_prefix("J-").unwrap().parse().unwrap()
}

#[tokio::test]
async fn a_call_is_told_as_it_happens_and_again_to_whoever_resumes() {
    let mut house = House::open().await;
    house.ready(1).await;
    let mut live = Client::connect(&house, Role::Engineer, None).await;
    let call = house.call("cards-line", Some(CALLER)).await;
    house.pick_up().await;
    house.hang_up(&call).await;
    house.settled().await;

    let kinds = [
        "contact_opened",
        "flow_moved",
        "queued",
        "offered",
        "agent_ringing",
        "connected",
        "recording_started",
        "recording_ended",
        "contact_ended",
    ];
    let told = live.entries(kinds.len()).await;
    assert_eq!(told.iter().map(|entry| &entry["kind"]).collect::<Vec<_>>(), kinds);
    let first = place(&told[0]["sequence"]);
    for (entry, expected) in told.iter().zip(first..) {
        assert_eq!(place(&entry["sequence"]), expected);
    }
    assert_eq!(told[3]["agent"], "A-1");

    let last = told[1]["sequence"].as_str().unwrap();
    let mut resumed = Client::connect(&house, Role::Engineer, Some(last)).await;
    assert_eq!(resumed.entries(7).await, told[2..]);

    // What comes next is told to both, once.
    house.call("loans-line", None).await;
    let (one, other) = (live.until("offered").await, resumed.until("offered").await);
    assert!(one == other && one.last().is_some_and(|entry| entry["contact"] == "C-2"), "{one:?} {other:?}");

    let journal = house.get(Role::Engineer, "/api/contacts/C-1/journal").await.ok();
    assert_eq!(&journal["entries"].as_array().unwrap()[..kinds.len()], told);
}

#[tokio::test]
async fn a_slow_client_is_told_what_it_missed_and_gets_it_from_the_journal() {
    const CHANGES: usize = 4_500;
    let house = House::open().await;
    let mut slow = Client::connect(&house, Role::Supervisor, None).await;
    let before = house.centre.board().await.unwrap().sequence.0;
    for change in 0..CHANGES {
        let not_ready = (change % 2 == 1).then_some(NotReady::Pause);
        house.centre.set_agent(None, AgentId(1), not_ready).await.unwrap();
    }
    let missed = slow.event().await.unwrap();
    assert_eq!(missed.name, "missed");
    assert_eq!(missed.data["from"], format!("J-{}", before + 1));
    assert_eq!(missed.data["lost"], false);
    let entries = missed.data["entries"].as_u64().unwrap();
    assert!((1..CHANGES as u64).contains(&entries), "{entries}");
    for (entry, expected) in slow.entries(CHANGES).await.iter().zip(before + 1..) {
        assert_eq!(place(&entry["sequence"]), expected);
    }
}

#[tokio::test]
async fn a_place_that_is_none_or_not_there_yet_is_refused() {
    let house = House::open().await;
    let now = house.centre.board().await.unwrap().sequence;
    let beyond = now.next().to_string();
    for (last, status) in [("x", 400), ("C-1", 400), ("", 400), (beyond.as_str(), 409)] {
        let request = request(Method::GET, "/api/events", Some(house.token(Role::Agent)))
            .header("last-event-id", last)
            .body(Body::empty());
        let answer = send(&house.router, request.unwrap()).await;
        assert_eq!(
            (answer.status.as_u16(), &answer.json()["field"]),
            (status, &json!("Last-Event-ID")),
            "{last}"
        );
    }
    Client::connect(&house, Role::Agent, Some(&now.to_string())).await;
}

#[tokio::test]
async fn streams_are_counted_and_a_seat_is_free_when_its_stream_ends() {
    let house = House::with_limits(Limits { streams: 3, streams_of_account: 2, ..limits() }).await;
    let refused = async |role| house.get(role, "/api/events").await.status.as_u16();
    let first = Client::connect(&house, Role::Agent, None).await;
    let _second = Client::connect(&house, Role::Agent, None).await;
    assert_eq!(refused(Role::Agent).await, 429);
    let _third = Client::connect(&house, Role::Engineer, None).await;
    assert_eq!(refused(Role::Supervisor).await, 503);
    drop(first);
    let _fourth = Client::connect(&house, Role::Supervisor, None).await;
    assert_eq!(refused(Role::Agent).await, 503);
}

#[tokio::test]
async fn a_stream_ends_when_its_token_is_revoked() {
    let house = House::with_limits(Limits { confirm: Duration::from_millis(5), ..limits() }).await;
    let mut client = Client::connect(&house, Role::Agent, None).await;
    house.trust.revoke(house.account(Role::Agent)).await.unwrap();
    let over = client.event().await.unwrap();
    assert_eq!(over.name, "over");
    assert!(over.data["reason"].as_str().unwrap().contains("token"));
    assert!(client.event().await.is_none());
}

#[tokio::test]
async fn a_silent_stream_says_that_it_is_there() {
    let house = House::with_limits(Limits { keep_alive: Duration::from_millis(5), ..limits() }).await;
    let mut client = Client::connect(&house, Role::Agent, None).await;
    assert_eq!(client.block().await.as_deref(), Some(": keep-alive"));
}

#[tokio::test]
async fn entries_that_are_lost_for_good_are_counted_and_passed_over() {
    let house = House::open().await;
    let last = house.centre.board().await.unwrap().sequence;
    // The database never gets the two places in between.
    let third = Sequence(last.0 + 3);
    let entry = Entry::AgentReady { agent: AgentId(3) };
    let record = Record { sequence: third, at: Time(0), cause: None, by: None, entry };
    house.store.journal().append(Batch { records: vec![record], changes: Vec::new() }).unwrap();
    house.store.journal().durable().wait_for(|durable| *durable == third).await.unwrap();
    for agent in 1..=3 {
        house.ready(agent).await;
    }
    let mut client = Client::connect(&house, Role::Agent, Some(&last.to_string())).await;
    let missed = client.event().await.unwrap();
    let expected = json!({"entries": 2, "from": last.next().to_string(), "lost": true});
    assert_eq!((missed.name.as_str(), missed.data), ("missed", expected));
    assert_eq!(client.entries(1).await[0]["sequence"], third.to_string());
    house.centre.set_agent(None, AgentId(1), Some(NotReady::Pause)).await.unwrap();
    assert_eq!(client.entries(1).await[0]["sequence"], third.next().to_string());
}
