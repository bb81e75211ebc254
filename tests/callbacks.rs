//! Call-backs: a caller who would rather not wait is called when an agent has picked up, through kills of
//! the centre, and both hear each other.

use crate::harness::plan::{agent, line, queue, straight_to};
use crate::harness::telephones::agent_calls;
use crate::harness::{Centre, DemoBank, LIMIT, Setup, caller, hear, press};
use phones::{
    AgentEnd, AgentOptions, Agents, Behaviour, End, InCall, KeysBy, Length, Listening, OnRing, Options,
    Phones, Step, Voice,
};
use serde_json::Value;
use vocabulary::{Language, Span};

/// What the customer says when called back.
const CUSTOMER: u16 = 3_700;

const TALKS: Behaviour = Behaviour {
    on_ring: OnRing::Answer(Length::Fixed(Span::millis(200))),
    in_call: InCall::HangUpAfter(Length::Fixed(Span::millis(800))),
};

/// The customers' telephones behind the trunk: one socket takes whatever number is called.
fn trunk(phones: &Phones, behaviour: Behaviour) -> Agents {
    let options = AgentOptions {
        behaviour,
        own_sockets: true,
        first: 90,
        voice: Box::new(|_| Voice::tone(CUSTOMER)),
        ..AgentOptions::new(1)
    };
    phones.agents(options).unwrap()
}

fn desk(phones: &Phones) -> Agents {
    let listening = Listening { tones: vec![CUSTOMER], capture: false };
    phones.agents(AgentOptions { listening, ..AgentOptions::new(1) }).unwrap()
}

/// One agent, one queue that calls back over the trunk whoever calls with a number of such countries.
fn centre(desks: &Agents, outside: &Agents, bank: &DemoBank) -> Centre {
    let terms = "wrap_up = \"0s\"\nannounce_every = \"30s\"\n[queue.callback]\nfrom = \"0s\"\nring = \"5s\"\n\
                 again = \"10s\"\ntries = 2\n";
    let plan =
        format!("[trunk]\naddress = \"sip:{}\"\nnumbers = [\"+44\", \"+1\", \"0\"]\n", outside.address(90))
            + &line("direct", "1588100", "en", "straight")
            + &queue("cards", terms)
            + &agent(desks, 1, &["cards", "lang.en"]);
    let flows = vec![("straight", straight_to("straight", "cards", ""))];
    Centre::start(Setup { plan, flows, bank: Some(bank.url()), ..Setup::default() })
}

/// Hears music and the offer, and says twice that a call-back is wanted.
fn asks() -> Vec<Step> {
    vec![
        hear("callback.offer"),
        press("1", KeysBy::Rtp),
        hear("callback.confirm"),
        press("1", KeysBy::Rtp),
        hear("callback.promised"),
        Step::AwaitHangUp { within: Span::seconds(30) },
    ]
}

/// The one place that is kept, as the API tells it.
fn place(centre: &Centre) -> Value {
    let told = centre.get("/api/callbacks").json();
    let places = told["callbacks"].as_array().expect("it lists places");
    assert_eq!(places.len(), 1, "{told}");
    places[0].clone()
}

