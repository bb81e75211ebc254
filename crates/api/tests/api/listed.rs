//! Customers that lists show are counted like those that are opened one by one.

use crate::house::{House, soon};
use serde_json::Value;
use store::{Batch, ContactChange};
use trust::Role;
use vocabulary::journal::EndReason;
use vocabulary::{ContactId, CustomerRef, Language, LineName, Span, Time};

/// More than anybody is shown within an hour without being asked about it.
const PAST: u64 = 620;

/// A house with so many contacts of different customers behind it; of every tenth nobody knows whose it was.
async fn house() -> House {
    let house = House::open().await;
    let changes = (1..=PAST).flat_map(|n| {
        let (contact, at) = (ContactId(n), Time(0) + Span::seconds(1_000_000_000 + n.cast_signed()));
        let opened = ContactChange::Opened {
            contact,
            at,
            line: LineName::new("cards-line").unwrap(),
            language: Language::Korean,
            caller: None,
        };
        let customer = (!n.is_multiple_of(10)).then(|| ContactChange::Customer {
            contact,
            customer: CustomerRef::new(&format!("past-{n}")).unwrap(),
            verified: false,
        });
        let closed = ContactChange::Closed {
            contact,
            at,
            reason: EndReason::CustomerHungUp,
            queue: None,
            agent: None,
            wait: None,
            talk: None,
        };
        std::iter::once(opened).chain(customer).chain([closed])
    });
    house.store.journal().append(Batch { records: Vec::new(), changes: changes.collect() }).unwrap();
    // Changes without records have no place to wait for.
    let closed = async {
        loop {
            let last = house.store.contact(ContactId(PAST)).await.unwrap();
            if last.is_some_and(|row| row.closed_at.is_some()) {
                return;
            }
            tokio::task::yield_now().await;
        }
    };
    soon(closed).await;
    house
}

/// Shows somebody so many pages of a list.
async fn page_through(house: &House, role: Role, limit: usize, pages: usize) {
    let mut before = String::new();
    for _ in 0..pages {
        let page = house.get(role, &format!("/api/contacts?limit={limit}{before}")).await.ok();
        assert_eq!(page["contacts"].as_array().unwrap().len(), limit);
        before = page["next"].as_str().map(|next| format!("&before={next}")).unwrap_or_default();
    }
}

/// Alerts of many customers within an hour: whose, and how many.
async fn mass_look_ups(house: &House) -> Vec<(String, u64)> {
    let told = house.get(Role::PrivacyOfficer, "/api/audit/alerts").await.ok();
    let all = told["alerts"].as_array().unwrap().iter().filter(|alert| alert["kind"] == "mass_look_up");
    let whose = |alert: &Value| alert["who"]["account"].as_str().unwrap().to_owned();
    all.map(|alert| (whose(alert), alert["count"].as_u64().unwrap())).collect()
}

#[tokio::test]
async fn whoever_pages_through_customers_is_told_of_like_whoever_opens_them_one_by_one() {
    let house = house().await;
    let supervisor = house.account(Role::Supervisor).to_string();
    // The same page however often, and pages of a day's work, are nothing unusual.
    for _ in 0..5 {
        page_through(&house, Role::Supervisor, 200, 1).await;
    }
    page_through(&house, Role::Supervisor, 100, 5).await;
    assert_eq!(mass_look_ups(&house).await, []);
    // One more that the account was not shown yet.
    page_through(&house, Role::Supervisor, 101, 6).await;
    assert_eq!(mass_look_ups(&house).await, [(supervisor.clone(), 606)]);

    // One by one it takes fewer. Those whose customer nobody knows count as well.
    for n in 1..=40 {
        house.get(Role::Supervisor, &format!("/api/contacts/C-{n}")).await.ok();
    }
    assert_eq!(mass_look_ups(&house).await, [(supervisor.clone(), 606)]);
    house.get(Role::Supervisor, "/api/contacts/C-41").await.ok();
    let mut told = mass_look_ups(&house).await;
    told.sort_by_key(|(_, count)| *count);
    assert_eq!(told, [(supervisor.clone(), 41), (supervisor, 606)]);
}

#[tokio::test]
async fn the_contacts_behind_a_figure_are_counted_too() {
    let house = house().await;
    // A page that a figure's link opens is a list like any other: two ways to the same rows are one.
    for page in 0..4 {
        let before = PAST + 1 - page * 200;
        let path = format!("/api/contacts?limit=200&line=cards-line&open=false&before=C-{before}");
        house.get(Role::Supervisor, &path).await.ok();
    }
    page_through(&house, Role::Supervisor, 200, 3).await;
    assert_eq!(mass_look_ups(&house).await, [(house.account(Role::Supervisor).to_string(), PAST)]);
}
