//! Who is offered whom: telephones that fail, callers who leave, and the order of service.

use crate::harness::entries::Entry;
use crate::harness::plan::{agent, agent_at, agents, line, queue, straight_to};
use crate::harness::telephones::{agent_calls, heard};
use crate::harness::{Centre, LIMIT, Setup, caller, hear};
use phones::{
    AgentEnd, AgentOptions, Agents, Behaviour, CallHandle, Doing, End, InCall, Length, OnRing, Options,
    Phones, Script, Stage, Step,
};
use std::net::UdpSocket;
use vocabulary::Span;

const RINGS: OnRing = OnRing::Answer(Length::Fixed(Span::millis(100)));
const STAYS: Behaviour = Behaviour { on_ring: RINGS, in_call: InCall::Stay };
const BRIEF: Behaviour =
    Behaviour { on_ring: RINGS, in_call: InCall::HangUpAfter(Length::Fixed(Span::millis(300))) };

fn hear_agent() -> Step {
    Step::HearAgent { patience: Span::seconds(40) }
}

fn stay() -> Step {
    Step::AwaitHangUp { within: Span::seconds(60) }
}

/// So many desks that do this.
fn desks(phones: &Phones, count: u32, behaviour: Behaviour) -> Agents {
    phones.agents(AgentOptions { behaviour, ..AgentOptions::new(count) }).unwrap()
}

/// A centre whose line `100` leads straight to the queue `cards`; its desks speak English.
fn centre(desks: &Agents, queue_keys: &str, voice: &str) -> Centre {
    let plan = line("line", "100", "en", "straight")
        + &queue("cards", &format!("wrap_up = \"0s\"\n{queue_keys}"))
        + &agents(desks, &["cards", "lang.en"]);
    let flows = vec![("straight", straight_to("straight", "cards", ""))];
    Centre::start(Setup { plan, flows, voice, ..Setup::default() })
}

/// A call that hears an agent, and stays. Returns when it has its place in the journal.
fn place(
    centre: &Centre,
    phones: &Phones,
    called: &str,
    steps: impl IntoIterator<Item = Step>,
) -> (u64, CallHandle) {
    let before = centre.contacts_by("contact_opened").len();
    let call = phones.call(caller(centre, called, steps)).unwrap();
    let contact = centre.wait("the call just placed", |all| {
        let mut opened = all.iter().filter(|entry| entry.kind() == "contact_opened");
        opened.nth(before)?.contact()
    });
    (contact, call)
}

/// Waits until so many talks have begun; whose, in their order.
fn talks(centre: &Centre, count: usize) -> Vec<u64> {
    centre.wait(&format!("{count} talks"), |all| {
        let talks =
            all.iter().filter(|entry| entry.kind() == "connected").filter_map(|entry| entry.contact());
        let talks: Vec<u64> = talks.collect();
        (talks.len() == count).then_some(talks)
    })
}

