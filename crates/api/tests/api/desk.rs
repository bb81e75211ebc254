//! An agent's desk in a browser: who may open it, what it shows, what it does.

use crate::house::{House, REGISTERED, soon};
use crate::screens::{Page, Served};
use centre::testing::Act;
use centre::{Link, StationState};
use serde_json::{Value, json};
use trust::Role;
use vocabulary::AgentId;
use vocabulary::journal::{Entry, NotReady};
use vocabulary::voice::{Event, LegEnd};

#[tokio::test]
async fn only_an_agents_own_page_opens_a_desk() {
    let house = House::open().await;
    let served = Served::open(&house).await;
    let own = format!("http://{}", served.address);
    let agent = house.token(Role::Agent);
    for (token, origin, status) in [
        (None, Some(own.as_str()), 401),
        (Some("hlt_nobody"), Some(own.as_str()), 401),
        (Some(house.token(Role::Supervisor)), Some(own.as_str()), 403),
        (Some(agent), Some("https://elsewhere.example"), 400),
        (Some(agent), Some("null"), 400),
        (Some(agent), None, 400),
    ] {
        let shut = served.knock(token, origin).await.err();
        assert_eq!(shut, Some(status), "{origin:?}");
    }
    house.trust.serve_as(house.account(Role::Agent), None).await.unwrap();
    assert_eq!(served.knock(Some(agent), Some(&own)).await.err(), Some(409));
    house.trust.serve_as(house.account(Role::Agent), Some(AgentId(99))).await.unwrap();
    assert_eq!(served.knock(Some(agent), Some(&own)).await.err(), Some(409), "not in the plan");

    let serves = trust::Error::NoAgentRole(Role::Viewer).to_string();
    let refused = house.trust.serve_as(house.account(Role::Viewer), Some(AgentId(2))).await.unwrap_err();
    assert_eq!(refused.to_string(), serves);
}

/// Waits until the agent's telephone does this.
async fn acts(house: &mut House, fits: impl Fn(&Act) -> bool) -> Act {
    loop {
        let act = soon(house.node.acts.recv()).await.unwrap();
        if fits(&act) {
            return act;
        }
    }
}

/// A call on the line rings at the first agent's page and is answered there.
async fn answered(house: &mut House, page: &mut Page, line: &str) -> (Value, vocabulary::LegId) {
    house.call(line, Some(REGISTERED)).await;
    let ring = page.told("ring").await["contact"].clone();
    let contact = ring["id"].clone();
    page.does(json!({"type": "answer", "contact": contact})).await;
    let act = acts(house, |act| matches!(act, Act::Answer(..))).await;
    let Act::Answer(AgentId(1), leg) = act else { panic!("{act:?}") };
    house.node.report(Event::Answered { leg }).await;
    assert_eq!(page.told("connected").await["contact"], contact);
    page.is("talking").await;
    (ring, leg)
}

