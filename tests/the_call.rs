//! The way of a call, from the greeting to the closed journal, with all its turnings.

use crate::harness::bank::another_pin;
use crate::harness::plan::{agent, agents, line, main_queues, queue, straight_to};
use crate::harness::telephones::{agent_calls, heard};
use crate::harness::{Centre, DemoBank, LIMIT, Setup, caller, hear, press, prompts};
use phones::{
    AgentEnd, AgentOptions, Agents, Behaviour, CallHandle, Codec, End, InCall, KeysBy, Length, Listening,
    OnRing, Options, Outcome, Phones, Script, Step, Transport, Voice,
};
use vocabulary::voice::Verification;
use vocabulary::{Language, Span};

/// What agents say, and what callers say.
const AGENT: u16 = 3_600;
const CALLER: u16 = 3_700;

/// Every skill the main flow may ask for, and all languages.
const ALL_SKILLS: &[&str] = &["cards", "loans", "lost", "lang.zh", "lang.ko", "lang.en"];

/// Rings for a moment, as telephones do.
const RINGS: OnRing = OnRing::Answer(Length::Fixed(Span::millis(200)));
const STAYS: Behaviour = Behaviour { on_ring: RINGS, in_call: InCall::Stay };
const HANGS_UP: Behaviour =
    Behaviour { on_ring: RINGS, in_call: InCall::HangUpAfter(Length::Fixed(Span::millis(500))) };

/// The main flow's way to an agent: a key that leads nowhere, a choice; the number, a wrong PIN, the
/// right one.
const TO_THE_QUEUE: &[&str] = &[
    "contact_opened",
    "flow_moved greeting",
    "flow_moved recording",
    "flow_moved menu",
    "flow_moved menu",
    "flow_moved cards.number",
    "flow_moved cards.pin",
    "flow_moved cards.verify",
    "verification_failed wrong",
    "flow_moved cards.wrong",
    "flow_moved cards.pin",
    "flow_moved cards.verify",
    "customer_verified",
    "flow_moved cards.connecting",
    "flow_moved cards.queue",
    "queued",
];

/// What follows when an agent answers and it is over for this reason.
fn served(agent: u32, reason: &str) -> Vec<String> {
    vec![
        format!("offered A-{agent}"),
        "agent_ringing".to_owned(),
        format!("connected A-{agent}"),
        "recording_started".to_owned(),
        "recording_ended complete".to_owned(),
        format!("contact_ended {reason}"),
        "wrap_up_started".to_owned(),
        "wrap_up_ended".to_owned(),
        format!("contact_closed {reason}"),
    ]
}

/// One of two calls on a language's line.
struct Call {
    handle: CallHandle,
    line: String,
    /// 1 or 2.
    nth: usize,
}

/// What callers do: the first by UDP and telephone events, the second by TCP and INFO, silent once.
fn script(centre: &Centre, bank: &DemoBank, number: u32, nth: usize) -> Script {
    let customer = bank.customer(Language::ALL[number as usize - 1], nth);
    let by = if nth == 1 { KeysBy::Rtp } else { KeysBy::Info };
    let digits = format!("{}#", customer.number.expose());
    let mut steps = vec![hear("menu"), press("7", by), hear("menu")];
    if nth == 2 {
        steps.extend([hear("key.none"), hear("menu")]);
    }
    steps.extend([
        press("1", by),
        hear("number.ask"),
        press(digits.as_str(), by),
        hear("pin.ask"),
        press(another_pin(&customer.pin), by),
        hear("pin.ask"),
        press(customer.pin, by),
        hear("music"),
        Step::HearTone { hertz: AGENT, within: Span::seconds(60) },
        Step::AwaitHangUp { within: Span::seconds(60) },
    ]);
    let mut script = caller(centre, &format!("1588100{number}"), steps);
    script.transport = if nth == 1 { Transport::Udp } else { Transport::Tcp };
    script.from(customer.telephone).saying(Voice::tone(CALLER))
}

