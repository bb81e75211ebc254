//! An agent calls the customer back at the number that the bank has on record, with real telephones: who answers
//! there is verified, and nobody else is.

use crate::harness::desk::{Desk, account};
use crate::harness::http::ask;
use crate::harness::plan::{agents, line, queue, straight_to};
use crate::harness::telephones::agent_calls;
use crate::harness::{Centre, DemoBank, LIMIT, Setup, caller};
use phones::{
    AgentOptions, Agents, Behaviour, End, InCall, Length, Listening, OnRing, Options, Phones, Script, Step,
    Voice,
};
use serde_json::{Value, json};
use vocabulary::{Language, Span};

/// What is heard of whoever answers at the registered number.
const CUSTOMER: u16 = 3_700;

const TALKS: Behaviour = Behaviour {
    on_ring: OnRing::Answer(Length::Fixed(Span::millis(300))),
    in_call: InCall::HangUpAfter(Length::Fixed(Span::millis(2_000))),
};

/// One agent, and a trunk over which the numbers of the demonstration bank may be called.
fn centre(desks: &Agents, outside: &Agents, bank: &DemoBank) -> Centre {
    let plan = format!("[trunk]\naddress = \"sip:{}\"\nnumbers = [\"+1\"]\n", outside.address(90))
        + &line("line", "100", "en", "straight")
        + &queue("cards", "wrap_up = \"0s\"\nannounce_every = \"0s\"")
        + &agents(desks, &["cards", "lang.en"]);
    let flows = vec![("straight", straight_to("straight", "cards", ""))];
    Centre::start(Setup { plan, flows, bank: Some(bank.url()), ..Setup::default() })
}

/// The telephones behind the trunk: one socket takes whatever number is called.
fn trunk(phones: &Phones, behaviour: Behaviour) -> Agents {
    let voice = Box::new(|_| Voice::tone(CUSTOMER));
    let options = AgentOptions { behaviour, own_sockets: true, first: 90, voice, ..AgentOptions::new(1) };
    phones.agents(options).unwrap()
}

/// How the call to the registered number goes.
fn step(desk: &mut Desk) -> (String, Value) {
    let call = desk.told("verification_call")["call"].clone();
    (call["stage"].as_str().unwrap().to_owned(), call["why"].clone())
}

/// Waits until it is known so well who calls.
fn known(desk: &mut Desk, level: &str) -> Value {
    loop {
        let told = desk.told("level");
        if told["level"] == level {
            return told["known"].clone();
        }
    }
}

