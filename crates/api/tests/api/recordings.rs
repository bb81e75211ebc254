//! Recordings: what is told of them, and the sound, by ticket and range.

use crate::house::{Answer, House, begin, request, send};
use crate::pages::{browse, signed_in};
use axum::body::Body;
use axum::http::{Method, header};
use centre::recordings::Recordings;
use http_body_util::BodyExt;
use serde_json::json;
use std::io;
use store::audit::{self, Filter, Outcome};
use trust::Role;
use vocabulary::journal::NotReady;
use vocabulary::{AgentId, ContactId, RecordingId, Span, Time};
use voice::media::Codec;
use voice::recorder::timeline::{Chunk, Mark};
use voice::recorder::{Ending, archive, chunk};

/// Two seconds: the customer speaks in the first, the agent in the second; a hold in between.
fn sound() -> Vec<Chunk> {
    let octets = |first: usize| {
        let tone = |place: usize| (9_000.0 * (place as f64 * 0.4).sin()) as i16;
        Some((Codec::Alaw, (first..first + 4_000).map(|place| Codec::Alaw.encode(tone(place))).collect()))
    };
    let chunk = |first: usize, sides| Chunk { first: first as u64, samples: 4_000, sides, marks: vec![] };
    let mut chunks = vec![
        chunk(0, [octets(0), None]),
        chunk(4_000, [octets(4_000), None]),
        chunk(8_000, [None, octets(8_000)]),
        chunk(12_000, [None, octets(12_000)]),
    ];
    chunks[1].marks = vec![(6_000, Mark::HoldBegins)];
    chunks[2].marks = vec![(9_000, Mark::HoldEnds)];
    // The agent has hung up, and the customer in a moment.
    chunks[3].marks = vec![(15_990, Mark::HoldBegins)];
    chunks
}

/// A house with a recorder whose voice node is played.
struct Studio {
    house: House,
    recordings: Recordings,
}

impl Studio {
    async fn open() -> Studio {
        let house = House::open().await;
        let recordings = Recordings::start(house.store.clone()).await.unwrap();
        Studio { house, recordings }
    }

    /// A call that an agent serves and that is over.
    async fn served(&mut self) -> ContactId {
        self.house.ready(1).await;
        let call = self.house.call("cards-line", None).await;
        self.house.pick_up().await;
        self.house.hang_up(&call).await;
        self.house.settled().await;
        call.contact
    }

    /// What the recorder does for it.
    async fn record(&self, contact: ContactId, how: Ending) {
        let keeper = self.recordings.keeper();
        let row = self.house.store.recordings().find(RecordingId::of(contact)).await.unwrap();
        let began = row.map_or(Time(0), |row| row.started_at);
        let write = move || {
            let mut tape = keeper.0.begin(RecordingId::of(contact), began).unwrap();
            for stretch in sound() {
                let mut octets = Vec::new();
                chunk::write(&stretch, &mut octets);
                tape.append(&octets).unwrap();
            }
            tape.end(how);
        };
        tokio::task::spawn_blocking(write).await.unwrap();
    }

    async fn until(&self, contact: ContactId, state: &str) -> serde_json::Value {
        for _ in 0..6_000 {
            let told = self.told(contact).await;
            if told["state"] == state {
                return told;
            }
            tokio::time::sleep(std::time::Duration::from_millis(10)).await;
        }
        panic!("never {state}: {}", self.told(contact).await);
    }

    async fn told(&self, contact: ContactId) -> serde_json::Value {
        self.house.get(Role::Supervisor, &format!("/api/contacts/{contact}/recording")).await.ok()
    }

    async fn ticket(&self, contact: ContactId) -> Answer {
        let path = format!("/api/contacts/{contact}/recording/ticket");
        let request = request(Method::POST, &path, Some(self.house.token(Role::Supervisor)));
        send(&self.house.router, request.body(Body::empty()).unwrap()).await
    }

    async fn hear(
        &self,
        method: Method,
        url: &str,
        fields: &[(header::HeaderName, &str)],
    ) -> (u16, Headers, Vec<u8>) {
        let mut request = request(method, url, None);
        for (name, value) in fields {
            request = request.header(name, *value);
        }
        let (parts, body) =
            begin(&self.house.router, request.body(Body::empty()).unwrap()).await.into_parts();
        let octets = body.collect().await.unwrap().to_bytes().to_vec();
        (parts.status.as_u16(), Headers(parts.headers), octets)
    }
}