/// Two callers of each language: the second waits behind the first, for the one agent who speaks it.
/// The first hangs up, after the second the agent does.
#[test]
fn a_call_in_each_language_goes_all_the_way() {
    let bank = DemoBank::open();
    let phones = Phones::start(Options::default()).unwrap();
    let desks = AgentOptions {
        behaviour: STAYS,
        voice: Box::new(|_| Voice::tone(AGENT)),
        listening: Listening { tones: vec![CALLER], capture: false },
        ..AgentOptions::new(3)
    };
    let desks = phones.agents(desks).unwrap();
    let mut plan = main_queues("wrap_up = \"1s\"");
    for (number, language) in (1..).zip(Language::ALL) {
        plan += &line(&format!("line-{language}"), &format!("1588100{number}"), language.tag(), "main");
        plan += &agent(&desks, number, &["cards", "loans", "lost", &format!("lang.{language}")]);
    }
    let centre =
        Centre::start(Setup { plan, bank: Some(bank.url()), as_built_in: &["greeting"], ..Setup::default() });

    let call = |number: u32, nth: usize| {
        let handle = phones.call(script(&centre, &bank, number, nth)).unwrap();
        Call { handle, line: format!("line-{}", Language::ALL[number as usize - 1]), nth }
    };
    let firsts: Vec<Call> = (1..=3).map(|number| call(number, 1)).collect();
    for first in &firsts {
        // Too far ahead for the second to overtake it.
        centre.nth_entry(centre.contact(&first.line, 1), "flow_moved", 5);
    }
    let seconds: Vec<Call> = (1..=3).map(|number| call(number, 2)).collect();
    for second in &seconds {
        centre.entry(centre.contact(&second.line, 2), "position_told");
    }
    for (number, first) in (1..).zip(&firsts) {
        desks.behave(number, HANGS_UP).unwrap();
        first.handle.hang_up().unwrap();
    }
    for (number, first) in (1..).zip(firsts) {
        check_call(&centre, &bank, number, first);
    }
    for (number, second) in (1..).zip(seconds) {
        check_call(&centre, &bank, number, second);
    }
    let at_desks = agent_calls(&desks, 6);
    assert!(at_desks.iter().all(|call| call.received.tones.iter().any(|(hertz, _)| *hertz == CALLER)));
    let (first, second) = at_desks.split_at(3);
    assert!(first.iter().all(|call| call.end == AgentEnd::FarHungUp));
    assert!(second.iter().all(|call| call.end == AgentEnd::HungUp));
}

/// What was heard, what is in the journal, and what API and command line tell of it.
fn check_call(centre: &Centre, bank: &DemoBank, number: u32, call: Call) {
    let contact = centre.contact(&call.line, call.nth);
    let outcome = call.handle.wait().unwrap();
    let language = Language::ALL[number as usize - 1];
    check_audio(&outcome, language, call.nth);
    let reason = if call.nth == 1 { "customer_hung_up" } else { "agent_hung_up" };
    let mut expected: Vec<String> = TO_THE_QUEUE.iter().map(|&words| words.to_owned()).collect();
    if call.nth == 2 {
        expected.insert(4, "flow_moved menu".to_owned());
        expected.push("position_told".to_owned());
    }
    expected.extend(served(number, reason));
    assert_eq!(centre.story(contact), expected, "{language}");

    let told = centre.closed(contact);
    let customer = bank.customer(language, call.nth);
    assert_eq!(told["customer"], customer.customer.as_str());
    assert_eq!((&told["verified"], &told["phase"]), (&true.into(), &"closed".into()));
    assert_eq!((told["queue"].as_str(), told["reason"].as_str()), (Some("cards"), Some(reason)));
    assert_eq!(told["caller"].as_str(), Some(customer.telephone.to_string().as_str()), "shown masked");
    let printed = centre.command_line(&["contact", &format!("C-{contact}")]);
    let places: Vec<&str> = printed.split_whitespace().filter(|word| word.starts_with("J-")).collect();
    assert_eq!(places, centre.places(contact), "the command line tells another story:\n{printed}");
    assert!(printed.contains("needs cards") && printed.trim_end().lines().last().unwrap().contains("closed"));
}

