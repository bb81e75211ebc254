//! Contacts: the list, one, and the journal of one.

use crate::house::{CALLER, House, REGISTERED, customer};
use serde_json::{Value, json};
use trust::Role;
use vocabulary::ContactId;
use vocabulary::journal::Entry;

/// C-1 talks with A-1 about cards; C-2 waits for loans, its number withheld; C-3 gave up waiting for
/// cards; C-4 waits for cards.
async fn house() -> House {
    let mut house = House::open().await;
    house.ready(1).await;
    house.call("cards-line", Some(CALLER)).await;
    house.pick_up().await;
    house.call("loans-line", None).await;
    let third = house.call("cards-line", Some(CALLER)).await;
    house.call("cards-line", Some(CALLER)).await;
    house.hang_up(&third).await;
    house.settled().await;
    house
}

fn ids(list: &Value) -> Vec<&str> {
    list["contacts"].as_array().unwrap().iter().map(|contact| contact["id"].as_str().unwrap()).collect()
}

#[tokio::test]
async fn lists_are_filtered_open_and_closed_alike() {
    let house = house().await;
    let cases: [(&str, &[&str]); 15] = [
        ("", &["C-4", "C-3", "C-2", "C-1"]),
        ("?open=true", &["C-4", "C-2", "C-1"]),
        ("?open=false", &["C-3"]),
        ("?queue=cards", &["C-4", "C-3", "C-1"]),
        ("?queue=cards&open=true", &["C-4", "C-1"]),
        ("?queue=cards&open=false", &["C-3"]),
        ("?queue=unknown", &[]),
        ("?agent=A-1", &["C-1"]),
        ("?agent=1&open=false", &[]),
        ("?line=loans-line", &["C-2"]),
        ("?line=cards-line&queue=loans", &[]),
        ("?before=C-3", &["C-2", "C-1"]),
        ("?before=C-18446744073709551615", &["C-4", "C-3", "C-2", "C-1"]),
        ("?before=C-1", &[]),
        ("?limit=200&queue=cards&before=C-4", &["C-3", "C-1"]),
    ];
    for (query, expected) in cases {
        let list = house.get(Role::Agent, &format!("/api/contacts{query}")).await.ok();
        assert_eq!((ids(&list), &list["next"]), (expected.to_vec(), &Value::Null), "{query}");
    }
}

#[tokio::test]
async fn pages_join_without_gap_or_repeat() {
    let house = house().await;
    for (filter, limit, expected) in [
        ("", 1, vec!["C-4", "C-3", "C-2", "C-1"]),
        ("", 3, vec!["C-4", "C-3", "C-2", "C-1"]),
        ("&queue=cards", 1, vec!["C-4", "C-3", "C-1"]),
        ("&open=true", 2, vec!["C-4", "C-2", "C-1"]),
    ] {
        let mut seen = Vec::new();
        let mut query = format!("/api/contacts?limit={limit}{filter}");
        loop {
            let page = house.get(Role::Supervisor, &query).await.ok();
            assert!(ids(&page).len() <= limit);
            seen.extend(ids(&page).into_iter().map(str::to_owned));
            let Some(next) = page["next"].as_str() else { break };
            query = format!("/api/contacts?limit={limit}{filter}&before={next}");
        }
        assert_eq!(seen, expected, "{limit} {filter}");
    }
}

