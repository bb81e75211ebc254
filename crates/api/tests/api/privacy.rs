//! What is kept of customers: rules and holds, erasing with four eyes and proving it, archives, consents.

use crate::customers::until;
use crate::house::{House, REGISTERED, customer, request, send, soon};
use axum::body::Body;
use axum::http::Method;
use centre::CustomerView;
use serde_json::{Value, json};
use store::recordings::Stored;
use store::{NoteText, Owner};
use trust::{Role, Token};
use vocabulary::{ContactId, RecordingId, Time};

const CONSENTS: &str = "/api/contacts/C-1/consents";
const PLANTED: &str = "the customer asked about 민준's mortgage";

/// A contact of the known customer, served, noted, recorded and closed; and a second privacy officer.
async fn furnished() -> (House, Token) {
    let mut house = House::open().await;
    house.ready(1).await;
    let call = house.call("cards-line", Some(REGISTERED)).await;
    until(&house, 1, CustomerView::is_whole).await;
    let by = house.account(Role::Agent);
    house.store.keep_note(ContactId(1), by, 0, &NoteText::new(PLANTED)).await.unwrap();
    house.hang_up(&call).await;
    house.settled().await;
    let key = house.store.blobs().key_of(Owner::Customer(customer())).await.unwrap();
    let archive = Stored { blob: house.store.blobs().write(&key, b"OggS planted").unwrap(), key: key.id() };
    house.store.recordings().begun(RecordingId(1), Time(0), archive).await.unwrap();
    house.store.recordings().ready(RecordingId(1), archive, b"facts").await.unwrap();
    let (_, second) = house.trust.create_account("second", Role::PrivacyOfficer).await.unwrap();
    (house, second)
}

async fn officer(house: &House, method: Method, path: &str, body: Option<Value>) -> crate::house::Answer {
    house.ask(house.token(Role::PrivacyOfficer), method, path, body).await
}

async fn approved(house: &House, second: &Token, asked: &Value) -> crate::house::Answer {
    let path = format!("/api/approvals/{}/approval", asked["approval"].as_str().unwrap());
    house.ask(second.expose(), Method::POST, &path, None).await
}

#[tokio::test]
async fn an_erasure_takes_two_waits_for_holds_and_proves_itself() {
    let (house, second) = furnished().await;
    let body = || Some(json!({"customer": "k-7"}));
    // Nobody else may, nobody alone may, and nothing that is held goes.
    for role in [Role::Supervisor, Role::Administrator, Role::Agent] {
        assert_eq!(
            house.ask(house.token(role), Method::POST, "/api/privacy/erasures", body()).await.status,
            403
        );
    }
    let hold = Some(json!({"customer": "k-7", "matter": "court 2026/17"}));
    let held = officer(&house, Method::POST, "/api/privacy/holds", hold).await.ok();
    let id = held["holds"][0]["id"].as_str().unwrap().to_owned();
    let refused = officer(&house, Method::POST, "/api/privacy/erasures", body()).await;
    assert_eq!(refused.status, 409);
    assert!(refused.json()["detail"].as_str().unwrap().contains("court 2026/17"), "{}", refused.body);
    let lifted = officer(&house, Method::DELETE, &format!("/api/privacy/holds/{id}"), None).await;
    assert_eq!(lifted.status, 204, "{}", lifted.body);

    let asked = officer(&house, Method::POST, "/api/privacy/erasures", body()).await;
    assert_eq!(asked.status, 202, "{}", asked.body);
    let own = format!("/api/approvals/{}/approval", asked.json()["approval"].as_str().unwrap());
    assert_eq!(officer(&house, Method::POST, &own, None).await.status, 409, "one person has two eyes");
    assert!(house.store.note(ContactId(1)).await.unwrap().is_some(), "nothing goes before it is approved");
    assert_eq!(approved(&house, &second, &asked.json()).await.ok()["state"], "done");

    let list = officer(&house, Method::GET, "/api/privacy/erasures", None).await.ok();
    assert_eq!((&list["erasures"][0]["customer"], &list["erasures"][0]["kept"]), (&json!("k-7"), &json!([])));
    let proof = officer(&house, Method::POST, "/api/privacy/erasures/1/proof", None).await.ok();
    assert_eq!(proof["holds"], true, "{proof}");
    let results = proof["results"].as_array().unwrap();
    assert_eq!(results.len(), 8);
    assert!(results.iter().all(|result| result["opens"] == 0), "{proof}");
    assert_eq!(house.store.note(ContactId(1)).await.unwrap(), None);
    assert_eq!(house.store.customers_by_name("민준").await.unwrap(), []);
    let contact = house.get(Role::Supervisor, "/api/contacts/C-1").await.ok();
    assert_eq!(contact["caller"], Value::Null, "{contact}");
}