/// Each way a telephone can fail: the agent is not ready, the caller goes to the next.
#[test]
fn an_agent_who_cannot_be_had_is_passed_over() {
    let refuses = |status| Behaviour {
        on_ring: OnRing::Refuse(Length::Fixed(Span::ZERO), status),
        in_call: InCall::Stay,
    };
    // What the telephone does (nothing: there is none), whether it rings, and what becomes of it.
    let cases = [
        (Some(refuses(486)), false, "rejected", "rejected"),
        (Some(refuses(480)), false, "unreachable", "unreachable"),
        (Some(Behaviour::NOBODY_THERE), true, "no_answer", "no_answer"),
        (Some(Behaviour::DEAD), false, "no_answer", "no_answer"),
        (None, false, "unreachable", "unreachable"),
    ];
    let phones = Phones::start(Options::default()).unwrap();
    let desks = desks(&phones, 2 * cases.len() as u32, STAYS);
    let closed_port = UdpSocket::bind("127.0.0.1:0").and_then(|socket| socket.local_addr()).unwrap();
    let (mut plan, mut flows) = (String::new(), Vec::new());
    let names = ["a", "b", "c", "d", "e"];
    for ((name, (behaviour, ..)), bad) in names.iter().zip(&cases).zip((1..).step_by(2)) {
        plan += &line(name, name, "en", name);
        plan += &queue(name, "ring = \"1s\"\nwrap_up = \"0s\"");
        plan += &match behaviour {
            Some(_) => agent(&desks, bad, &[name, "lang.en"]),
            None => agent_at(bad, &format!("sip:nobody@{closed_port}"), &[name, "lang.en"]),
        };
        plan += &agent(&desks, bad + 1, &[name, "lang.en"]);
        flows.push((*name, straight_to(name, name, "")));
        desks.behave(bad, behaviour.unwrap_or(STAYS)).unwrap();
    }
    let centre = Centre::start(Setup { plan, flows, ..Setup::default() });
    let calls = names.map(|name| phones.call(caller(&centre, name, [hear_agent()])).unwrap());
    for (((name, (_, rings, cause, reason)), call), bad) in
        names.iter().zip(cases).zip(calls).zip((1..).step_by(2))
    {
        assert_eq!(call.wait().unwrap().agent(), Some(bad + 1), "{name}");
        let mut expected = vec![
            "contact_opened".to_owned(),
            "flow_moved queue".to_owned(),
            "queued".to_owned(),
            format!("offered A-{bad}"),
        ];
        expected.extend(rings.then(|| "agent_ringing".to_owned()));
        expected.extend([
            format!("offer_failed {cause}"),
            format!("offered A-{}", bad + 1),
            "agent_ringing".to_owned(),
            format!("connected A-{}", bad + 1),
            "recording_started".to_owned(),
            "recording_ended complete".to_owned(),
            "contact_ended customer_hung_up".to_owned(),
            "contact_closed customer_hung_up".to_owned(),
        ]);
        assert_eq!(centre.story(centre.contact(name, 1)), expected, "{name}");
        let told = centre.get("/api/agents").json();
        let told = &told["agents"][bad as usize - 1];
        assert_eq!((&told["state"], &told["not_ready"]), (&"not_ready".into(), &reason.into()), "{name}");
    }
}

/// Who was rung for and not answered is served before one who came later.
#[test]
fn who_was_nearly_served_stays_first() {
    let phones = Phones::start(Options::default()).unwrap();
    let desks = desks(&phones, 2, STAYS);
    desks.behave(1, Behaviour::NOBODY_THERE).unwrap();
    let centre = centre(&desks, "ring = \"1s\"", "");
    centre.set_ready(2, false);
    let (first, one) = place(&centre, &phones, "100", [hear_agent()]);
    centre.entry(first, "agent_ringing");
    let (second, other) = place(&centre, &phones, "100", [hear_agent()]);
    assert_eq!(centre.entry(first, "offer_failed").text("cause"), "no_answer");
    centre.set_ready(2, true);
    assert_eq!(talks(&centre, 2), [first, second]);
    assert_eq!([one, other].map(|call| call.wait().unwrap().end), [End::HungUp; 2]);
}