#[tokio::test]
async fn contacts_are_shown_as_they_stand_and_callers_behind_their_mask() {
    let house = house().await;
    let list = house.get(Role::Agent, "/api/contacts").await;
    assert!(!list.body.contains(&CALLER[3..9]), "the calling number is shown");
    for (id, expected) in [
        (
            "C-1",
            json!({"phase": "talking", "queue": "cards", "agent": "A-1", "caller": "+82…1234", "reason": null}),
        ),
        (
            "C-2",
            json!({"phase": "waiting", "queue": "loans", "agent": null, "caller": null, "line": "loans-line"}),
        ),
        (
            "C-3",
            json!({"phase": "closed", "queue": "cards", "agent": null, "caller": "+82…1234", "reason": "abandoned", "language": "ko"}),
        ),
    ] {
        let contact = house.get(Role::Agent, &format!("/api/contacts/{id}")).await.ok();
        for (field, value) in expected.as_object().unwrap() {
            assert_eq!(&contact[field], value, "{id} {field}");
        }
        assert_eq!(contact["closed_at"].is_string(), id == "C-3");
        // How long it waited in vain counts in figures, and is told.
        assert_eq!(contact["wait"].is_number(), id == "C-3");
        let listed = list.ok()["contacts"].as_array().unwrap().clone();
        assert!(listed.contains(&contact), "the list shows {id} otherwise: {listed:?}");
    }
}

#[tokio::test]
async fn a_known_customer_is_named_to_those_who_may_see_contacts_and_can_be_erased() {
    let mut house = House::open().await;
    house.ready(1).await;
    let mut records = house.centre.watch();
    house.call("cards-line", Some(REGISTERED)).await;
    while !matches!(records.recv().await.unwrap().entry, Entry::CustomerMatched { .. }) {}
    house.settled().await;
    let contact = house.get(Role::Agent, "/api/contacts/C-1").await.ok();
    assert_eq!((&contact["customer"], &contact["verified"]), (&json!("k-7"), &json!(false)));
    assert_eq!(contact["caller"], "+82…9999");
    for (role, expected) in [(Role::Agent, json!("k-7")), (Role::Engineer, Value::Null)] {
        let journal = house.get(role, "/api/contacts/C-1/journal").await.ok();
        let entries = journal["entries"].as_array().unwrap();
        let matched = entries.iter().find(|entry| entry["kind"] == "customer_matched").unwrap();
        assert_eq!(matched["customer"], expected, "{role}");
    }
    assert!(house.store.erase_customer(customer()).await.unwrap());
    assert_eq!(house.get(Role::Agent, "/api/contacts/C-1").await.ok()["caller"], Value::Null);
}

#[tokio::test]
async fn a_journal_tells_the_contact_from_ring_to_end() {
    let house = house().await;
    for role in [Role::Agent, Role::Engineer] {
        let journal = house.get(role, "/api/contacts/C-3/journal").await.ok();
        let entries = journal["entries"].as_array().unwrap();
        let kinds: Vec<&str> = entries.iter().map(|entry| entry["kind"].as_str().unwrap()).collect();
        assert_eq!(kinds, ["contact_opened", "flow_moved", "queued", "contact_ended", "contact_closed"]);
        assert!(entries.iter().all(|entry| entry["contact"] == "C-3"));
        assert_eq!(entries[2]["queue"], "cards");
        assert_eq!(entries[4]["reason"], "abandoned");
        let places: Vec<u64> = entries.iter().map(place).collect();
        assert!(places.is_sorted_by(|one, next| one < next), "{places:?}");
    }
}

fn place(entry: &Value) -> u64 {
    entry["sequence"].as_str().unwrap().strip_prefix("J-").unwrap().parse().unwrap()
}

#[tokio::test]
async fn what_is_not_there_is_not_found() {
    let mut house = House::open().await;
    house.ready(1).await;
    for path in ["/api/contacts/C-9", "/api/contacts/C-18446744073709551615", "/api/contacts/9/journal"] {
        let answer = house.get(Role::Agent, path).await;
        assert_eq!((answer.status.as_u16(), answer.json()["instance"].as_str()), (404, Some(path)));
    }
    let call = house.call("cards-line", None).await;
    assert_eq!(call.contact, ContactId(1));
    house.get(Role::Agent, "/api/contacts/C-1").await.ok();
    house.get(Role::Agent, "/api/contacts/C-1/journal").await.ok();
}