#[tokio::test]
async fn a_call_is_served_from_ring_to_disposition_and_found_again() {
    let mut house = House::open().await;
    let served = Served::open(&house).await;
    let token = house.token(Role::Agent).to_owned();
    let (mut page, welcome) = served.window(&token, "desk").await;
    assert_eq!(
        welcome["agent"],
        json!({"id": "A-1", "name": "agent", "skills": ["cards", "loans", "lang.ko"], "address": "page"})
    );
    assert_eq!(
        (&welcome["state"], &welcome["contact"], &welcome["work"]),
        (&json!("not_ready"), &Value::Null, &json!([]))
    );
    assert_eq!(page.told("phone").await["state"], "connected");
    page.does(json!({"type": "phone_offer", "sdp": "v=0 offered"})).await;
    assert_eq!(page.told("phone_answer").await["sdp"], "v=0 played");
    page.does(json!({"type": "ready"})).await;
    assert_eq!(page.is("ready").await["why"], Value::Null);

    let (ring, leg) = answered(&mut house, &mut page, "loans-line").await;
    let contact = ring["id"].clone();
    assert_eq!(
        (&ring["phase"], &ring["queue"], &ring["caller"]),
        (&json!("offered"), &json!("loans"), &json!("+82…9999"))
    );
    assert!(ring["script"]["text"].as_str().unwrap().contains("agent"), "the agent's own name: {ring}");
    assert_ne!(ring["level"], "verified");
    // Matched before it rang, or a moment later: then the page is told everything anew.
    let view = match &ring["view"] {
        Value::Null => page.told("welcome").await["contact"]["view"].clone(),
        view => view.clone(),
    };
    assert_eq!(view["customer"], "k-7");
    page.does(json!({"type": "view_again", "contact": contact, "panel": "cards"})).await;
    assert_eq!(page.told("view").await["contact"], contact);

    page.does(json!({"type": "hold", "contact": contact})).await;
    page.told("held").await;
    page.does(json!({"type": "retrieve", "contact": contact})).await;
    page.told("retrieved").await;
    assert_eq!(page.is_refused(json!({"type": "hold", "contact": "C-99"})).await, "conflict");
    assert_eq!(
        page.is_refused(json!({"type": "transfer", "contact": contact, "queue": "moon"})).await,
        "not-found"
    );
    assert_eq!(page.is_refused(json!({"type": "wrap_up_done", "contact": contact})).await, "conflict");

    // What is typed in a window that missed something is kept aside, and the window told.
    page.does(json!({"type": "note", "contact": contact, "version": 0, "text": "first"})).await;
    assert_eq!(page.told("note_kept").await["version"], 1);
    let late = json!({"type": "note", "contact": contact, "version": 0, "text": "of another window"});
    assert_eq!(page.is_refused(late).await, "conflict");
    let newer = page.told("note_newer").await;
    assert_eq!((&newer["version"], &newer["text"]), (&json!(1), &json!("first")));
    page.does(json!({"type": "note", "contact": contact, "version": 1, "text": "first and second"})).await;
    let version = page.told("note_kept").await["version"].clone();
    let long = "x".repeat(9_000);
    assert_eq!(
        page.is_refused(json!({"type": "note", "contact": contact, "version": version, "text": long})).await,
        "too-large"
    );

    page.does(json!({"type": "hang_up", "contact": contact})).await;
    acts(&mut house, |act| *act == Act::HangUp(AgentId(1), leg)).await;
    house.node.report(Event::Ended { leg, cause: LegEnd::HungUp }).await;
    let ended = page.told("ended").await;
    assert_eq!(ended["reason"], "agent_hung_up");
    assert!(ended["wrap_up_until"].is_string());
    page.is("wrap_up").await;

    // The page is loaded anew in the middle of it.
    let (mut page, welcome) = served.window(&token, "desk").await;
    let on_desk = &welcome["contact"];
    assert_eq!((&on_desk["id"], &on_desk["note"]["text"]), (&contact, &json!("first and second")));
    assert_eq!((&on_desk["phase"], &on_desk["wrap_up_until"]), (&json!("wrap_up"), &ended["wrap_up_until"]));
    page.does(json!({"type": "wrap_up_more", "contact": contact})).await;
    assert!(page.told("wrap_up").await["until"].as_str() > ended["wrap_up_until"].as_str());
    assert_eq!(
        page.is_refused(json!({"type": "disposition", "contact": contact, "code": "no-such"})).await,
        "not-found"
    );
    page.does(json!({"type": "disposition", "contact": contact, "code": "complaint"})).await;
    assert_eq!(page.told("disposition").await["code"], "complaint");
    page.does(json!({"type": "wrap_up_done", "contact": contact})).await;
    assert_eq!(page.told("closed").await["contact"], contact);
    page.is("ready").await;

    house.settled().await;
    let path = format!("/api/contacts/{}", contact.as_str().unwrap());
    let told = house.get(Role::Supervisor, &path).await.ok();
    assert_eq!(told["disposition"]["code"], "complaint");
    let note = house.get(Role::Supervisor, &format!("{path}/note")).await.ok();
    assert_eq!((&note["text"], &note["by"]), (&json!("first and second"), &json!("agent")));
    let (_, welcome) = served.window(&token, "desk").await;
    let work = &welcome["work"][0];
    assert_eq!(
        (&work["contact"], &work["noted"], &work["disposition"]),
        (&contact, &json!(true), &json!("complaint"))
    );
    served.close().await;
}