/// An agent's telephone dies in the middle of a talk: the caller hears music again, and the next free
/// agent goes to that caller, not to one who has waited longer.
#[test]
fn a_caller_whose_agent_vanishes_is_served_next() {
    let phones = Phones::start(Options::default()).unwrap();
    let desks = desks(&phones, 2, STAYS);
    let plan = line("line-zh", "101", "zh", "straight")
        + &line("line-ko", "102", "ko", "straight")
        + &queue("cards", "wrap_up = \"0s\"")
        + &agent(&desks, 1, &["cards", "lang.zh"])
        + &agent(&desks, 2, &["cards", "lang.zh", "lang.ko"]);
    let flows = vec![("straight", straight_to("straight", "cards", ""))];
    let centre = Centre::start(Setup { plan, flows, voice: "lost_after = \"1s\"", ..Setup::default() });
    let (served, served_call) = place(&centre, &phones, "102", [hear_agent(), stay()]);
    talks(&centre, 1);
    let (waiting, waiting_call) = place(&centre, &phones, "102", [hear_agent()]);
    centre.entry(waiting, "queued");
    let (unlucky, unlucky_call) = place(
        &centre,
        &phones,
        "101",
        [
            hear_agent(),
            Step::LoseAgent { within: Span::seconds(20) },
            hear("music"),
            Step::HearNextAgent { patience: Span::seconds(40) },
        ],
    );
    assert!(unlucky_call.wait_until(Stage::WithAgent, LIMIT));
    // Time for a little music before the next agent answers.
    let slow = OnRing::Answer(Length::Fixed(Span::seconds(1)));
    desks.behave(2, Behaviour { on_ring: slow, ..STAYS }).unwrap();
    desks.vanish(1).unwrap();
    assert_eq!(centre.entry(unlucky, "agent_lost").text("cause"), "lost");
    served_call.hang_up().unwrap();
    assert_eq!(talks(&centre, 4), [served, unlucky, unlucky, waiting]);
    let outcome = unlucky_call.wait().unwrap();
    let heard = heard(&outcome);
    let since_lost = heard.iter().position(|heard| heard == "agent 1").unwrap();
    assert_eq!(heard.last().map(String::as_str), Some("agent 2"), "{heard:?}");
    assert!(heard[since_lost..].contains(&"music".to_owned()), "{heard:?}");
    assert_eq!((outcome.end, waiting_call.wait().unwrap().end), (End::HungUp, End::HungUp));
    assert_eq!(centre.entry(unlucky, "contact_closed").text("reason"), "customer_hung_up");
    assert_eq!(centre.get("/api/agents").json()["agents"][0]["not_ready"], "phone_lost");
    assert_eq!(desks.doing(1), Some(Doing::Gone));
}

/// A caller who leaves while an agent's telephone rings costs the agent nothing, not even the place
/// among the idle. One who leaves the queue is an abandonment, too.
#[test]
fn a_caller_who_leaves_is_an_abandonment() {
    let phones = Phones::start(Options::default()).unwrap();
    let desks = desks(&phones, 2, Behaviour::NOBODY_THERE);
    let centre = centre(&desks, "ring = \"60s\"", "");
    let (leaves, call) = place(&centre, &phones, "100", [stay()]);
    assert_eq!(centre.entry(leaves, "agent_ringing").agent(), Some(1));
    call.hang_up().unwrap();
    let expected = [
        "contact_opened",
        "flow_moved queue",
        "queued",
        "offered A-1",
        "agent_ringing",
        "offer_failed caller_left",
        "contact_ended abandoned",
        "contact_closed abandoned",
    ];
    assert_eq!(centre.story(leaves), expected);
    assert_eq!(agent_calls(&desks, 1)[0].end, AgentEnd::Cancelled);
    for number in desks.numbers() {
        desks.behave(number, STAYS).unwrap();
    }
    let talking: Vec<_> = (0..2).map(|_| place(&centre, &phones, "100", [hear_agent(), stay()])).collect();
    let agents = talking.iter().map(|(contact, _)| centre.entry(*contact, "connected").agent());
    assert_eq!(agents.collect::<Vec<_>>(), [Some(1), Some(2)]);

    let impatient = [Step::HearAgent { patience: Span::millis(300) }];
    let (abandons, call) = place(&centre, &phones, "100", impatient);
    assert_eq!(call.wait().unwrap().end, End::Abandoned);
    let story = centre.story(abandons);
    assert_eq!(story[2..], ["queued", "contact_ended abandoned", "contact_closed abandoned"]);
    let today = &centre.get("/api/queues").json()["today"];
    assert_eq!((&today["offered"], &today["abandoned"]), (&4.into(), &2.into()), "{today}");
}

