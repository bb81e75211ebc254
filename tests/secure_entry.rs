//! A customer keys in secrets while an agent is on the line. The keys sound in the customer's own voice, too:
//! nothing of them reaches the agent, the recording, or anything that is kept, logged or told.

use crate::harness::bank::another_pin;
use crate::harness::desk::{Desk, account};
use crate::harness::plan::{agents, line, queue, straight_to};
use crate::harness::prompts::hertz;
use crate::harness::telephones::agent_calls;
use crate::harness::{Centre, DemoBank, Setup, caller, hear};
use crate::secrets::{Planted, files, told};
use phones::{AgentOptions, Clip, Codec, Keys, KeysBy, Listening, Options, Phones, Step, Voice};
use serde_json::{Value, json};
use std::f64::consts::TAU;
use vocabulary::{CustomerRef, Language, SecretDigits, Span};
use voice::recorder::archive;

/// What customer and agent say: pitches that no key has, nor a prompt.
const CUSTOMER: u16 = 2_520;
const AGENT: u16 = 2_780;
/// Samples a second.
const RATE: usize = 8_000;
/// The pitches of keys (ITU-T Q.23).
const LOW: [u16; 4] = [697, 770, 852, 941];
const HIGH: [u16; 3] = [1_209, 1_336, 1_477];
/// How long a key is held, and the pause after it, in samples.
const KEY: usize = RATE / 10;

fn pitch(hertz: u16, at: usize) -> f64 {
    (at as f64 * f64::from(hertz) * TAU / RATE as f64).sin()
}

fn humming(hertz: u16) -> Voice {
    Voice::speech(&Clip::from_samples((0..RATE).map(|at| (4_000.0 * pitch(hertz, at)) as i16).collect()))
}

/// The keys as a telephone sounds them into the line, and silence afterwards.
fn sounding(digits: &SecretDigits) -> Voice {
    let mut samples = Vec::new();
    for digit in digits.expose().chars() {
        let place = "123456789*0#".find(digit).expect("a key");
        let (low, high) = (LOW[place / 3], HIGH[place % 3]);
        samples.extend((0..KEY).map(|at| (4_000.0 * (pitch(low, at) + pitch(high, at))) as i16));
        samples.extend(std::iter::repeat_n(0, KEY));
    }
    samples.extend(std::iter::repeat_n(0, 20 * RATE));
    Voice::speech(&Clip::from_samples(samples))
}

/// Hears what to key in, keys it in both ways, and speaks on.
fn keys_in(prompt: &str, digits: &SecretDigits, by: KeysBy) -> Vec<Step> {
    let keys = Keys::new(digits.clone(), by);
    vec![hear(prompt), Step::Say(sounding(digits)), Step::Press(keys), Step::Say(humming(CUSTOMER))]
}

/// How loud a pitch is in a stretch of sound (Goertzel): the amplitude of the sine in it.
fn loudness(samples: &[i16], hertz: u16) -> f64 {
    let (sine, cosine) = samples.iter().enumerate().fold((0.0, 0.0), |(sine, cosine), (at, sample)| {
        let angle = at as f64 * f64::from(hertz) * TAU / RATE as f64;
        (sine + f64::from(*sample) * angle.sin(), cosine + f64::from(*sample) * angle.cos())
    });
    2.0 * f64::hypot(sine, cosine) / samples.len() as f64
}

/// How many stretches of 40 ms hold a pitch.
fn holding(samples: &[i16], hertz: u16) -> usize {
    samples.chunks_exact(RATE / 25).filter(|stretch| loudness(stretch, hertz) > 1_000.0).count()
}

/// How many stretches hold a key: a low and a high pitch at once.
fn keys_in_sound(samples: &[i16]) -> usize {
    let loud =
        |stretch: &[i16], pitches: &[u16]| pitches.iter().any(|hertz| loudness(stretch, *hertz) > 1_000.0);
    samples.chunks_exact(RATE / 25).filter(|stretch| loud(stretch, &LOW) && loud(stretch, &HIGH)).count()
}

/// What the page is told from the asking to the end: stages, and how many keys.
fn watch(desk: &mut Desk) -> (Vec<String>, Vec<u64>, Value) {
    let (mut stages, mut keys) = (Vec::new(), Vec::new());
    loop {
        let entry = desk.told("secure_entry")["entry"].clone();
        let stage = entry["stage"].as_str().unwrap().to_owned();
        keys.extend(entry["keys"].as_u64().filter(|count| *count > 0));
        if stages.last() != Some(&stage) {
            stages.push(stage.clone());
        }
        if !["number", "secret", "judged"].contains(&stage.as_str()) {
            return (stages, keys, entry);
        }
    }
}

fn stages(of: &[&str]) -> Vec<String> {
    of.iter().map(|stage| (*stage).to_owned()).collect()
}

/// A customer whose card has a code.
fn customer(bank: &DemoBank) -> sandbox_bank::Credentials {
    (0..50)
        .map(|nth| bank.customer(Language::English, nth))
        .find(|customer| !bank.card_codes(&customer.customer).is_empty())
        .unwrap()
}

fn centre(bank: &DemoBank, desks: &phones::Agents) -> Centre {
    let plan = line("line", "100", "en", "straight")
        + &queue("cards", "wrap_up = \"0s\"\nannounce_every = \"0s\"")
        + &agents(desks, &["cards", "lang.en"]);
    let flows = vec![("straight", straight_to("straight", "cards", ""))];
    Centre::start(Setup { plan, flows, bank: Some(bank.url()), log: Some("trace"), ..Setup::default() })
}

