//! A customer is verified by being called back at the number that the bank has on record.

use crate::customers::until;
use crate::finding::talks;
use crate::house::{House, REGISTERED, plan, soon};
use crate::screens::{Page, Served};
use bank::Error;
use bank::customers::Telephone;
use jiff::civil::Date;
use serde_json::{Value, json};
use trust::Role;
use vocabulary::plan::{Plan, Trunk};
use vocabulary::voice::{Event, LegEnd, Order};
use vocabulary::{LegId, PhoneNumber};
use voice::ToNode;

/// Another number than the one that calls.
const AT_HOME: &str = "+821055507777";

fn telephone(number: &str, since: Option<Date>) -> Result<Option<Telephone>, Error> {
    Ok(Some(Telephone { number: PhoneNumber::new(number).unwrap(), since }))
}

fn call() -> Value {
    json!({"type": "call_registered", "contact": "C-1"})
}

/// A customer whose number is known talks with an agent, and there is a trunk.
async fn talking(house: &mut House, served: &Served) -> Page {
    let address = Some("sip:127.0.0.1:5099".to_owned());
    let trunk = Trunk { address, numbers: vec!["+82".to_owned()], except: Vec::new() };
    house.centre.change_plan(None, Plan { trunk, ..plan() }, None).await.unwrap();
    let (page, _) = talks(house, served, Some(REGISTERED)).await;
    until(house, 1, |_| true).await;
    page
}

/// The next registered telephone that is dialled: the leg, and the number.
async fn dialled(house: &mut House) -> (LegId, Option<PhoneNumber>) {
    loop {
        let order = soon(house.node.orders.recv()).await.unwrap();
        if let ToNode::Command(command) = order
            && let Order::DialOut { leg, number, registered: true, .. } = command.order
        {
            return (leg, number);
        }
    }
}

async fn step(page: &mut Page) -> Value {
    page.told("verification_call").await["call"].clone()
}

#[tokio::test]
async fn the_bank_is_asked_before_a_talk_is_ended_for_nothing() {
    let mut house = House::open().await;
    let served = Served::open(&house).await;
    let mut page = talking(&mut house, &served).await;
    let lately = jiff::Zoned::now().date().checked_sub(jiff::Span::new().days(3)).unwrap();
    for (told, code) in [
        (Err(Error::NotOffered), "not_offered"),
        (Err(Error::Busy), "bank"),
        (Ok(None), "no_number"),
        (telephone(AT_HOME, Some(lately)), "new_number"),
        (telephone("+15550001234", None), "not_callable"),
    ] {
        house.reached_by(told);
        let answer = page.ask(call()).await;
        assert_eq!((&answer["type"], &answer["problem"]["code"]), (&json!("refused"), &json!(code)));
        assert!(!answer.to_string().contains("5507777") && !answer.to_string().contains("50001234"));
    }
    house.reached_by(telephone(AT_HOME, None));
    page.does(json!({"type": "third_party", "contact": "C-1", "is": true})).await;
    assert_eq!(page.is_refused(call()).await, "conflict");
    assert_eq!(page.is_refused(json!({"type": "call_registered", "contact": "C-9"})).await, "conflict");
    assert_eq!(house.get(Role::Supervisor, "/api/contacts/C-1").await.ok()["phase"], "talking");
}

#[tokio::test]
async fn an_answer_at_the_registered_number_verifies_and_nothing_else_does() {
    let mut house = House::open().await;
    let served = Served::open(&house).await;
    let mut page = talking(&mut house, &served).await;
    house.reached_by(telephone(AT_HOME, Some(Date::constant(2019, 11, 2))));
    page.does(call()).await;
    assert_eq!(step(&mut page).await, json!({"stage": "begun", "why": null}));
    // The call itself is made once the customer has put the telephone down.
    let (leg, number) = dialled(&mut house).await;
    assert_eq!(number.unwrap().expose(), AT_HOME, "not the number that called");
    assert_eq!(step(&mut page).await, json!({"stage": "dialled", "why": null}));
    house.node.report(Event::Ended { leg, cause: LegEnd::Refused(486) }).await;
    assert_eq!(step(&mut page).await, json!({"stage": "failed", "why": "customer_engaged"}));
    let stands = house.get(Role::Supervisor, "/api/contacts/C-1").await.ok();
    assert_eq!((&stands["phase"], &stands["verified"]), (&json!("verifying"), &json!(false)));

    page.does(call()).await;
    let (leg, _) = dialled(&mut house).await;
    assert_eq!(step(&mut page).await["stage"], "dialled");
    house.node.report(Event::Answered { leg }).await;
    assert_eq!(step(&mut page).await["stage"], "answered");
    let known = loop {
        let told = page.told("level").await;
        if told["level"] == "verified" {
            break told["known"].clone();
        }
    };
    assert_eq!(known["how"], "registered_number");
    assert_eq!(page.is_refused(call()).await, "conflict", "there is nothing left to prove");
    house.settled().await;
    let journal = house.get(Role::Supervisor, "/api/contacts/C-1/journal").await;
    let told = journal.ok();
    let calls = told["entries"].as_array().unwrap().iter().filter(|one| one["kind"] == "verification_call");
    let steps: Vec<&Value> = calls.map(|one| &one["step"]).collect();
    assert_eq!(steps, ["begun", "dialled", "failed", "dialled", "answered"]);
    assert!(!journal.body.contains("5507777"), "the number is in the journal");
}
