//! Every act is on record: walks the document, and fails for an operation that leaves no entry.

use crate::customers::until;
use crate::house::{CALLER, House, REGISTERED, UNKNOWN, customer, soon};
use crate::strangers::{PUBLIC, ask, operations, permission};
use centre::CustomerView;
use serde_json::Value;
use store::audit::{self, Entry, Filter, Kind, Outcome, Placed};
use trust::{AccountId, Role};
use vocabulary::ContactId;

/// Everything on record of one operation, oldest first, once `count` entries are there.
async fn entries(house: &House, operation: &str, count: usize) -> Vec<Entry> {
    entries_of(house, None, operation, count).await
}

/// The same, of one account alone if there is one.
async fn entries_of(house: &House, account: Option<AccountId>, operation: &str, count: usize) -> Vec<Entry> {
    let operation = Some(operation.parse().unwrap());
    let filter = Filter { account, operation, limit: 500, ..Filter::default() };
    let read = async {
        loop {
            let read = audit::list(house.store.db(), &filter).await.unwrap();
            // What nobody waits for follows in its own time.
            if read.len() >= count {
                return read;
            }
            tokio::task::yield_now().await;
        }
    };
    soon(read).await.into_iter().rev().map(|placed: Placed| placed.entry).collect()
}

fn kind(described: &Value) -> Option<Kind> {
    described["x-audit"].as_str()?.parse().ok()
}

#[tokio::test]
async fn every_operation_declares_what_it_is_and_leaves_its_entry() {
    let house = House::open().await;
    let document = house.get(Role::Viewer, "/openapi.json").await.ok();
    let mut undeclared = Vec::new();
    for operation in operations(&document) {
        let Some(kind) = kind(operation.described) else {
            undeclared.push(operation.name.clone());
            continue;
        };
        let id = operation.described["operationId"].as_str().unwrap();
        if PUBLIC.contains(&operation.name.as_str()) {
            continue;
        }
        let needed = permission(operation.described).unwrap();
        ask(&house.router, &operation, None).await;
        ask(&house.router, &operation, Some(UNKNOWN)).await;
        let told = entries(&house, id, 1).await;
        assert!(
            told.iter().all(|entry| entry.outcome == Outcome::Refused && entry.account.is_none()),
            "{id}: nobody was signed in: {told:?}"
        );
        let nonsense = |entry: &Entry| format!("{entry:?}").contains("nonsense");
        assert!(told.iter().all(|entry| entry.kind == kind && !nonsense(entry)), "{id}");
        for role in Role::ALL {
            ask(&house.router, &operation, Some(house.token(role))).await;
            let permitted = role.may(needed);
            // Nonsense that is permitted fails; a change is on record before that is known.
            let expected = match (permitted, kind) {
                (true, Kind::None) => 0,
                (true, Kind::Change) => 2,
                _ => 1,
            };
            // What strangers did may follow in its own time, in between.
            let new = entries_of(&house, Some(house.account(role)), id, expected).await;
            assert_eq!(new.len(), expected, "{id} as {role}: {new:?}");
            assert!(
                new.iter().all(|entry| (entry.outcome == Outcome::Refused) != permitted),
                "{id} as {role}: {new:?}"
            );
            assert!(!new.iter().any(nonsense), "{id}: what somebody made up is on record");
        }
    }
    assert_eq!(undeclared, Vec::<String>::new());
}