fn check_audio(outcome: &Outcome, language: Language, nth: usize) {
    let expected_end = if nth == 1 { End::Stopped } else { End::FarHungUp { step: 14 } };
    assert_eq!(outcome.end, expected_end, "{language}: heard {:?}", heard(outcome));
    let received = &outcome.received;
    let breaks = [received.lost, received.duplicates, received.late, received.source_changes];
    assert_eq!(breaks, [0; 4], "{language}: lost, twice, late, other sources");
    // What comes first is this language's greeting, bit by bit, but for packets of silence.
    let greeting = prompts::recording(language.tag(), "greeting");
    let silent = |audio: &[u8]| audio.iter().all(|&octet| octet == Codec::Pcmu.silence());
    let before = outcome.received.captured.chunks(160).take_while(|packet| silent(packet)).count();
    let said_before = greeting.chunks(160).take_while(|packet| silent(packet)).count();
    let from = (before - said_before.min(before)) * 160;
    assert_eq!(&outcome.received.captured[from..from + greeting.len()], greeting, "{language}");

    let rest = heard(outcome);
    // A position counts everybody in the queue, whatever language they wait for.
    let name = |heard: &str| heard.split_once("position.").map_or(heard, |_| "position").to_owned();
    let rest: Vec<String> = rest.iter().map(|heard| name(heard)).skip_while(|heard| heard == "?").collect();
    let silent_once: &[&str] = if nth == 2 { &["key.none", "menu"] } else { &[] };
    let waited: &[&str] = if nth == 2 { &["position", "music"] } else { &[] };
    let expected = [
        &["recording", "menu", "key.unused", "menu"],
        silent_once,
        &["number.ask", "pin.ask", "pin.wrong", "pin.ask", "connecting", "music"],
        waited,
        &["?"],
    ];
    assert_eq!(rest, expected.concat(), "{language}");
}

/// A centre with one line, the main flow and one desk with a marker, and the caller's first customer.
fn one_line(bank: &DemoBank, phones: &Phones, desks: u32) -> (Centre, Agents) {
    let desks = phones.agents(AgentOptions::new(desks)).unwrap();
    let plan = line("line", "15881000", "en", "main")
        + &main_queues("wrap_up = \"0s\"\nannounce_every = \"0s\"")
        + &agents(&desks, ALL_SKILLS);
    (Centre::start(Setup { plan, bank: Some(bank.url()), ..Setup::default() }), desks)
}

fn identified(bank: &DemoBank, nth: usize, pins: &[bool]) -> Vec<Step> {
    let customer = bank.customer(Language::English, nth);
    let mut steps = vec![hear("menu"), press("2", KeysBy::Rtp), hear("number.ask")];
    steps.push(press(format!("{}#", customer.number.expose()).as_str(), KeysBy::Rtp));
    for &right in pins {
        let pin = if right { customer.pin.clone() } else { another_pin(&customer.pin) };
        steps.extend([hear("pin.ask"), press(pin, KeysBy::Rtp)]);
    }
    steps
}