#[test]
fn a_secret_reaches_the_bank_alone() {
    let bank = DemoBank::open();
    let phones = Phones::start(Options::default()).unwrap();
    let listening = Listening { tones: Vec::new(), capture: true };
    let voice = Box::new(|_| humming(AGENT));
    let desks = phones.agents(AgentOptions { voice, listening, ..AgentOptions::new(1) }).unwrap();
    let mut centre = centre(&bank, &desks);
    let token = account(&centre, "kim", 1);
    let (mut desk, _) = Desk::open(&centre, &token);
    let known = customer(&bank);
    let code = bank.code_to_come(&known.customer);
    let wrong_card = another_pin(&bank.card_codes(&known.customer)[0]);

    let mut steps = keys_in("pin.ask", &known.pin, KeysBy::Rtp);
    steps.extend(keys_in("code.ask", &code, KeysBy::Info));
    steps.extend(keys_in("card_code.ask", &wrong_card, KeysBy::Rtp));
    let hears = Step::HearTone { hertz: AGENT, within: Span::seconds(30) };
    steps.extend([hears, Step::Wait(Span::seconds(3)), Step::HangUp]);
    let call = caller(&centre, "100", steps).from(known.telephone.clone()).saying(humming(CUSTOMER));
    let call = phones.call(call).unwrap();

    let contact = desk.told("ring")["contact"]["id"].clone();
    desk.told("connected");
    let number: u64 = contact.as_str().and_then(|id| id.strip_prefix("C-")).unwrap().parse().unwrap();
    // Else only number and PIN together could say who it is.
    centre.entry(number, "customer_matched");
    let mut asks = |what: &str| {
        desk.does(json!({"type": "secure_entry", "contact": contact, "what": what}));
        watch(&mut desk)
    };
    let (seen, keys, _) = asks("pin");
    assert_eq!((seen, keys), (stages(&["secret", "judged", "right"]), vec![1, 2, 3, 4, 5, 6]));
    let (seen, keys, _) = asks("one_time_code");
    assert_eq!((seen, keys), (stages(&["secret", "judged", "right"]), vec![1, 2, 3, 4, 5, 6]));
    let (seen, keys, last) = asks("card_code");
    assert_eq!((seen, keys), (stages(&["secret", "judged", "wrong"]), vec![1, 2, 3]));
    assert_eq!(last["tries_left"], 2);
    let outcome = call.wait().unwrap();
    let story = centre.story(number);
    assert!(story.contains(&"customer_verified".to_owned()), "{story:?}");
    assert!(
        centre.command_line(&["contact", &format!("C-{number}")]).contains("card code: wrong, 2 tries left")
    );

    // The agent heard the customer before and after, one tone a key, and no key; the customer the agent.
    let at_desk = &agent_calls(&desks, 1)[0].received;
    assert_eq!(at_desk.keys.len(), 0);
    let heard = decoded(&at_desk.captured);
    assert!(holding(&heard, CUSTOMER) > 50, "the agent hears the customer");
    assert!(holding(&heard, hertz("key")) >= 15, "the agent hears a tone for each key");
    assert_eq!(keys_in_sound(&heard), 0, "the agent hears keys");
    assert!(holding(&decoded(&outcome.received.captured), AGENT) > 50, "the customer hears the agent");
    // On the recording there is neither a key nor its tone.
    centre.recording(number, "ready");
    let [left, right] = archive::decode(&centre.sound(number)).unwrap();
    assert!(
        holding(&left, CUSTOMER) > 50 && holding(&right, AGENT) > 50,
        "what was said is on the recording"
    );
    for side in [&left, &right] {
        assert_eq!((keys_in_sound(side), holding(side, hertz("key"))), (0, 0), "keys are on the recording");
    }
    nothing_is_kept(&mut centre, [&known.pin, &code], &known.customer);
}

fn decoded(captured: &[u8]) -> Vec<i16> {
    captured.iter().map(|octet| Codec::Pcmu.decode(*octet)).collect()
}

fn nothing_is_kept(centre: &mut Centre, secrets: [&SecretDigits; 2], customer: &CustomerRef) {
    let mut planted = Planted::default();
    planted.numbers.extend(secrets.map(|secret| (secret.expose().to_owned(), "a secret")));
    let told = told(centre);
    assert!(told.iter().any(|(_, text)| String::from_utf8_lossy(text).contains(customer.as_str())));
    for (place, bytes) in told {
        planted.must_not_be_in(&place, &bytes);
    }
    assert!(centre.stop().success());
    for (place, bytes) in files(centre.data()) {
        planted.must_not_be_in(&place, &bytes);
    }
    for said in &centre.said {
        planted.must_not_be_in("what the program said", said.text().as_bytes());
    }
    assert!(centre.said[0].text().contains("TRACE"), "not everything was logged");
}

#[test]
fn keys_are_heard_in_what_they_are_looked_for() {
    let clip: Vec<i16> = (0..KEY).map(|at| (4_000.0 * (pitch(770, at) + pitch(1_336, at))) as i16).collect();
    assert_eq!(keys_in_sound(&clip), 2);
    let hum: Vec<i16> =
        (0..RATE).map(|at| (4_000.0 * (pitch(CUSTOMER, at) + pitch(AGENT, at))) as i16).collect();
    assert_eq!((keys_in_sound(&hum), holding(&hum, CUSTOMER)), (0, 25));
}