#[tokio::test]
async fn a_customer_is_given_all_that_is_kept_in_one_archive_with_its_mark() {
    let (house, second) = furnished().await;
    let body = Some(json!({"customer": "k-7"}));
    let asked = officer(&house, Method::POST, "/api/privacy/archives", body).await;
    assert_eq!(asked.status, 202, "{}", asked.body);
    let early = officer(&house, Method::GET, "/api/privacy/archives/1/file", None).await;
    assert_eq!(early.status, 404, "{}", early.body);
    approved(&house, &second, &asked.json()).await.ok();
    let ready = async {
        loop {
            let list = officer(&house, Method::GET, "/api/privacy/archives", None).await.ok();
            if list["archives"][0]["state"] != "making" {
                return list;
            }
            tokio::time::sleep(std::time::Duration::from_millis(20)).await;
        }
    };
    let list = soon(ready).await;
    let made = &list["archives"][0];
    assert_eq!(
        (&made["state"], &made["done"], &made["all"]),
        (&json!("ready"), &json!(1), &json!(1)),
        "{list}"
    );

    let asked = request(Method::GET, "/api/privacy/archives/1/file", Some(house.token(Role::PrivacyOfficer)));
    let answer = send(&house.router, asked.body(Body::empty()).unwrap()).await;
    assert_eq!((answer.status.as_u16(), answer.header("content-type")), (200, "application/zip"));
    // Stored as it is: what is in it can be read in it.
    for inside in
        [PLANTED, REGISTERED, "OggS planted", "recordings/R-1.ogg", "data.json", "privacy_officer", "export:"]
    {
        assert!(answer.body.contains(inside), "{inside} is not in the archive");
    }
    let filter = store::audit::Filter {
        operation: Some("fetch_archive".parse().unwrap()),
        outcome: Some(store::audit::Outcome::Allowed),
        ..store::audit::Filter::default()
    };
    let told = store::audit::list(house.store.db(), &filter).await.unwrap();
    assert_eq!(told[0].entry.kind, store::audit::Kind::Export);
    assert_eq!(told[0].entry.customer, Some(customer()));

    // The archive goes with its customer.
    let store::erasure::Erased::Done(_) =
        house.store.erase(&customer(), &[], house.account(Role::PrivacyOfficer)).await.unwrap()
    else {
        panic!("nothing holds it")
    };
    let gone = officer(&house, Method::GET, "/api/privacy/archives/1/file", None).await;
    assert_eq!(gone.status, 404, "{}", gone.body);
}

#[tokio::test]
async fn rules_are_shown_with_their_source_and_what_is_due() {
    let (house, _) = furnished().await;
    let shown = officer(&house, Method::GET, "/api/privacy/retention", None).await.ok();
    let rule = &shown["rules"][0];
    assert_eq!(
        (&rule["kind"], &rule["keep_days"], &rule["due"]),
        (&json!("recordings"), &json!(1_095), &json!(1))
    );
    assert_eq!(rule["source"], "a rule of the test");
    assert_eq!(shown["runs"], json!([]));
    let ran = officer(&house, Method::POST, "/api/privacy/retention/run", None).await.ok();
    assert_eq!((&ran["runs"][0]["kind"], &ran["runs"][0]["removed"]), (&json!("recordings"), &json!(1)));
    let after = officer(&house, Method::GET, "/api/privacy/retention", None).await.ok();
    assert_eq!((&after["rules"][0]["due"], &after["runs"][0]["removed"]), (&json!(0), &json!(1)));
}

#[tokio::test]
async fn what_a_customer_agrees_to_is_noted_and_the_newest_word_counts() {
    let (house, _) = furnished().await;
    let supervisor = house.token(Role::Supervisor);
    let said = |topic: &str, agreed: bool, wording: &str| {
        Some(json!({"topic": topic, "agreed": agreed, "means": "call", "wording": wording}))
    };
    assert_eq!(house.get(Role::Viewer, CONSENTS).await.status, 403);
    let none = house.get(Role::Supervisor, CONSENTS).await.ok();
    assert_eq!((&none["customer"], &none["in_force"]), (&json!("k-7"), &json!([])));
    let refused = house.ask(supervisor, Method::POST, CONSENTS, said("recording", true, " ")).await;
    assert_eq!((refused.status.as_u16(), &refused.json()["field"]), (422, &json!("wording")));
    house.ask(supervisor, Method::POST, CONSENTS, said("recording", true, "2026-01")).await.ok();
    house.ask(supervisor, Method::POST, CONSENTS, said("marketing", true, "2026-01")).await.ok();
    let now = house.ask(supervisor, Method::POST, CONSENTS, said("recording", false, "2026-02")).await.ok();
    let in_force: Vec<(&Value, &Value)> =
        now["in_force"].as_array().unwrap().iter().map(|said| (&said["topic"], &said["agreed"])).collect();
    assert_eq!(in_force, [(&json!("recording"), &json!(false)), (&json!("marketing"), &json!(true))]);
    assert_eq!(now["said"].as_array().unwrap().len(), 3, "nothing is overwritten");
    assert_eq!((&now["said"][0]["by"], &now["said"][0]["contact"]), (&json!("supervisor"), &json!("C-1")));
}