/// Who cannot be verified is told why, and comes to an agent as somebody unknown.
#[test]
fn who_cannot_be_verified_comes_to_an_agent_all_the_same() {
    let mut bank = DemoBank::open();
    let phones = Phones::start(Options::default()).unwrap();
    let (centre, _desks) = one_line(&bank, &phones, 2);
    let mut nth = 0;
    let mut check = |steps: Vec<Step>, said: &str, failures: &[&str]| {
        let talk = [Step::HearAgent { patience: Span::seconds(20) }, Step::Wait(Span::millis(100))];
        let script = caller(&centre, "15881000", steps.into_iter().chain(talk));
        let outcome = phones.call(script).unwrap().wait().unwrap();
        nth += 1;
        let contact = centre.contact("line", nth);
        let heard = heard(&outcome);
        assert_eq!(outcome.end, End::HungUp, "heard {heard:?}");
        let after = heard.iter().position(|prompt| prompt == said);
        let after = after.unwrap_or_else(|| panic!("{said} was not said: {heard:?}"));
        assert_eq!(heard[after + 1], "connecting");
        let story = centre.story(contact);
        let failed: Vec<&str> =
            story.iter().filter_map(|words| words.strip_prefix("verification_failed ")).collect();
        assert_eq!(failed, failures);
        assert!(!story.contains(&"customer_verified".to_owned()));
        assert_eq!(story.last().map(String::as_str), Some("contact_closed customer_hung_up"));
    };
    // The bank locks at the third wrong PIN, and stays so.
    check(identified(&bank, 0, &[false; 3]), "pin.locked", &["wrong", "wrong", "locked"]);
    check(identified(&bank, 0, &[true]), "pin.locked", &["locked"]);

    // The third wrong PIN in one call is the last, whatever the bank says: here it was told the right
    // one meanwhile.
    let customer = bank.customer(Language::English, 1);
    let mut steps = identified(&bank, 1, &[false; 3]);
    let last = steps.split_off(steps.len() - 1);
    let reset = std::thread::scope(|scope| {
        let waits = scope.spawn(|| {
            let contact = centre.contact("line", 3);
            centre.nth_entry(contact, "verification_failed", 2);
            bank.verify(&customer.number, &customer.pin)
        });
        steps.push(Step::Wait(Span::seconds(2)));
        steps.extend(last);
        check(steps, "pin.refused", &["wrong", "wrong", "wrong"]);
        waits.join().unwrap()
    });
    assert_eq!(reset, Verification::Verified(customer.customer));

    let right = identified(&bank, 2, &[true]);
    bank.stop();
    check(right, "bank.unavailable", &["unavailable"]);
}

/// Advertising is heard after key 8 and in no other call.
#[test]
fn advertising_is_heard_by_choice_alone() {
    let bank = DemoBank::open();
    let phones = Phones::start(Options::default()).unwrap();
    let (centre, _desks) = one_line(&bank, &phones, 1);
    let steps = [
        hear("menu"),
        press("8", KeysBy::Info),
        hear("menu"),
        press("0", KeysBy::Info),
        Step::HearAgent { patience: Span::seconds(20) },
    ];
    let outcome = phones.call(caller(&centre, "15881000", steps)).unwrap().wait().unwrap();
    let all = heard(&outcome);
    let expected = ["greeting", "recording", "menu", "news", "menu", "connecting", "music", "agent 1"];
    let without_music: Vec<&str> = all.iter().map(String::as_str).filter(|heard| *heard != "music").collect();
    let expected: Vec<&str> = expected.into_iter().filter(|heard| *heard != "music").collect();
    assert_eq!(without_music, expected);
}

