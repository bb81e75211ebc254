//! An agent in a browser: the real page in Chromium and in Firefox, the real centre, and callers on
//! real SIP telephones. Each side says a tone of its own, and each tone is looked for at the other end.

use crate::harness::browser::{Browser, Kind, MICROPHONE};
use crate::harness::desk::account;
use crate::harness::plan::{line, queue, straight_to};
use crate::harness::{Centre, DemoBank, Setup, caller, prompts};
use phones::{CallHandle, Codec, End, Options, Outcome, Phones, Script, Step, Voice};
use serde_json::{Value, json};
use std::f64::consts::TAU;
use std::time::Duration;
use vocabulary::{Language, PhoneNumber, Span};
use voice::recorder::archive;

/// What callers say, in hertz: no prompt's tone.
const CALLER: u16 = 3_200;
/// Samples a second of telephones and recordings.
const RATE: usize = 8_000;
/// Longer than a browser takes for anything where much else is going on.
const PATIENCE: Span = Span::seconds(100);
const SOON: Duration = Duration::from_secs(100);

const HEARS_AGENT: Step = Step::HearTone { hertz: MICROPHONE, within: PATIENCE };
const HEARS_NOTHING: Step = Step::HearSilence { lasting: Span::seconds(1), within: PATIENCE };
const STAYS: Step = Step::AwaitHangUp { within: PATIENCE };

fn hears_music() -> Step {
    Step::HearTone { hertz: prompts::hertz("music"), within: PATIENCE }
}

/// A centre with one agent, who is called in the browser; the account's token.
fn centre(keys: &str, bank: Option<&DemoBank>) -> (Centre, String) {
    let plan = line("line", "100", "en", "straight")
        + &queue("cards", "wrap_up = \"600s\"\nannounce_every = \"0s\"\nring = \"60s\"")
        + "[[agents]]\nnumber = 1\naddress = \"page\"\nskills = [\"cards\", \"lang.en\"]\n"
        + keys;
    let flows = vec![("straight", straight_to("straight", "cards", ""))];
    let centre = Centre::start(Setup { plan, flows, bank: bank.map(DemoBank::url), ..Setup::default() });
    let token = account(&centre, "kim", 1);
    (centre, token)
}

/// A caller who says the caller's tone; the call may last as long as a test.
fn script(centre: &Centre, from: Option<&PhoneNumber>, steps: Vec<Step>) -> Script {
    let script = caller(centre, "100", steps).saying(Voice::tone(CALLER));
    Script { from: from.cloned(), limit: Span::seconds(280), ..script }
}

/// Waits until the caller has taken a step.
fn passes(call: &CallHandle, step: usize, what: &str) {
    assert!(call.passes(step, SOON), "the caller does not get beyond step {step}: {what}");
}

fn ended_by_agent(call: CallHandle, step: usize) -> Outcome {
    let outcome = call.wait().unwrap();
    assert_eq!(outcome.end, End::FarHungUp { step });
    outcome
}

/// What was heard, window by window of 40 ms, without the silence: repetitions once, what is neither
/// tone left out.
fn heard(captured: &[u8]) -> Vec<&'static str> {
    let samples: Vec<i16> = captured.iter().map(|octet| Codec::Pcmu.decode(*octet)).collect();
    let music = prompts::hertz("music");
    let mut heard: Vec<&str> = samples
        .chunks_exact(RATE / 25)
        .filter_map(|window| {
            let all =
                window.iter().map(|sample| f64::from(*sample).powi(2)).sum::<f64>() / window.len() as f64;
            let is = |hertz| all > 40_000.0 && loudness(window, hertz).powi(2) / 2.0 > 0.8 * all;
            if is(MICROPHONE) { Some("agent") } else { is(music).then_some("music") }
        })
        .collect();
    heard.dedup();
    heard
}