#[tokio::test]
async fn a_telephone_that_vanishes_may_come_back_in_time() {
    let mut house = House::open().await;
    let served = Served::open(&house).await;
    let (mut page, _) = served.window(house.token(Role::Agent), "desk").await;
    page.does(json!({"type": "ready"})).await;
    let (ring, leg) = answered(&mut house, &mut page, "cards-line").await;
    house.node.report(Event::Parted { leg }).await;
    assert!(page.told("parted").await["until"].is_string());
    house.node.report(Event::Returned { leg }).await;
    page.told("returned").await;
    house.node.report(Event::Parted { leg }).await;
    let ended = page.told("ended").await;
    assert_eq!((&ended["contact"], &ended["reason"]), (&ring["id"], &json!("phone_lost")));
    page.told("closed").await;
    let state = page.is("not_ready").await;
    assert_eq!(state["not_ready"], "page_lost");
    assert!(state["why"].as_str().unwrap().contains("page"), "{state}");
    // The caller is the first in line again.
    let queue = house.get(Role::Supervisor, "/api/queues/cards").await.ok();
    assert_eq!(
        (&queue["contacts"][0]["contact"], &queue["contacts"][0]["position"]),
        (&ring["id"], &json!(1))
    );
}

#[tokio::test]
async fn nobody_is_ready_whom_no_call_could_reach() {
    let mut house = House::open().await;
    let served = Served::open(&house).await;
    let (mut page, _) = served.window(house.token(Role::Agent), "desk").await;
    let beats = json!({"type": "beat", "n": 1, "visible": true});
    let link = |link| move |state: &mut StationState| state.link = link;
    house.node.telephones.send_modify(link(Link::Connecting));
    assert_eq!(page.is_refused(json!({"type": "ready"})).await, "no-telephone");
    let path = "/api/agents/A-1/state";
    let refused = house.put(Role::Supervisor, path, r#"{"ready": true}"#).await;
    assert_eq!(refused.status, 409);
    assert_eq!(refused.json()["type"], "urn:heliotrope:problem:no-telephone");
    // Whose telephone stands beside the page is reached by other ways.
    house.put(Role::Supervisor, "/api/agents/A-2/state", r#"{"ready": true}"#).await.ok();
    house.put(Role::Supervisor, "/api/agents/A-2/state", r#"{"ready": false, "reason": "meal"}"#).await.ok();

    for lost in [Link::Lost, Link::Absent] {
        house.node.telephones.send_modify(link(Link::Connected));
        page.does(json!({"type": "ready"})).await;
        page.is("ready").await;
        // Another connection on its way is no loss.
        house.node.telephones.send_modify(link(Link::Connecting));
        house.settled().await;
        assert_eq!(house.get(Role::Supervisor, "/api/agents/A-1").await.ok()["state"], "ready");
        // A telephone that was closed may move to another window.
        for moves in [Link::Absent, Link::Connected] {
            house.node.telephones.send_modify(link(moves));
        }
        page.send(beats.clone()).await;
        house.node.telephones.send_modify(link(lost));
        let state = page.is("not_ready").await;
        assert_eq!(state["not_ready"], "page_lost");
        assert!(state["why"].as_str().unwrap().contains("telephone"), "{state}");
    }

    // In a talk it may come back; in the wrap-up it is not awaited.
    house.node.telephones.send_modify(link(Link::Connected));
    page.does(json!({"type": "ready"})).await;
    let (ring, leg) = answered(&mut house, &mut page, "loans-line").await;
    house.node.telephones.send_modify(link(Link::Lost));
    house.node.report(Event::Parted { leg }).await;
    page.told("parted").await;
    house.node.telephones.send_modify(link(Link::Connected));
    house.node.report(Event::Returned { leg }).await;
    page.told("returned").await;
    house.settled().await;
    let talks = house.get(Role::Supervisor, "/api/agents/A-1").await.ok();
    assert_eq!((&talks["state"], &talks["not_ready"]), (&json!("talking"), &Value::Null));
    house.node.report(Event::Ended { leg, cause: LegEnd::HungUp }).await;
    page.is("wrap_up").await;
    house.node.telephones.send_modify(link(Link::Lost));
    page.does(json!({"type": "wrap_up_done", "contact": ring["id"]})).await;
    page.is("not_ready").await;
}

#[tokio::test]
async fn the_newest_window_of_a_kind_wins() {
    let mut house = House::open().await;
    let served = Served::open(&house).await;
    let token = house.token(Role::Agent).to_owned();
    let token = token.as_str();
    let (mut first, _) = served.window(token, "desk").await;
    let (mut phone, _) = served.window(token, "phone").await;
    let (mut second, _) = served.window(token, "desk").await;
    first.told("superseded").await;
    first.ends().await;
    for page in [&mut phone, &mut second] {
        page.send(json!({"type": "beat", "n": 3, "visible": true})).await;
        assert_eq!(page.told("beat").await["n"], 3);
    }
    second.does(json!({"type": "ready"})).await;
    phone.is("ready").await;
    house.trust.revoke(house.account(Role::Agent)).await.unwrap();
    assert!(phone.told("over").await["why"].as_str().unwrap().contains("not valid"));
    phone.ends().await;
    acts(&mut house, |act| *act == Act::Disconnect(AgentId(1))).await;
}

#[tokio::test]
async fn a_page_that_is_silent_makes_its_agent_not_ready_and_says_why() {
    let house = House::open().await;
    let served = Served::open(&house).await;
    let token = house.token(Role::Agent);
    let (mut page, _) = served.window(token, "desk").await;
    page.does(json!({"type": "ready"})).await;
    // It sends no beat.
    let state = page.is("not_ready").await;
    assert_eq!(state["not_ready"], "page_frozen");
    assert!(state["why"].as_str().unwrap().contains("did not respond"));
    page.send(json!({"type": "beat", "n": 1, "visible": false})).await;
    page.does(json!({"type": "ready"})).await;
    page.is("ready").await;

    let mut records = house.centre.watch();
    drop(page);
    loop {
        let record = soon(records.recv()).await.unwrap();
        if let Entry::AgentNotReady { agent, reason } = record.entry {
            assert_eq!((agent, reason, record.by), (AgentId(1), NotReady::PageLost, None));
            break;
        }
    }
    let (_, welcome) = served.window(token, "desk").await;
    assert_eq!(welcome["away"]["reason"], "page_lost");
}

#[tokio::test]
async fn frames_that_no_page_sends_are_refused_or_end_the_window() {
    let house = House::open().await;
    let served = Served::open(&house).await;
    let token = house.token(Role::Agent);
    let (mut page, _) = served.window(token, "desk").await;
    for frame in [
        json!({"type": "sing"}),
        json!({"type": "hold"}),
        json!({"type": "hold", "contact": "A-1"}),
        json!({"type": "not_ready", "reason": "supervisor"}),
        json!({"contact": "C-1"}),
    ] {
        assert_eq!(page.is_refused(frame).await, "invalid-body");
    }
    assert_eq!(page.is_refused(json!({"type": "phone_offer", "sdp": "no telephone"})).await, "invalid-body");
    let long = json!({"type": "note", "contact": "C-1", "version": 0, "text": "x".repeat(70_000)});
    assert_eq!(page.is_refused(long).await, "too-large");
    for (frame, id) in [
        (r#"{"type": "ready", "id": -1}"#, json!(-1)),
        (r#"{"type": "ready", "id": 1.5}"#, json!(1.5)),
        (r#"{"type": "ready", "id": "x"}"#, Value::Null),
        (r#"{"type": "ready"}"#, Value::Null),
        ("no frame at all", Value::Null),
        // Half a character: no call ends because of it.
        (r#"{"type": "note", "id": 7, "contact": "C-1", "version": 0, "text": "\ud83c"}"#, Value::Null),
    ] {
        page.text(frame.to_owned()).await;
        let refused = page.told("refused").await;
        assert_eq!((&refused["id"], &refused["problem"]["code"]), (&id, &json!("invalid-body")), "{frame}");
    }
    let again = json!({"type": "hello", "language": "en", "window": "desk"});
    assert_eq!(page.is_refused(again).await, "conflict");
    for (octets, why, code) in [(vec![b'x'; 300_000], "too long", 1009), (vec![0xff, 0xfe], "UTF-8", 1007)] {
        let (mut page, _) = served.window(token, "desk").await;
        page.octets(octets).await;
        assert!(page.told("over").await["why"].as_str().unwrap().contains(why));
        assert_eq!(page.ends().await, code);
    }

    let (mut page, _) = served.window(token, "desk").await;
    for n in 0..200 {
        page.send(json!({"type": "beat", "n": n, "visible": true})).await;
    }
    assert!(page.told("over").await["why"].as_str().unwrap().contains("more frames"));

    let origin = format!("http://{}", served.address);
    let mut hasty = served.knock(Some(token), Some(&origin)).await.unwrap();
    hasty.send(json!({"id": 1, "type": "ready"})).await;
    assert!(hasty.told("over").await["why"].as_str().unwrap().contains("hello"));
}

#[tokio::test]
async fn supervisors_close_queues_and_set_announcements() {
    let mut house = House::open().await;
    house.ready(1).await;
    // The first rings at the agent's, the second waits.
    let rings = house.call("cards-line", None).await;
    let waits = house.call("cards-line", None).await;
    house.settled().await;
    let closed = house
        .put(Role::Supervisor, "/api/queues/cards/state", r#"{"open": false, "waiting": "keep"}"#)
        .await
        .ok();
    assert_eq!((&closed["by_hand"]["by"], &closed["waiting"]), (&json!("supervisor"), &json!(2)));
    assert_eq!(closed["contacts"][0]["agent"], "A-1");
    assert_eq!(closed["contacts"][1]["contact"], waits.contact.to_string());
    let listed = house.get(Role::Viewer, "/api/queues").await.ok();
    assert_eq!(listed["queues"][0]["by_hand"]["flush"], false);
    let flushed = house
        .put(Role::Supervisor, "/api/queues/cards/state", r#"{"open": false, "waiting": "flush"}"#)
        .await
        .ok();
    assert_eq!(flushed["contacts"].as_array().unwrap().len(), 1);
    assert_eq!(flushed["contacts"][0]["contact"], rings.contact.to_string());
    let opened = house.put(Role::Supervisor, "/api/queues/cards/state", r#"{"open": true}"#).await.ok();
    assert_eq!(opened["by_hand"], Value::Null);
    for (path, body, status) in [
        ("/api/queues/moon/state", r#"{"open": true}"#, 404),
        ("/api/queues/cards/state", r#"{"open": false}"#, 422),
        ("/api/announcements/moon", r#"{"prompt": "outage"}"#, 404),
        ("/api/announcements/all", r#"{"prompt": "music"}"#, 404),
        ("/api/announcements/all", r#"{"prompt": "a b"}"#, 422),
    ] {
        assert_eq!(house.put(Role::Supervisor, path, body).await.status, status, "{path} {body}");
    }
    let set = house
        .put(Role::Supervisor, "/api/announcements/cards-line", r#"{"prompt": "outage", "instead": true}"#)
        .await
        .ok();
    assert_eq!(set["announcements"][0]["by"], "supervisor");
    let list = house.get(Role::Viewer, "/api/announcements").await.ok();
    assert_eq!(
        (&list["lines"], &list["prompts"]),
        (&json!(["cards-line", "loans-line"]), &json!(["outage"]))
    );
    let cleared = house.delete(Role::Supervisor, "/api/announcements/cards-line").await.ok();
    assert_eq!(cleared["announcements"], json!([]));
}

#[tokio::test]
async fn everybody_learns_what_the_house_calls_things() {
    let house = House::open().await;
    for role in Role::ALL {
        let told = house.get(role, "/api/house").await.ok();
        assert_eq!(told["zone"], "UTC", "a plan without a zone");
        assert_eq!(told["queues"], json!({"cards": {"zh": "信用卡", "ko": "카드", "en": "Cards"}}));
    }
}

#[tokio::test]
async fn everybody_has_a_session_and_views_of_their_own() {
    let house = House::open().await;
    let session = house.get(Role::Agent, "/api/session").await.ok();
    assert_eq!((&session["name"], &session["agent"]), (&json!("agent"), &json!("A-1")));
    assert!(session["permissions"].as_array().unwrap().contains(&json!("desk.serve")));
    let path = "/api/views/%EB%82%B4%20%EC%83%81%EB%8B%B4";
    let body = r#"{"page": "contacts", "query": "agent=A-1"}"#;
    assert_eq!(house.put(Role::Agent, path, body).await.ok()["name"], "내 상담");
    assert_eq!(house.get(Role::Agent, "/api/views").await.ok()["views"][0]["query"], "agent=A-1");
    assert_eq!(house.get(Role::Viewer, "/api/views").await.ok()["views"], json!([]));
    assert_eq!(house.put(Role::Agent, path, r#"{"page": "No page", "query": ""}"#).await.status, 422);
    assert_eq!(house.delete(Role::Agent, path).await.status, 204);
    assert_eq!(house.delete(Role::Agent, path).await.status, 404);
}

#[tokio::test]
async fn an_agents_day_is_told_stretch_by_stretch() {
    let mut house = House::open().await;
    house.ready(1).await;
    let call = house.call("cards-line", None).await;
    house.pick_up().await;
    house.hang_up(&call).await;
    house.settled().await;
    let day = house.get(Role::Viewer, "/api/agents/A-1/timeline").await.ok();
    let told: Vec<&str> =
        day["spans"].as_array().unwrap().iter().filter_map(|span| span["state"].as_str()).collect();
    assert_eq!(told, ["ready", "offered", "talking", "ready"]);
    assert_eq!(day["spans"][2]["contact"], Value::Null, "a viewer sees no contacts");
    assert_eq!(house.get(Role::Viewer, "/api/agents/A-1").await.ok()["state"], "ready");
    assert_eq!(house.get(Role::Viewer, "/api/agents/A-99/timeline").await.status, 404);
    let long = "/api/agents/A-1/timeline?from=2020-01-01T00:00:00Z";
    assert_eq!(house.get(Role::Viewer, long).await.status, 400);
}

#[tokio::test]
async fn agents_write_about_their_own_contacts_only() {
    let mut house = House::open().await;
    let call = house.call("cards-line", None).await;
    house.settled().await;
    let path = format!("/api/contacts/{}", call.contact);
    let note = r#"{"version": 0, "text": "seen"}"#;
    assert_eq!(house.put(Role::Agent, &format!("{path}/note"), note).await.status, 404);
    assert_eq!(house.get(Role::Agent, &format!("{path}/note")).await.status, 404);
    assert_eq!(house.put(Role::Supervisor, &format!("{path}/note"), note).await.ok()["version"], 1);
    assert_eq!(house.put(Role::Supervisor, &format!("{path}/note"), note).await.status, 409);
    let code = r#"{"code": "complaint"}"#;
    assert_eq!(house.put(Role::Agent, &format!("{path}/disposition"), code).await.status, 404);
    assert_eq!(
        house.put(Role::Supervisor, &format!("{path}/disposition"), code).await.ok()["code"],
        "complaint"
    );
    assert_eq!(house.put(Role::Supervisor, "/api/contacts/C-99/note", note).await.status, 404);
}