/// A queue that cannot take the caller says why, and that is the reason on record.
#[test]
fn a_queue_that_cannot_take_the_caller_says_why() {
    let phones = Phones::start(Options::default()).unwrap();
    let desks = phones.agents(AgentOptions::new(2)).unwrap();
    let plan = line("line", "15881000", "en", "main")
        + "[[calendar]]\nname = \"never\"\nzone = \"Asia/Seoul\"\n"
        + &queue("cards", "wrap_up = \"0s\"\ncapacity = 1")
        + &queue("loans", "calendar = \"never\"")
        + &queue("lost", "")
        + &agent(&desks, 1, &["cards", "loans", "lang.en"])
        + &agent(&desks, 2, &["lost", "lang.ko"]);
    let centre = Centre::start(Setup { plan, ..Setup::default() });
    let call = |key: &str| {
        let stay = Step::AwaitHangUp { within: Span::seconds(60) };
        phones.call(caller(&centre, "15881000", [hear("menu"), press(key, KeysBy::Rtp), stay])).unwrap()
    };
    let check = |key: &str, reason: &str, nth: usize| {
        let outcome = call(key).wait().unwrap();
        let heard = heard(&outcome);
        assert_eq!(
            (outcome.end, heard.last().map(String::as_str)),
            (End::FarHungUp { step: 2 }, Some(reason))
        );
        let contact = centre.contact("line", nth);
        assert_eq!(centre.story(contact).last(), Some(&format!("contact_closed {reason}")), "key {key}");
    };
    check("2", "closed", 1);
    // Nobody who speaks the caller's language has a lost card's desk; then the cards desk is tried.
    centre.set_ready(1, false);
    check("0", "unstaffed", 2);
    check("3", "unstaffed", 3);
    centre.set_ready(1, true);
    let (talks, waits) = (call("0"), call("3"));
    centre.wait("one who talks, one who waits", |all| {
        let count = |kind: &str| all.iter().filter(|entry| entry.kind() == kind).count();
        (count("connected") == 1 && count("queued") == 2).then_some(())
    });
    check("0", "full", 6);
    talks.hang_up().unwrap();
    waits.hang_up().unwrap();
}

/// What is refused at the door leaves no contact: a number nobody serves, codings nobody speaks.
/// Whoever gives up while the answer is on its way leaves a closed one.
#[test]
fn a_call_that_is_not_to_be_is_refused_or_closed() {
    let phones = Phones::start(Options::default()).unwrap();
    let desks = phones.agents(AgentOptions::new(1)).unwrap();
    let plan = line("line", "15881000", "en", "straight")
        + &line("welcome", "15881001", "en", "prompt")
        + &queue("cards", "wrap_up = \"0s\"")
        + &agents(&desks, &["cards", "lang.en"]);
    let flows = vec![("straight", straight_to("straight", "cards", ""))];
    let centre = Centre::start(Setup { plan, flows, ..Setup::default() });
    for transport in [Transport::Udp, Transport::Tcp] {
        let check = |change: fn(&mut Script), end: End| {
            let mut script = Script { transport, ..caller(&centre, "15881000", []) };
            change(&mut script);
            assert_eq!(phones.call(script).unwrap().wait().unwrap().end, end, "{transport:?}");
        };
        check(|script| "110".clone_into(&mut script.to), End::Refused(404));
        check(|script| script.codecs = vec![Codec::G729], End::Refused(488));
    }
    assert!(centre.contacts_by("contact_opened").is_empty());

    let rash: Vec<CallHandle> = (0..24)
        .map(|n| {
            let mut script = caller(&centre, "15881001", []);
            script.cancel_after = Some(Span::millis(n / 4));
            script.transport = if n % 2 == 0 { Transport::Udp } else { Transport::Tcp };
            phones.call(script).unwrap()
        })
        .collect();
    for call in rash {
        let end = call.wait().unwrap().end;
        assert!(matches!(end, End::HungUp | End::Cancelled | End::Refused(487)), "{end:?}");
    }
    let patient = caller(&centre, "15881000", [Step::HearAgent { patience: Span::seconds(20) }]);
    assert_eq!(phones.call(patient).unwrap().wait().unwrap().agent(), Some(1));
    centre.wait("an end of every contact", |all| {
        let count = |kind: &str| all.iter().filter(|entry| entry.kind() == kind).count();
        (count("contact_opened") == count("contact_closed")).then_some(())
    });
    let (_, health) = centre.health();
    assert_eq!(health["status"], "ok");
    desks.wait_for(LIMIT, |view| view.talking() == 0).expect("nobody is left on the line");
}