/// How loud a frequency is (Goertzel): the amplitude of the sine in it.
fn loudness(samples: &[i16], hertz: u16) -> f64 {
    let step = f64::from(hertz) * TAU / RATE as f64;
    let (sine, cosine) = samples.iter().enumerate().fold((0.0, 0.0), |(sine, cosine), (place, sample)| {
        let angle = place as f64 * step;
        (sine + f64::from(*sample) * angle.sin(), cosine + f64::from(*sample) * angle.cos())
    });
    2.0 * f64::hypot(sine, cosine) / samples.len() as f64
}

/// Both sides are on record, each in its channel, and nowhere in the other.
fn each_side_is_in_its_channel(centre: &Centre, contact: u64) {
    centre.recording(contact, "ready");
    let [left, right] = archive::decode(&centre.sound(contact)).unwrap();
    assert_eq!(left.len(), right.len());
    for (side, own, other) in [(&left, CALLER, MICROPHONE), (&right, MICROPHONE, CALLER)] {
        let loudest =
            |hertz| side.chunks_exact(RATE / 4).map(|piece| loudness(piece, hertz)).fold(0.0, f64::max);
        let (own, other) = (loudest(own), loudest(other));
        assert!(own > 500.0 && other < own / 20.0, "{own} of its own, {other} of the other side");
    }
}

#[test]
fn a_call_is_served_in_chromium_from_ring_to_outcome_and_over_a_reload() {
    let phones = Phones::start(Options::default()).unwrap();
    let bank = DemoBank::open();
    let customer = bank.customer(Language::Korean, 0);
    let (centre, token) = centre("", Some(&bank));
    let mut browser = Browser::start(Kind::Chromium);
    browser.sign_in("desk", &centre, &token);
    browser.press("desk", &["r"]);
    browser.says("desk", "Waiting for the next call");

    let steps = vec![
        HEARS_AGENT,
        hears_music(),
        Step::Wait(Span::seconds(1)),
        HEARS_AGENT,
        HEARS_NOTHING,
        HEARS_AGENT,
        Step::HearKeys { count: 4, within: PATIENCE },
        HEARS_NOTHING,
        HEARS_AGENT,
        STAYS,
    ];
    let call = phones.call(script(&centre, Some(&customer.telephone), steps)).unwrap();
    let contact = centre.contact("line", 1);
    browser.says("desk", "Refuse");
    let view = centre.whole_view(contact);
    let view: Value = serde_json::from_str(view.split_once("\r\n\r\n").unwrap().1).unwrap();
    browser.says("desk", "Matched by number, not verified");
    for shown in ["identity", "accounts", "cards"].map(|panel| &view[panel]["value"]) {
        let shown = shown["name"].as_str().or(shown[0]["number"].as_str());
        let said = browser.says("desk", shown.unwrap_or_else(|| panic!("{view}")));
        assert!(!said.contains("\nVerified"), "{said}");
    }
    browser.press("desk", &["F2"]);
    browser.says("desk", "Hang up");
    passes(&call, 0, "the agent is heard");
    browser.hears("desk", CALLER);

    browser.press("desk", &["F8"]);
    browser.says("desk", "On hold");
    passes(&call, 2, "a second of music");
    browser.press("desk", &["F8"]);
    passes(&call, 3, "the agent is back");
    browser.press("desk", &["F9"]);
    browser.says("desk", "Muted");
    passes(&call, 4, "the muted agent is not heard");
    browser.press("desk", &["F9"]);
    passes(&call, 5, "the agent is heard again");
    browser.press("desk", &["t"]);
    for key in ["1", "5", "9", "#"] {
        browser.click("desk", &format!("Send key {key}"));
    }
    passes(&call, 6, "four keys");
    browser.press("desk", &["Escape", "n"]);
    browser.types("desk", "asks about the limit");
    browser.press("desk", &["Escape"]);
    browser.says("desk", "Saved");

    // The page is loaded anew in the talk: the note, the talk, and that the agent is muted, are there.
    browser.press("desk", &["F9"]);
    passes(&call, 7, "the agent is muted again");
    browser.reload("desk");
    browser.says("desk", "Line quality");
    browser.says("desk", "Muted");
    browser.until("desk", "document.querySelector('textarea').value === 'asks about the limit'");
    browser.press("desk", &["F9"]);
    passes(&call, 8, "the agent is heard after a reload");
    browser.hears("desk", CALLER);

    browser.press("desk", &["F4"]);
    let outcome = ended_by_agent(call, 9);
    browser.says("desk", "You hung up");
    assert_eq!(outcome.received.keys.expose(), "159#");
    // Nothing of the agent in the hold; perhaps a little music until the page was back.
    let heard = heard(&outcome.received.captured);
    let begun = heard.iter().position(|what| *what == "agent").unwrap();
    assert_eq!(heard[begun..begun + 3], ["agent", "music", "agent"], "{heard:?}");

    browser.press("desk", &["o"]);
    browser.types("desk", "complaint");
    browser.press("desk", &["Enter"]);
    centre.entry(contact, "disposition_set");
    browser.press("desk", &["Escape", "Control+Enter"]);
    browser.says("desk", "Waiting for the next call");
    browser.is_content();
    let told = centre.get(&format!("/api/contacts/C-{contact}")).json();
    assert_eq!(told["disposition"]["code"], "complaint", "{told}");
    let note = centre.get(&format!("/api/contacts/C-{contact}/note")).json();
    assert_eq!(note["text"], "asks about the limit");
    each_side_is_in_its_channel(&centre, contact);
}