#[test]
fn who_answers_at_the_registered_number_is_verified_and_recorded_throughout() {
    let bank = DemoBank::open();
    let phones = Phones::start(Options::default()).unwrap();
    let listening = Listening { tones: vec![CUSTOMER], capture: false };
    let desks = phones.agents(AgentOptions { listening, ..AgentOptions::new(1) }).unwrap();
    let outside = trunk(&phones, Behaviour::BUSY);
    let centre = centre(&desks, &outside, &bank);
    let token = account(&centre, "kim", 1);
    let (mut desk, _) = Desk::open(&centre, &token);

    // Somebody withholds the number, and says who it is.
    let customer = bank.customer(Language::English, 0);
    let stays =
        [Step::HearAgent { patience: Span::seconds(20) }, Step::AwaitHangUp { within: Span::seconds(100) }];
    let first = phones.call(Script { limit: Span::seconds(150), ..caller(&centre, "100", stays) }).unwrap();
    let ring = desk.told("ring")["contact"].clone();
    desk.told("connected");
    let (contact, id) = (centre.contact("line", 1), ring["id"].as_str().unwrap().to_owned());
    let nobody = desk.refused(json!({"type": "call_registered", "contact": id}));
    assert_eq!(nobody["code"], "conflict", "nobody knows yet whose number it would be");
    let path = format!("/api/contacts/{id}/customers/find");
    let by = json!({"by": "telephone", "number": customer.telephone.expose()});
    assert_eq!(ask(centre.http, "POST", &path, Some(&token), Some(&by)).unwrap().status, 200);
    desk.does(json!({"type": "identify", "contact": id, "customer": customer.customer.as_str()}));
    known(&mut desk, "identified");

    // Nobody else than the customer is verified by the customer's telephone.
    desk.does(json!({"type": "third_party", "contact": id, "is": true}));
    assert_eq!(desk.refused(json!({"type": "call_registered", "contact": id}))["code"], "conflict");
    desk.does(json!({"type": "third_party", "contact": id, "is": false}));

    // The talk ends, and the line is engaged: all stays as it was, and the agent is on the line.
    desk.does(json!({"type": "call_registered", "contact": id}));
    assert!(matches!(first.wait().unwrap().end, End::FarHungUp { .. }), "the first call is over");
    assert_eq!(step(&mut desk), ("begun".to_owned(), Value::Null));
    assert_eq!(step(&mut desk), ("dialled".to_owned(), Value::Null));
    assert_eq!(step(&mut desk), ("failed".to_owned(), json!("customer_engaged")));
    let stands = centre.get(&format!("/api/contacts/{id}")).json();
    assert_eq!((&stands["verified"], &stands["phase"]), (&json!(false), &json!("verifying")));

    // Once more.
    outside.behave(90, TALKS).unwrap();
    desk.does(json!({"type": "call_registered", "contact": id}));
    assert_eq!(step(&mut desk), ("dialled".to_owned(), Value::Null));
    assert_eq!(step(&mut desk), ("answered".to_owned(), Value::Null));
    assert_eq!(known(&mut desk, "verified")["how"], "registered_number");

    // The customer's own number was called, both hear each other, and the contact is one whole.
    let mut called = agent_calls(&outside, 2);
    let last = called.pop().unwrap();
    assert_eq!((last.called.as_str(), last.shown.as_str()), (customer.telephone.expose(), "100"));
    assert_eq!(last.received.first_marker().map(|(agent, _)| agent), Some(1), "the customer hears the agent");
    let served = agent_calls(&desks, 1).pop().unwrap();
    assert!(
        served.received.tones.iter().any(|(hertz, _)| *hertz == CUSTOMER),
        "the agent hears the customer, on the same call as before"
    );
    let story = centre.story(contact);
    let ends =
        ["recording_ended complete", "contact_ended customer_hung_up", "contact_closed customer_hung_up"];
    assert!(story.iter().rev().zip(ends.iter().rev()).all(|(told, end)| told == end), "{story:?}");
    assert_eq!(story.iter().filter(|words| words.starts_with("connected")).count(), 1);
    centre.recording(contact, "ready");
    let journal = centre.get(&format!("/api/contacts/{id}/journal")).text;
    assert!(journal.contains("verification_call") && !journal.contains(customer.telephone.expose()));
}

#[test]
fn whoever_is_not_reached_is_not_verified_and_the_agent_goes_on() {
    let bank = DemoBank::open();
    let phones = Phones::start(Options::default()).unwrap();
    let desks = phones.agents(AgentOptions::new(1)).unwrap();
    let outside = trunk(&phones, Behaviour::NOBODY_THERE);
    let centre = centre(&desks, &outside, &bank);
    let token = account(&centre, "kim", 1);
    let (mut desk, _) = Desk::open(&centre, &token);
    let customer = bank.customer(Language::English, 0);
    let stays =
        [Step::HearAgent { patience: Span::seconds(20) }, Step::AwaitHangUp { within: Span::seconds(100) }];
    let call = phones.call(caller(&centre, "100", stays).from(customer.telephone.clone())).unwrap();
    let ring = desk.told("ring")["contact"].clone();
    desk.told("connected");
    let (contact, id) = (centre.contact("line", 1), ring["id"].as_str().unwrap().to_owned());
    centre.entry(contact, "customer_matched");
    desk.does(json!({"type": "call_registered", "contact": id}));
    call.wait().unwrap();
    outside.wait_for(LIMIT, |view| view.offered == 1).expect("the registered telephone rings");
    // The agent gives up: the telephone rings no more, and nobody is verified.
    desks.hang_up(1).unwrap();
    let story = centre.story(contact);
    let failed = ["verification_call failed", "recording_ended complete", "contact_ended agent_hung_up"];
    let at = story.iter().position(|words| words == failed[0]).unwrap_or_else(|| panic!("{story:?}"));
    assert_eq!(story[at..at + 3], failed);
    assert!(!story.iter().any(|words| words.starts_with("customer_verified")), "{story:?}");
    outside.wait_for(LIMIT, |view| view.ended == 1).expect("it rings no more");
    // And is free for whoever calls next.
    let next = caller(&centre, "100", [Step::HearAgent { patience: Span::seconds(20) }]);
    assert_eq!(phones.call(next).unwrap().wait().unwrap().agent(), Some(1));
}