/// The customer asks and hangs up; the centre is killed while the place is kept, and again while the
/// customer's telephone rings. Then agent and customer have each other, once.
#[test]
fn a_customer_is_called_back_through_two_kills() {
    let bank = DemoBank::open();
    let phones = Phones::start(Options::default()).unwrap();
    let desks = desk(&phones);
    let outside = trunk(&phones, Behaviour::NOBODY_THERE);
    let mut centre = centre(&desks, &outside, &bank);

    let stays = [Step::HearAgent { patience: Span::seconds(20) }, Step::AwaitHangUp { within: LONG }];
    let first = phones.call(caller(&centre, "1588100", stays)).unwrap();
    centre.entry(centre.contact("direct", 1), "connected");
    let customer = bank.customer(Language::English, 0);
    let asking = phones.call(caller(&centre, "1588100", asks()).from(customer.telephone.clone())).unwrap();
    let contact = centre.contact("direct", 2);
    centre.entry(contact, "place_kept");
    assert!(matches!(asking.wait().unwrap().end, End::FarHungUp { .. }));
    centre.entry(contact, "customer_matched");
    let kept = place(&centre);
    assert_eq!(
        (&kept["contact"], &kept["state"], &kept["queue"]),
        (&format!("C-{contact}").into(), &"waiting".into(), &"cards".into())
    );

    // The only agent was talking: the telephone hangs up by itself.
    centre.kill();
    desks.hang_up(1).unwrap();
    drop(first);
    desks.wait_for(LIMIT, |view| view.talking() == 0).expect("the agent is free");
    centre.restart();
    centre.entry(contact, "callback_dialled");
    outside.wait_for(LIMIT, |view| view.offered == 1).expect("the customer's telephone rings");
    assert!(centre.whole_view(contact).contains(customer.customer.as_str()), "the agent sees who it is");
    assert_eq!(place(&centre)["state"], "calling");

    centre.kill();
    for telephones in [&desks, &outside] {
        let number = telephones.numbers().start;
        telephones.hang_up(number).unwrap();
        telephones.wait_for(LIMIT, |view| view.talking() == 0).expect("nobody is on the line");
    }
    outside.behave(90, TALKS).unwrap();
    centre.restart();
    let story = centre.story(contact);
    let after_the_kills: Vec<&str> =
        story.iter().map(String::as_str).skip_while(|words| !words.starts_with("callback_failed")).collect();
    assert_eq!(after_the_kills.first(), Some(&"callback_failed interrupted"));
    let again =
        &after_the_kills[after_the_kills.iter().position(|words| *words == "place_resumed").unwrap()..];
    assert_eq!(
        again,
        [
            "place_resumed",
            "offered A-1",
            "callback_dialled A-1",
            "connected A-1",
            "recording_started",
            "recording_ended complete",
            "contact_ended customer_hung_up",
            "contact_closed customer_hung_up",
        ]
    );
    assert_eq!(story.iter().filter(|words| words.starts_with("connected")).count(), 1);

    // Both heard each other, and the right number was called and shown.
    let last = agent_calls(&outside, 2).pop().unwrap();
    assert_eq!(last.end, AgentEnd::HungUp);
    assert_eq!((last.called.as_str(), last.shown.as_str()), (customer.telephone.expose(), "1588100"));
    assert_eq!(last.received.first_marker().map(|(agent, _)| agent), Some(1), "the customer hears the agent");
    let served = agent_calls(&desks, 3).pop().unwrap();
    assert!(
        served.received.tones.iter().any(|(hertz, _)| *hertz == CUSTOMER),
        "the agent hears the customer"
    );
    assert_eq!(centre.get("/api/callbacks").json()["callbacks"], Value::Array(Vec::new()));
    centre.recording(contact, "ready");
}

/// As long as a test may take.
const LONG: Span = Span::seconds(100);

/// A customer who does not answer is tried once more, and the agent is free in between.
#[test]
fn a_customer_who_is_not_reached_costs_the_agent_nothing() {
    let bank = DemoBank::open();
    let phones = Phones::start(Options::default()).unwrap();
    let desks = desk(&phones);
    let outside = trunk(&phones, Behaviour::BUSY);
    let centre = centre(&desks, &outside, &bank);
    let talks = [Step::HearAgent { patience: Span::seconds(20) }, hear_out()];
    let first = phones.call(caller(&centre, "1588100", talks)).unwrap();
    centre.entry(centre.contact("direct", 1), "connected");
    let customer = bank.customer(Language::English, 0);
    let asking = phones.call(caller(&centre, "1588100", asks()).from(customer.telephone.clone())).unwrap();
    let contact = centre.contact("direct", 2);
    asking.wait().unwrap();
    first.hang_up().unwrap();
    centre.entry(contact, "place_rested");
    // Whoever calls meanwhile is served at once.
    let other = caller(&centre, "1588100", [Step::HearAgent { patience: Span::seconds(20) }]);
    assert_eq!(phones.call(other).unwrap().wait().unwrap().agent(), Some(1));
    let story = centre.story(contact);
    let tries = story.iter().filter(|words| *words == "callback_failed engaged").count();
    assert_eq!((tries, story.last().map(String::as_str)), (2, Some("contact_closed unreached")));
    let told = centre.get(&format!("/api/contacts/C-{contact}")).json();
    assert_eq!(told["outcome"], "unreached");
}

fn hear_out() -> Step {
    Step::AwaitHangUp { within: LONG }
}