/// Twelve callers, two agents: answered in the order they came, and nobody is offered two at once.
#[test]
fn at_equal_priority_who_came_first_is_served_first() {
    let phones = Phones::start(Options::default()).unwrap();
    let desks = desks(&phones, 2, BRIEF);
    let centre = centre(&desks, "", "");
    let calls: Vec<_> = (0..12).map(|_| place(&centre, &phones, "100", [hear_agent(), stay()])).collect();
    let order: Vec<u64> = calls.iter().map(|(contact, _)| *contact).collect();
    assert_eq!(talks(&centre, 12), order);
    for (_, call) in calls {
        assert_eq!(call.wait().unwrap().end, End::FarHungUp { step: 1 });
    }
    assert_eq!((agent_calls(&desks, 12).len(), desks.view().clashes), (12, 0));
}

/// A lost card has ten minutes' credit: it goes before those who came first, in its own order.
#[test]
fn a_lost_card_goes_before_those_who_came_first() {
    let phones = Phones::start(Options::default()).unwrap();
    let desks = desks(&phones, 1, BRIEF);
    desks.behave(1, STAYS).unwrap();
    let plan = line("line", "100", "en", "straight")
        + &line("lost", "101", "en", "lost")
        + &queue("cards", "wrap_up = \"0s\"")
        + &agents(&desks, &["cards", "lang.en"]);
    let flows = vec![
        ("straight", straight_to("straight", "cards", "")),
        ("lost", straight_to("lost", "cards", "credit 10 minutes")),
    ];
    let centre = Centre::start(Setup { plan, flows, ..Setup::default() });
    let (first, call) = place(&centre, &phones, "100", [hear_agent(), stay()]);
    talks(&centre, 1);
    desks.behave(1, BRIEF).unwrap();
    let others =
        ["100", "101", "100", "101"].map(|called| place(&centre, &phones, called, [hear_agent(), stay()]));
    let [ordinary, lost, later, lost_later] = others.each_ref().map(|(contact, _)| *contact);
    centre.entry(lost_later, "queued");
    call.hang_up().unwrap();
    assert_eq!(talks(&centre, 5), [first, lost, lost_later, ordinary, later]);
}

/// A caller who says nothing more, and sends nothing more, is let go.
#[test]
fn a_caller_who_vanishes_is_let_go() {
    let phones = Phones::start(Options::default()).unwrap();
    let desks = desks(&phones, 1, STAYS);
    let centre = centre(&desks, "", "lost_after = \"1s\"");
    let script: Script = caller(&centre, "100", [hear_agent(), Step::Wait(Span::millis(300)), Step::Vanish]);
    assert_eq!(phones.call(script).unwrap().wait().unwrap().end, End::Vanished);
    let contact = centre.contact("line", 1);
    assert_eq!(centre.entry(contact, "contact_closed").text("reason"), "customer_lost");
    assert_eq!(agent_calls(&desks, 1)[0].end, AgentEnd::FarHungUp);
    let again = caller(&centre, "100", [hear_agent()]);
    assert_eq!(phones.call(again).unwrap().wait().unwrap().agent(), Some(1));
}

/// Callers who hang up at once, one after the other: the agent's telephone is through with one call
/// before it is called for the next, and nobody takes that for a refusal.
#[test]
fn callers_who_hang_up_at_once_do_not_cost_the_agent() {
    let phones = Phones::start(Options::default()).unwrap();
    let desks = desks(&phones, 1, Behaviour::PROMPT);
    let centre = centre(&desks, "", "");
    let rash: Vec<CallHandle> = (0..24).map(|_| phones.call(caller(&centre, "100", [])).unwrap()).collect();
    assert!(rash.into_iter().all(|call| call.wait().unwrap().end == End::HungUp));
    let patient = caller(&centre, "100", [hear_agent()]);
    assert_eq!(phones.call(patient).unwrap().wait().unwrap().agent(), Some(1));
    let is_refusal = |entry: &Entry| entry.kind() == "agent_not_ready";
    assert_eq!((desks.view().clashes, centre.entries.all().iter().any(is_refusal)), (0, false));
}
