//! An agent at the desk's WebSocket, with real SIP telephones on both sides.

use crate::harness::desk::{Desk, account};
use crate::harness::plan::{agents, line, queue, straight_to};
use crate::harness::{Centre, Setup, caller};
use phones::{AgentOptions, Behaviour, InCall, Length, OnRing, Options, Phones, Step};
use serde_json::{Value, json};
use vocabulary::Span;

const STAYS: Behaviour =
    Behaviour { on_ring: OnRing::Answer(Length::Fixed(Span::millis(300))), in_call: InCall::Stay };

#[test]
fn a_real_call_is_held_wrapped_up_and_noted_and_the_note_survives_a_kill() {
    let phones = Phones::start(Options::default()).unwrap();
    let desks = phones.agents(AgentOptions { behaviour: STAYS, ..AgentOptions::new(1) }).unwrap();
    let plan = line("line", "100", "en", "straight")
        + &queue("cards", "wrap_up = \"600s\"")
        + &agents(&desks, &["cards", "lang.en"]);
    let flows = vec![("straight", straight_to("straight", "cards", ""))];
    let mut centre = Centre::start(Setup { plan, flows, ..Setup::default() });
    let token = account(&centre, "kim", 1);
    let (mut desk, welcome) = Desk::open(&centre, &token);
    assert_eq!((&welcome["agent"]["name"], &welcome["state"]), (&json!("kim"), &json!("ready")));

    // On hold, the caller hears no agent any more, and goes.
    let patience = Span::seconds(40);
    let steps = [Step::HearAgent { patience }, Step::LoseAgent { within: patience }, Step::HangUp];
    let call = phones.call(caller(&centre, "100", steps)).unwrap();
    let ring = desk.told("ring")["contact"].clone();
    let contact = ring["id"].clone();
    assert_eq!((&ring["queue"], &ring["level"]), (&json!("cards"), &json!("unknown")));
    desk.told("connected");
    desk.does(json!({"type": "note", "contact": contact, "version": 0, "text": "asks for the limit"}));
    assert_eq!(desk.told("note_kept")["version"], 1);
    desk.does(json!({"type": "hold", "contact": contact}));
    desk.told("held");
    assert_eq!(call.wait().unwrap().agent(), Some(1));
    let ended = desk.told("ended");
    assert_eq!((&ended["contact"], &ended["reason"]), (&contact, &json!("customer_hung_up")));
    desk.does(json!({"type": "disposition", "contact": contact, "code": "complaint"}));
    desk.does(json!({"type": "note", "contact": contact, "version": 1, "text": "asks for the limit, twice"}));
    desk.told("note_kept");
    let number: u64 = contact.as_str().and_then(|id| id.strip_prefix("C-")).unwrap().parse().unwrap();
    centre.entry(number, "disposition_set");

    centre.kill();
    centre.restart();
    let (_, welcome) = Desk::open(&centre, &token);
    let desk_contact = &welcome["contact"];
    if desk_contact.is_null() {
        let work = &welcome["work"][0];
        assert_eq!((&work["contact"], &work["noted"]), (&contact, &json!(true)));
    } else {
        assert_eq!(desk_contact["note"]["text"], "asks for the limit, twice");
    }
    let note = centre.get(&format!("/api/contacts/C-{number}/note")).json();
    assert_eq!((&note["text"], &note["by"]), (&json!("asks for the limit, twice"), &json!("kim")));
    let told = centre.get(&format!("/api/contacts/C-{number}")).json();
    assert_eq!(told["disposition"]["code"], "complaint", "{told}");
    assert_ne!(told["agent"], Value::Null);
}
