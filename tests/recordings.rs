//! What is said is on record: each side in its channel, both on one clock, whatever happens to the call.

use crate::harness::plan::{agents, line, queue, straight_to};
use crate::harness::{Centre, Setup, caller};
use phones::{
    AgentCall, AgentOptions, Agents, Behaviour, Clip, End, InCall, Length, OnRing, Options, Outcome, Phones,
    Step, Voice,
};
use std::f64::consts::TAU;
use store::testing::Postgres;
use vocabulary::Span;
use voice::recorder::archive;

/// What the customer says, and what agents say.
const CUSTOMER: u16 = 1_000;
const AGENT: u16 = 440;
/// Samples a second.
const RATE: usize = 8_000;

/// A tone, and every second a click.
fn clicking(hertz: u16) -> Voice {
    let sample = |place: usize| {
        let tone = 4_000.0 * (place as f64 * f64::from(hertz) * TAU / RATE as f64).sin();
        let click = (4_000..4_040).contains(&place);
        if click { if place.is_multiple_of(4) { 30_000 } else { -30_000 } } else { tone as i16 }
    };
    Voice::speech(&Clip::from_samples((0..RATE).map(sample).collect()))
}

fn desks(phones: &Phones, count: u32, behaviour: Behaviour) -> Agents {
    let voice = Box::new(|_| clicking(AGENT));
    phones.agents(AgentOptions { behaviour, voice, ..AgentOptions::new(count) }).unwrap()
}

/// A centre whose line `100` leads straight to these desks, and whose line `200` to the same, unrecorded.
fn centre(desks: &Agents, database: Option<String>) -> Centre {
    let plan = line("recorded", "100", "en", "straight")
        + &line("private", "200", "en", "private")
        + &queue("cards", "wrap_up = \"0s\"\nannounce_every = \"0s\"")
        + &queue("loans", "wrap_up = \"0s\"\nannounce_every = \"0s\"\nrecord = false")
        + &agents(desks, &["cards", "loans", "lang.en"]);
    let flows = vec![
        ("straight", straight_to("straight", "cards", "")),
        ("private", straight_to("private", "loans", "")),
    ];
    Centre::start(Setup { plan, flows, database, ..Setup::default() })
}