struct Headers(axum::http::HeaderMap);

impl Headers {
    fn get(&self, name: &str) -> &str {
        self.0.get(name).map(|value| value.to_str().unwrap()).unwrap_or_default()
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_recording_is_told_of_and_heard_by_range() {
    let mut studio = Studio::open().await;
    let contact = studio.served().await;
    let running = studio.told(contact).await;
    assert_eq!((&running["state"], &running["duration_s"]), (&json!("running"), &json!(null)));
    assert_eq!(studio.ticket(contact).await.status, 409);
    studio.record(contact, Ending::Complete { missing: 0 }).await;
    let told = studio.until(contact, "ready").await;
    assert_eq!(told["recording"], format!("R-{}", contact.0));
    assert_eq!((&told["duration_s"], &told["channels"]), (&json!(2.0), &json!(["customer", "agent"])));
    assert_eq!(told["holds"], json!([{"from_s": 0.75, "to_s": 1.125}]));
    let peaks = |side: &str, from: usize| {
        told["peaks"][side].as_array().unwrap()[from..from + 10]
            .iter()
            .map(|peak| peak.as_u64().unwrap())
            .max()
    };
    assert!(peaks("customer", 0) > Some(60) && peaks("customer", 10) == Some(0));
    assert!(peaks("agent", 0) == Some(0) && peaks("agent", 10) > Some(60));
    let markers: Vec<&str> =
        told["markers"].as_array().unwrap().iter().map(|marker| marker["kind"].as_str().unwrap()).collect();
    assert!(markers.contains(&"recording_started") && !markers.contains(&"contact_opened"), "{markers:?}");

    let ticket = studio.ticket(contact).await.ok();
    let url = ticket["url"].as_str().unwrap();
    let (status, headers, whole) = studio.hear(Method::GET, url, &[]).await;
    assert_eq!(
        (status, headers.get("content-type"), headers.get("accept-ranges")),
        (200, "audio/ogg", "bytes")
    );
    assert_eq!(headers.get("content-length"), whole.len().to_string());
    let [left, right] = archive::decode(&whole).unwrap();
    assert_eq!((left.len(), right.len()), (16_000, 16_000));
    let length = whole.len();
    let tag = headers.get("etag").to_owned();
    let (status, headers, nothing) = studio.hear(Method::HEAD, url, &[]).await;
    assert_eq!((status, headers.get("content-length"), nothing.len()), (200, &*length.to_string(), 0));

    let range = header::RANGE;
    for (asked, from, to) in
        [("bytes=0-99", 0, 100), ("bytes=100-", 100, length), ("bytes=-50", length - 50, length)]
    {
        let (status, headers, part) = studio.hear(Method::GET, url, &[(range.clone(), asked)]).await;
        assert_eq!((status, part.as_slice()), (206, &whole[from..to]), "{asked}");
        assert_eq!(headers.get("content-range"), format!("bytes {from}-{}/{length}", to - 1));
    }
    let (status, headers, _) = studio.hear(Method::GET, url, &[(range.clone(), "bytes=999999-")]).await;
    assert_eq!((status, headers.get("content-range")), (416, &*format!("bytes */{length}")));
    for (known, expected) in [(tag.as_str(), 206), ("\"another\"", 200)] {
        let fields = [(range.clone(), "bytes=0-9"), (header::IF_RANGE, known)];
        assert_eq!(studio.hear(Method::GET, url, &fields).await.0, expected, "{known}");
    }
    assert_eq!(studio.hear(Method::GET, "/api/recordings/audio/0123456789", &[]).await.0, 404);

    // Whoever may no longer listen does not, ticket or no ticket.
    studio.house.trust.revoke(studio.house.account(Role::Supervisor)).await.unwrap();
    assert_eq!(studio.hear(Method::GET, url, &[]).await.0, 401);
}

#[tokio::test(flavor = "multi_thread")]
async fn each_playing_is_on_record_and_a_copied_address_plays_nothing() {
    let mut studio = Studio::open().await;
    let contact = studio.served().await;
    studio.record(contact, Ending::Complete { missing: 0 }).await;
    studio.until(contact, "ready").await;
    let heard = async |studio: &Studio| {
        let operation = Some("hear_recording".parse().unwrap());
        let filter = Filter { operation, contact: Some(contact), limit: 100, ..Filter::default() };
        let told = audit::list(studio.house.store.db(), &filter).await.unwrap();
        told.iter().filter(|placed| placed.entry.outcome == Outcome::Allowed).count()
    };
    let range = |from: &'static str| [(header::RANGE, from)];

    // A page's ticket, with the cookie of the session that asked for it.
    let (cookie, bond) = signed_in(&studio.house, Role::Supervisor).await;
    let (other, _) = signed_in(&studio.house, Role::Administrator).await;
    let path = format!("/api/contacts/{contact}/recording/ticket");
    let shown = [("cookie", cookie.as_str()), ("x-heliotrope-bond", bond.as_str())];
    let ticket = browse(&studio.house, Method::POST, &path, &shown, None).await.ok();
    let url = ticket["url"].as_str().unwrap();
    assert_eq!(studio.hear(Method::GET, url, &[]).await.0, 401, "no cookie");
    assert_eq!(studio.hear(Method::GET, url, &[(header::COOKIE, &other)]).await.0, 404, "somebody else's");
    assert_eq!(heard(&studio).await, 0);
    for (from, playings) in [
        ("bytes=0-", 1),
        ("bytes=0-99", 2),
        ("bytes=100-", 2),
        ("bytes=0-", 3),
        ("bytes=1-", 4),
        ("bytes=5-9", 4),
    ] {
        let fields = [(header::COOKIE, cookie.as_str()), (header::RANGE, from)];
        assert_eq!(studio.hear(Method::GET, url, &fields).await.0, 206, "{from}");
        assert_eq!(heard(&studio).await, playings, "{from}");
    }

    // A script's, whose token no audio element can send: so many playings, each on record.
    let ticket = studio.ticket(contact).await.ok();
    let url = ticket["url"].as_str().unwrap();
    for playing in 1..=8 {
        assert_eq!(studio.hear(Method::GET, url, &[]).await.0, 200, "{playing}");
        assert_eq!(heard(&studio).await, 4 + playing);
    }
    assert_eq!(studio.hear(Method::GET, url, &[]).await.0, 404);
    assert_eq!(studio.hear(Method::GET, url, &range("bytes=5-")).await.0, 404);
    assert_eq!(heard(&studio).await, 12);

    // What cannot be on record is not heard.
    let ticket = studio.ticket(contact).await.ok();
    let url = ticket["url"].as_str().unwrap();
    let drop = "ALTER TABLE audit RENAME TO gone";
    store::write_db!(studio.house.store.db(), |pool| sqlx::query(drop).execute(pool).await.map(|_| ()))
        .unwrap();
    assert_eq!(studio.hear(Method::GET, url, &[]).await.0, 503);
    assert_eq!(studio.hear(Method::GET, url, &range("bytes=5-")).await.0, 503);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_failed_is_told_and_counted() {
    let mut studio = Studio::open().await;
    let (good, bad) = (studio.served().await, studio.served().await);
    let call = studio.house.call("loans-line", None).await;
    studio.house.settled().await;
    assert_eq!(studio.told(call.contact).await["state"], "none", "the queue has its contacts not recorded");
    assert_eq!(studio.ticket(call.contact).await.status, 404);
    let unknown = studio.house.get(Role::Supervisor, "/api/contacts/C-99/recording").await;
    assert_eq!(unknown.status, 404);

    studio.record(good, Ending::Complete { missing: 0 }).await;
    studio.record(bad, Ending::Failed(io::ErrorKind::StorageFull.into())).await;
    studio.until(good, "ready").await;
    let failed = studio.until(bad, "failed").await;
    assert_eq!(failed["reason"], "the disk is full");
    let success = studio.house.get(Role::Supervisor, "/api/recordings/success").await.ok();
    assert_eq!(
        success,
        json!({
            "due": 2, "playable": 1, "share": 0.5, "pending": 0,
            "failed": [{"recording": format!("R-{}", bad.0), "contact": bad.to_string(), "reason": "the disk is full"}],
        })
    );
    // The same as an indicator, with the contacts behind it.
    let query = "from=1970-01-01&to=2100-01-01&interval=whole&by=queue&indicators=recording_success";
    let table = studio.house.get(Role::Supervisor, &format!("/api/figures?{query}")).await.ok();
    let rows = table["rows"].as_array().unwrap();
    let row = rows.iter().find(|row| row["key"] == "cards").unwrap_or_else(|| panic!("{table}"));
    let figure = &row["figures"]["recording_success"];
    assert_eq!((&figure["numerator"], &figure["denominator"]), (&json!(1.0), &json!(2.0)));
    for (part, expected) in [
        ("numerator", json!([good.to_string()])),
        ("denominator", json!([bad.to_string(), good.to_string()])),
    ] {
        let link = figure["contacts"][part].as_str().unwrap();
        let list = studio.house.get(Role::Supervisor, link).await.ok();
        let listed: Vec<_> =
            list["contacts"].as_array().unwrap().iter().map(|contact| contact["id"].clone()).collect();
        assert_eq!(json!(listed), expected, "{link}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn with_its_customer_a_recording_is_erased() {
    let mut studio = Studio::open().await;
    studio.house.ready(1).await;
    let call = studio.house.call("cards-line", Some(crate::house::REGISTERED)).await;
    studio.house.pick_up().await;
    // The bank's answer may come at any moment before the end.
    loop {
        let told = studio.house.get(Role::Supervisor, &format!("/api/contacts/{}", call.contact)).await.ok();
        if !told["customer"].is_null() {
            break;
        }
        tokio::time::sleep(std::time::Duration::from_millis(10)).await;
    }
    studio.house.hang_up(&call).await;
    studio.house.settled().await;
    studio.record(call.contact, Ending::Complete { missing: 0 }).await;
    studio.until(call.contact, "ready").await;
    let url = studio.ticket(call.contact).await.ok()["url"].as_str().unwrap().to_owned();
    assert_eq!(studio.hear(Method::GET, &url, &[]).await.0, 200);
    let erased = studio.house.store.erase_customer(crate::house::customer()).await.unwrap();
    assert!(erased);
    assert_eq!(studio.told(call.contact).await["state"], "erased");
    assert_eq!(studio.hear(Method::GET, &url, &[]).await.0, 404);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_crash_left_unfinished_is_finished_by_the_next_start() {
    let mut studio = Studio::open().await;
    let contact = studio.served().await;
    let keeper = studio.recordings.keeper();
    let began = Time(0) + Span::seconds(1_790_000_000);
    let write = move || {
        let mut tape = keeper.0.begin(RecordingId::of(contact), began).unwrap();
        for stretch in &sound()[..3] {
            let mut octets = Vec::new();
            chunk::write(stretch, &mut octets);
            tape.append(&octets).unwrap();
        }
        // Nobody ends it.
        std::mem::forget(tape);
    };
    tokio::task::spawn_blocking(write).await.unwrap();
    let recordings = studio.house.store.recordings();
    while recordings.find(RecordingId::of(contact)).await.unwrap().is_none_or(|row| row.source.is_none()) {
        tokio::time::sleep(std::time::Duration::from_millis(10)).await;
    }
    // Another process starts on the same data.
    let _next = Recordings::start(studio.house.store.clone()).await.unwrap();
    let told = studio.until(contact, "ready").await;
    assert_eq!(told["duration_s"], 1.5);
}

#[tokio::test(flavor = "multi_thread")]
async fn agents_hear_what_they_took_part_in_and_nothing_else() {
    let mut studio = Studio::open().await;
    // The role's account is the first agent; the second one serves the second call.
    let own = studio.served().await;
    studio.house.centre.set_agent(None, AgentId(1), Some(NotReady::Pause)).await.unwrap();
    studio.house.ready(2).await;
    let other = studio.house.call("cards-line", None).await;
    studio.house.pick_up().await;
    studio.house.settled().await;
    let ask = async |method: Method, path: String| {
        let request = request(method, &path, Some(studio.house.token(Role::Agent)));
        send(&studio.house.router, request.body(Body::empty()).unwrap()).await.status.as_u16()
    };
    for (contact, told, ticket) in [(own, 200, 409), (other.contact, 404, 404), (ContactId(99), 404, 404)] {
        let path = format!("/api/contacts/{contact}/recording");
        assert_eq!(ask(Method::GET, path.clone()).await, told, "{contact}");
        assert_eq!(ask(Method::POST, format!("{path}/ticket")).await, ticket, "{contact}");
    }
    assert_eq!(ask(Method::GET, "/api/recordings/success".to_owned()).await, 403);
}