#[test]
fn a_page_that_goes_leaves_its_caller_first_in_line_and_one_that_sleeps_gets_no_call() {
    let phones = Phones::start(Options::default()).unwrap();
    let (centre, token) = centre("[desk]\nparted = \"2s\"\n", None);
    let mut browser = Browser::start(Kind::Chromium);
    browser.sign_in_deaf("deaf", &centre, &token);
    browser.press("deaf", &["r"]);
    browser.says("deaf", "Connect the telephone first");
    browser.close("deaf");

    browser.sign_in("desk", &centre, &token);
    browser.press("desk", &["r"]);
    browser.says("desk", "Waiting for the next call");
    let steps = vec![
        HEARS_AGENT,
        hears_music(),
        HEARS_AGENT,
        HEARS_NOTHING,
        HEARS_AGENT,
        HEARS_NOTHING,
        HEARS_AGENT,
        STAYS,
    ];
    let first = phones.call(script(&centre, None, steps)).unwrap();
    let contact = centre.contact("line", 1);
    browser.says("desk", "Refuse");
    browser.press("desk", &["F2"]);
    passes(&first, 0, "the agent is heard");
    let second = phones.call(script(&centre, None, vec![STAYS])).unwrap();
    let other = centre.contact("line", 2);
    centre.entry(other, "queued");

    // The browser is gone: music, then the first place in the queue.
    browser.close("desk");
    passes(&first, 1, "music");
    centre.entry(contact, "agent_parted");
    centre.entry(contact, "agent_lost");
    let queue = centre.get("/api/queues/cards").json();
    let line: Vec<&Value> =
        queue["contacts"].as_array().unwrap().iter().map(|waits| &waits["contact"]).collect();
    assert_eq!(line, [&json!(format!("C-{contact}")), &json!(format!("C-{other}"))]);
    let agent = centre.get("/api/agents/A-1").json();
    assert_eq!((&agent["state"], &agent["not_ready"]), (&json!("not_ready"), &json!("page_lost")));

    browser.sign_in("desk", &centre, &token);
    browser.says("desk", "This page or its telephone was gone");
    browser.press("desk", &["r"]);
    browser.says("desk", "Refuse");
    browser.says("desk", &format!("C-{contact}"));
    browser.press("desk", &["F2"]);
    passes(&first, 2, "the agent is heard again");
    browser.hears("desk", CALLER);

    // The telephone moves to a window of its own and back, in the talk.
    browser.press("desk", &["F9"]);
    passes(&first, 3, "the agent is muted");
    browser.press("desk", &["t"]);
    browser.opens("desk", "Open the telephone in its own window", "phone");
    browser.says("phone", "Telephone ready");
    browser.says("desk", "Telephone in its own window");
    browser.says("desk", "Muted");
    browser.press("desk", &["F9"]);
    passes(&first, 4, "the agent is heard from the telephone's window");
    browser.hears("phone", CALLER);
    browser.close("phone");
    browser.says("desk", "Line quality");
    browser.press("desk", &["F9"]);
    passes(&first, 5, "the agent is muted at the desk");
    browser.press("desk", &["F9"]);
    passes(&first, 6, "the agent is heard from the desk");
    browser.hears("desk", CALLER);
    browser.press("desk", &["F4"]);
    ended_by_agent(first, 7);
    browser.says("desk", "You hung up");
    second.hang_up().unwrap();
    second.wait().unwrap();
    // Without an outcome once asks for it, and once more finishes.
    browser.press("desk", &["Control+Enter"]);
    browser.says("desk", "once more finishes without");
    browser.press("desk", &["Control+Enter"]);
    browser.says("desk", "Waiting for the next call");

    // The browser puts the page to sleep; it is told when it wakes. On a busy machine it may have been late before.
    let frozen = |all: &[crate::harness::entries::Entry]| {
        let frozen = |entry: &&crate::harness::entries::Entry| {
            entry.kind() == "agent_not_ready" && entry.text("reason") == "page_frozen"
        };
        all.iter().filter(frozen).count()
    };
    let before = centre.wait("any entry", |all| Some(frozen(all)));
    let frozen = |all: &[crate::harness::entries::Entry]| (frozen(all) > before).then_some(());
    browser.freeze("desk", true);
    centre.wait("frozen page", frozen);
    browser.freeze("desk", false);
    browser.says("desk", "The browser froze this page");
    browser.is_content();
}

