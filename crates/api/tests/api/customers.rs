//! The customer of an open contact, behind masks.

use crate::dossier;
use crate::house::{CALLER, House, REGISTERED, soon};
use crate::registry::HIDDEN;
use centre::{CustomerView, PanelName};
use serde_json::{Value, json};
use trust::Role;
use vocabulary::ContactId;

const VIEW: &str = "/api/contacts/C-1/customer";

/// Waits until the view of a contact is as wanted.
pub async fn until(house: &House, contact: u64, wanted: impl FnMut(&CustomerView) -> bool) {
    let mut records = house.centre.watch();
    let mut view = loop {
        match house.centre.watch_customer(ContactId(contact)) {
            Some(view) => break view,
            None => drop(soon(records.recv()).await.unwrap()),
        }
    };
    soon(view.wait_for(wanted)).await.unwrap();
}

/// Moments left out: they are another at each run.
fn timeless(mut view: Value) -> Value {
    for panel in PanelName::ALL {
        let panel = view[panel.tag()].as_object_mut().unwrap();
        let moments = ["as_of", "asked", "at"].map(|name| panel.remove(name));
        let told: Vec<Value> = moments.into_iter().flatten().collect();
        assert!(told.len() == 1 && told[0].as_str().is_some_and(|moment| moment.ends_with('Z')), "{told:?}");
    }
    view
}

#[tokio::test]
async fn agents_and_supervisors_see_the_customer_behind_masks_and_ask_again() {
    let mut house = House::open().await;
    house.ready(1).await;
    assert_eq!(house.get(Role::Agent, VIEW).await.status, 404);
    let call = house.call("cards-line", Some(REGISTERED)).await;
    until(&house, 1, CustomerView::is_whole).await;
    let mut expected = json!({
        "customer": "k-7",
        "identity": {"state": "ready", "value": {
            "name": "김**", "family_name": "김", "tier": "platinum", "language": "ko", "since": "2011-04-02",
            "birthday_hidden": "1985-**-**", "document": {"kind": "passport", "number": "M…8"},
        }},
        "accounts": {"state": "ready", "value": [{
            "number": "…4821", "kind": "current", "currency": "KRW", "balance_minor": -1_284_500, "status": "active",
        }]},
        "cards": {"state": "failed", "why": "unreachable", "stale": null},
        "contacts": {"state": "ready", "value": []},
        "work": {"state": "ready", "value": {"contacts": [], "operations": [], "promises": []}},
    });
    for (panel, value) in dossier::shown().as_object().unwrap() {
        expected[panel] = json!({"state": "ready", "value": value});
    }
    assert_eq!(timeless(house.get(Role::Agent, VIEW).await.ok()), expected);

    let asked = house.post(Role::Supervisor, &format!("{VIEW}/identity/retry")).await.ok();
    if asked["identity"]["state"] == "late" {
        let shown = &asked["identity"]["stale"]["value"];
        assert_eq!(*shown, expected["identity"]["value"], "what was there is shown as stale, and masked");
    }
    let asked = house.post(Role::Supervisor, &format!("{VIEW}/cards/retry")).await.ok();
    assert!(["late", "ready"].contains(&asked["cards"]["state"].as_str().unwrap()), "{asked}");
    until(&house, 1, CustomerView::is_whole).await;
    expected["cards"] = json!({"state": "ready", "value": [
        {"number": "990012…4564", "kind": "credit", "product": "플래티넘 카드", "status": "active", "limit_minor": 5_000_000, "currency": "KRW"},
        {"number": "990002…4566", "kind": "debit", "product": "플래티넘 카드", "status": "active", "limit_minor": null, "currency": null},
    ]});
    let whole = house.get(Role::Supervisor, VIEW).await;
    assert_eq!(timeless(whole.ok()), expected);
    for hidden in HIDDEN {
        assert!(!whole.body.contains(hidden), "what a mask hides is shown");
    }

    house.hang_up(&call).await;
    house.settled().await;
    for answer in
        [house.get(Role::Agent, VIEW).await, house.post(Role::Agent, &format!("{VIEW}/cards/retry")).await]
    {
        assert_eq!(answer.status, 404, "{}", answer.body);
        assert!(answer.json()["detail"].as_str().unwrap().contains("C-1 is not a contact that you serve"));
    }
}

#[tokio::test]
async fn agents_see_the_customers_they_serve_and_no_others() {
    let mut house = House::open().await;
    house.ready(2).await;
    house.call("cards-line", Some(REGISTERED)).await;
    until(&house, 1, CustomerView::is_whole).await;
    let retry = format!("{VIEW}/cards/retry");
    for answer in [house.get(Role::Agent, VIEW).await, house.post(Role::Agent, &retry).await] {
        assert_eq!(answer.status, 404, "{}", answer.body);
        assert!(answer.json()["detail"].as_str().unwrap().contains("C-1 is not a contact that you serve"));
        for shown in ["김", "4821", "k-7"] {
            assert!(!answer.body.contains(shown), "{}", answer.body);
        }
    }
    house.get(Role::Supervisor, VIEW).await.ok();
}

#[tokio::test]
async fn the_next_contact_of_a_customer_shows_the_one_before() {
    let mut house = House::open().await;
    house.ready(1).await;
    house.ready(2).await;
    let call = house.call("cards-line", Some(REGISTERED)).await;
    until(&house, 1, CustomerView::is_whole).await;
    house.hang_up(&call).await;
    house.settled().await;
    house.call("loans-line", Some(REGISTERED)).await;
    until(&house, 2, |view| !view.awaits(PanelName::Contacts)).await;
    let view = house.get(Role::Supervisor, "/api/contacts/C-2/customer").await.ok();
    let earlier = &view["contacts"]["value"];
    assert_eq!((earlier.as_array().unwrap().len(), &earlier[0]["id"]), (1, &json!("C-1")));
    assert_eq!((&earlier[0]["reason"], &earlier[0]["verified"]), (&json!("abandoned"), &json!(false)));
}

#[tokio::test]
async fn what_is_not_there_is_said() {
    let mut house = House::open().await;
    house.ready(1).await;
    house.call("cards-line", Some(CALLER)).await;
    for (path, status, field) in [
        (VIEW, 404, Value::Null),
        ("/api/contacts/C-9/customer", 404, Value::Null),
        ("/api/contacts/x/customer", 400, json!("id")),
        ("/api/contacts/%ff/customer", 400, json!("id")),
        ("/api/contacts/C-1/customer?panel=cards", 400, json!("panel")),
    ] {
        let answer = house.get(Role::Supervisor, path).await;
        assert_eq!((answer.status.as_u16(), &answer.json()["field"]), (status, &field), "{path}");
    }
    for (panel, status, field) in [("cards", 404, Value::Null), ("rents", 400, json!("panel"))] {
        let answer = house.post(Role::Agent, &format!("{VIEW}/{panel}/retry")).await;
        assert_eq!((answer.status.as_u16(), &answer.json()["field"]), (status, &field), "{panel}");
    }
}