#[tokio::test]
async fn a_look_names_the_customer_and_what_cannot_be_on_record_is_not_shown() {
    let mut house = House::open().await;
    house.ready(2).await;
    let call = house.call("cards-line", Some(REGISTERED)).await;
    let path = format!("/api/contacts/{}", call.contact);
    until(&house, 1, CustomerView::is_whole).await;
    house.get(Role::Supervisor, &format!("{path}/customer")).await.ok();
    let told = entries(&house, "read_customer", 1).await;
    let look = told.iter().find(|entry| entry.outcome == Outcome::Allowed).unwrap();
    assert_eq!(
        (look.account, look.contact, look.customer.clone(), look.kind),
        (Some(house.account(Role::Supervisor)), Some(call.contact), Some(customer()), Kind::Look)
    );

    // Somebody else's customer is a refusal, though the answer is that there is nothing.
    let answer = house.get(Role::Agent, &format!("{path}/customer")).await;
    assert_eq!(answer.status, 404);
    let refused = entries(&house, "read_customer", told.len() + 1).await.pop().unwrap();
    assert_eq!((refused.outcome, refused.contact), (Outcome::Refused, Some(call.contact)));
    assert_eq!(refused.reason.unwrap().as_str(), "not-found");

    // The audit's table is gone: nothing is shown, and nothing is changed, but calls are handled.
    drop_table(&house).await;
    let answer = house.get(Role::Supervisor, &path).await;
    assert_eq!(answer.status, 503);
    assert!(!answer.body.contains("010") && !answer.body.contains("+82"), "{}", answer.body);
    let save =
        house.put(Role::Supervisor, "/api/views/mine", r#"{"page":"contacts","query":"open=true"}"#).await;
    assert_eq!(save.status, 503);
    assert_eq!(house.get(Role::Supervisor, "/api/views").await.ok()["views"].as_array().unwrap().len(), 0);
    let ready = house.put(Role::Supervisor, "/api/agents/A-2/state", r#"{"ready":true}"#).await;
    assert_eq!(ready.status, 200, "{}", ready.body);
}

async fn drop_table(house: &House) {
    let drop = "ALTER TABLE audit RENAME TO gone";
    store::write_db!(house.store.db(), |pool| sqlx::query(drop).execute(pool).await.map(|_| ())).unwrap();
}

#[tokio::test]
async fn the_privacy_officer_sees_who_looked_at_whom_and_is_on_record_too() {
    let mut house = House::open().await;
    let call = house.call("cards-line", Some(CALLER)).await;
    house.settled().await;
    house.get(Role::Agent, &format!("/api/contacts/{}", call.contact)).await.ok();
    house.get(Role::Viewer, "/api/contacts").await;
    let listed = house.get(Role::PrivacyOfficer, "/api/audit?kind=look&outcome=allowed").await.ok();
    let [look] = listed["entries"].as_array().unwrap().as_slice() else { panic!("{listed}") };
    assert_eq!(look["operation"], "read_contact");
    assert_eq!(look["who"]["name"], "agent");
    assert_eq!(look["contact"], call.contact.to_string());
    let agent = house.account(Role::Agent);
    let by_account = house.get(Role::PrivacyOfficer, &format!("/api/audit?account={agent}")).await.ok();
    assert_eq!(by_account["entries"].as_array().unwrap().len(), 1);
    let read = entries(&house, "list_audit", 2).await;
    assert!(read.iter().all(|entry| entry.account == Some(house.account(Role::PrivacyOfficer))));

    for bad in ["kind=peek", "limit=0", "limit=501", "account=A-1", "from=yesterday", "before=-1"] {
        assert_eq!(house.get(Role::PrivacyOfficer, &format!("/api/audit?{bad}")).await.status, 400, "{bad}");
    }
    for contact in 0..40 {
        let contact = ContactId(1_000 + contact);
        house.get(Role::Agent, &format!("/api/contacts/{contact}/note")).await;
    }
    let probing = async {
        loop {
            let told = house.get(Role::PrivacyOfficer, "/api/audit/alerts").await.ok();
            if let Some(alert) = told["alerts"].as_array().unwrap().first() {
                // Each of them is an entry; the alert grows while they come.
                if alert["count"] == 40 {
                    return alert.clone();
                }
            }
            tokio::task::yield_now().await;
        }
    };
    let alert = soon(probing).await;
    assert_eq!(
        (alert["kind"].as_str(), alert["who"]["account"].as_str()),
        (Some("probing"), Some(agent.to_string().as_str()))
    );
    let state = house.get(Role::PrivacyOfficer, "/api/audit/state").await.ok();
    assert_eq!((state["failing"].as_bool(), state["lost"].as_u64()), (Some(false), Some(0)));
}