/// Talks for so long, and hangs up.
fn talk(centre: &Centre, phones: &Phones, called: &str, seconds: i64) -> Outcome {
    let patience = Span::seconds(30);
    let steps = [Step::HearTone { hertz: AGENT, within: patience }, Step::Wait(Span::seconds(seconds))];
    let outcome =
        phones.call(caller(centre, called, steps).saying(clicking(CUSTOMER))).unwrap().wait().unwrap();
    assert_eq!(outcome.end, End::HungUp);
    outcome
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

/// Where in its second the click of a side stands.
fn click(side: &[i16]) -> usize {
    // The first of the loudest few milliseconds.
    let loud = |window: &[i16]| window.iter().map(|sample| u64::from(sample.unsigned_abs())).sum::<u64>();
    let windows = side.windows(40).enumerate().map(|(place, window)| (loud(window), place));
    windows.max_by_key(|(loud, place)| (*loud, usize::MAX - place)).map(|(_, place)| place % RATE).unwrap()
}

/// How far apart two places in a second are, in milliseconds.
fn apart(a: i64, b: i64) -> i64 {
    let apart = (a - b).rem_euclid(RATE as i64);
    apart.min(RATE as i64 - apart) * 1_000 / RATE as i64
}

fn each_side_is_in_its_channel(database: Option<String>) {
    let phones = Phones::start(Options::default()).unwrap();
    let desks = desks(&phones, 1, Behaviour::PROMPT);
    let mut centre = centre(&desks, database);
    let outcome = talk(&centre, &phones, "100", 4);
    let contact = centre.contact("recorded", 1);
    let story = centre.story(contact);
    assert!(story.contains(&"recording_started".to_owned()), "{story:?}");
    let told = centre.recording(contact, "ready");
    let [left, right] = archive::decode(&centre.sound(contact)).unwrap();
    let seconds = told["duration_s"].as_f64().unwrap();
    assert!(seconds > 4.0 && (left.len() as f64 / RATE as f64 - seconds).abs() <= 0.02, "{seconds}");
    assert_eq!(left.len(), right.len());
    let middle = RATE..3 * RATE;
    for (side, own, other) in [(&left, CUSTOMER, AGENT), (&right, AGENT, CUSTOMER)] {
        let (own, other) = (loudness(&side[middle.clone()], own), loudness(&side[middle.clone()], other));
        assert!(own > 1_000.0 && other < own / 20.0, "{own} of its own, {other} of the other side");
    }

    // Each telephone began to speak when it was answered: so far apart the clicks must be.
    let agent: Vec<AgentCall> = crate::harness::telephones::agent_calls(&desks, 1);
    let began = [outcome.moments.answered.unwrap(), agent[0].answered.unwrap()];
    let expected = (began[1] - began[0]).0 * 8 / 1_000;
    let found = click(&right) as i64 - click(&left) as i64;
    assert!(apart(found, expected) <= 20, "{found} samples where {expected} are due");

    talk(&centre, &phones, "200", 1);
    let private = centre.contact("private", 1);
    centre.closed(private);
    centre.recording(private, "none");
    let figures = centre.get("/api/recordings/success").json();
    assert_eq!((&figures["due"], &figures["playable"]), (&1.into(), &1.into()), "{figures}");
    assert!(centre.command_line(&["recordings", "figures"]).contains("success   100.00 %"));
    assert!(centre.command_line(&["recordings", "verify"]).starts_with("1 recordings were decoded"));
    assert!(centre.command_line(&["recordings", "list"]).contains("ready"));
    assert!(centre.stop().success());
    // Nothing of the sound is on the disk in plain: not the agent's tone in either coding, say.
    let blobs: Vec<_> = std::fs::read_dir(centre.data().join("blobs")).unwrap().map(Result::unwrap).collect();
    assert_eq!(blobs.len(), 1, "the log of the call is gone");
    let sealed = std::fs::read(blobs[0].path()).unwrap();
    assert!(!sealed.windows(4).any(|window| window == b"OggS" || window == b"Opus"));
}

#[test]
fn each_side_is_in_its_channel_over_sqlite() {
    each_side_is_in_its_channel(None);
}

#[test]
fn each_side_is_in_its_channel_over_postgres() {
    let Some(postgres) = Postgres::start() else { return };
    each_side_is_in_its_channel(Some(postgres.database("recordings")));
}

/// The agent's telephone vanishes, another agent takes over: one recording, with the wait in between.
#[test]
fn a_recording_goes_on_with_the_next_agent() {
    let phones = Phones::start(Options::default()).unwrap();
    let vanishes = Behaviour {
        on_ring: OnRing::Answer(Length::Fixed(Span::millis(500))),
        in_call: InCall::HangUpAfter(Length::Fixed(Span::seconds(60))),
    };
    let desks = desks(&phones, 2, vanishes);
    let plan = line("recorded", "100", "en", "straight")
        + &queue("cards", "wrap_up = \"0s\"\nannounce_every = \"0s\"")
        + &agents(&desks, &["cards", "lang.en"]);
    let flows = vec![("straight", straight_to("straight", "cards", ""))];
    let centre = Centre::start(Setup { plan, flows, voice: "lost_after = \"1s\"", ..Setup::default() });
    let steps = [Step::HearTone { hertz: AGENT, within: Span::seconds(30) }, Step::Wait(Span::seconds(60))];
    let call = phones.call(caller(&centre, "100", steps).saying(clicking(CUSTOMER))).unwrap();
    let contact = centre.contact("recorded", 1);
    let first = centre.entry(contact, "connected").text("agent").trim_start_matches("A-").parse().unwrap();
    desks.vanish(first).unwrap();
    centre.entry(contact, "agent_lost");
    centre.nth_entry(contact, "connected", 2);
    // Two seconds of the second agent's talk.
    std::thread::sleep(std::time::Duration::from_secs(2));
    call.hang_up().unwrap();
    call.wait().unwrap();
    let told = centre.recording(contact, "ready");
    let story = centre.story(contact);
    assert_eq!(story.iter().filter(|entry| entry.starts_with("recording_")).count(), 2, "{story:?}");
    let holds = told["holds"].as_array().unwrap();
    assert_eq!(holds.len(), 1, "{holds:?} of {} s, {story:?}, {}", told["duration_s"], told["markers"]);
    let [left, right] = archive::decode(&centre.sound(contact)).unwrap();
    let after = (holds[0]["to_s"].as_f64().unwrap() * RATE as f64) as usize + RATE / 4;
    assert!(loudness(&right[after..after + RATE], AGENT) > 1_000.0, "the second agent is heard");
    assert!(loudness(&left[after..after + RATE], CUSTOMER) > 1_000.0);
}

/// The process dies in mid-call: what was said until a second before is there after the next start.
#[test]
fn a_crash_leaves_what_was_said_until_then() {
    let phones = Phones::start(Options::default()).unwrap();
    let desks = desks(&phones, 1, Behaviour::PROMPT);
    let mut centre = centre(&desks, None);
    let steps = [Step::HearTone { hertz: AGENT, within: Span::seconds(30) }, Step::Wait(Span::seconds(30))];
    let _call = phones.call(caller(&centre, "100", steps).saying(clicking(CUSTOMER))).unwrap();
    let contact = centre.contact("recorded", 1);
    let connected = centre.entry(contact, "connected");
    centre.recording(contact, "running");
    // Three seconds of talk.
    std::thread::sleep(std::time::Duration::from_secs(3));
    centre.kill();
    centre.restart();
    let told = centre.recording(contact, "ready");
    let seconds = told["duration_s"].as_f64().unwrap();
    assert!(seconds > 1.9, "{seconds} s are left of three, since {}", connected.0);
    let [left, right] = archive::decode(&centre.sound(contact)).unwrap();
    assert!(loudness(&left[RATE / 2..RATE], CUSTOMER) > 1_000.0);
    assert!(loudness(&right[RATE / 2..RATE], AGENT) > 1_000.0);
    let journal = centre.journal();
    let ended = journal.iter().map(|record| serde_json::to_value(&record.entry).unwrap());
    let ended: Vec<_> = ended.filter(|entry| entry["kind"] == "recording_ended").collect();
    assert_eq!(ended.len(), 1);
    assert_eq!(ended[0]["outcome"], "interrupted");
}