#[test]
fn a_call_is_served_in_firefox() {
    let (centre, token) = centre("", None);
    let mut browser = Browser::start(Kind::Firefox);
    browser.sign_in("desk", &centre, &token);
    a_call_is_held_and_ended(&centre, browser);
}

/// An agent at home with a narrow line: Opus to the page, G.711 to the customer.
#[test]
fn a_call_is_served_in_chromium_in_opus() {
    let (centre, token) = centre("", None);
    let mut browser = Browser::start(Kind::Chromium);
    browser.sign_in("desk", &centre, &token);
    browser.says("desk", "Line quality");
    browser.until("desk", "(localStorage.setItem('heliotrope.phone.opus', 'first'), true)");
    browser.reload("desk");
    browser.says("desk", "Line quality");
    browser.press("desk", &["t"]);
    browser.until("desk", "/\\bopus\\b/.test(document.body.innerText)");
    browser.press("desk", &["Escape"]);
    a_call_is_held_and_ended(&centre, browser);
}

/// Both hear each other, music in a hold; each is in its channel of the recording.
fn a_call_is_held_and_ended(centre: &Centre, mut browser: Browser) {
    let phones = Phones::start(Options::default()).unwrap();
    browser.press("desk", &["r"]);
    browser.says("desk", "Waiting for the next call");
    let steps = vec![HEARS_AGENT, hears_music(), HEARS_AGENT, Step::Wait(Span::seconds(1)), STAYS];
    let call = phones.call(script(centre, None, steps)).unwrap();
    let contact = centre.contact("line", 1);
    browser.says("desk", "Refuse");
    browser.press("desk", &["F2"]);
    passes(&call, 0, "the agent is heard");
    browser.hears("desk", CALLER);
    browser.press("desk", &["F8"]);
    browser.says("desk", "On hold");
    passes(&call, 1, "music");
    browser.press("desk", &["F8"]);
    passes(&call, 3, "the agent is back for a second");
    browser.press("desk", &["F4"]);
    ended_by_agent(call, 4);
    browser.says("desk", "You hung up");
    browser.is_content();
    each_side_is_in_its_channel(centre, contact);
}
