//! How callers, agents' telephones and the bank behave.

use super::{Happening, World, chance, customer};
use calls::{MediaEvent, SipEvent};
use rand::{Rng, RngExt};
use vocabulary::voice::Verification;
use vocabulary::{LegId, PromptName, Span};

/// How one telephone behaves, drawn when its leg begins.
#[derive(Debug, Clone)]
pub enum Conduct {
    /// A caller: gives up before the answer, or keys, and hangs up after a time.
    Caller { cancels: Option<Span>, keys: Vec<(Span, char)>, hangs_up: Span, vanishes: bool },
    /// A telephone that is answered, and what becomes of the talk.
    Answers { after: Span, talk: Span, end: TalkEnd },
    /// One that rings for ever.
    Rings,
    /// One that refuses.
    Refuses(Span, u16),
    /// One that is not there.
    Absent(Span),
}

/// How an agent's side of a talk ends.
#[derive(Debug, Clone, Copy)]
pub enum TalkEnd {
    HangsUp,
    Vanishes,
    WaitsForCaller,
    /// The page is gone; it comes back after a time, or never, and hangs up some time later.
    Parts {
        back: Option<Span>,
        then: Span,
    },
}

impl Conduct {
    pub fn of_caller(rng: &mut impl Rng) -> Conduct {
        let cancels = chance(rng, 0.05).then(|| Span::millis(rng.random_range(0..200)));
        let typed: &str = match rng.random_range(0..6) {
            0 => "1123456#654321",
            1 => "112345678111111222222333333",
            2 => "3",
            3 => "97*0",
            4 => "",
            _ => "0",
        };
        let mut at = Span::millis(rng.random_range(100..6_000));
        let mut keys = Vec::new();
        for key in typed.chars() {
            keys.push((at, key));
            at += Span::millis(rng.random_range(80..2_500));
        }
        let hangs_up = Span::millis(rng.random_range(200..180_000));
        Conduct::Caller { cancels, keys, hangs_up, vanishes: chance(rng, 0.05) }
    }

    /// A telephone in a browser: where others vanish, it parts, and most come back.
    pub fn of_page(rng: &mut impl Rng) -> Conduct {
        match Conduct::of_agent(rng) {
            Conduct::Answers { after, talk, end: TalkEnd::Vanishes | TalkEnd::WaitsForCaller } => {
                let back = chance(rng, 0.7).then(|| Span::millis(rng.random_range(0..9_000)));
                let then = Span::millis(rng.random_range(0..20_000));
                Conduct::Answers { after, talk, end: TalkEnd::Parts { back, then } }
            }
            other => other,
        }
    }

    pub fn of_agent(rng: &mut impl Rng) -> Conduct {
        let soon = Span::millis(rng.random_range(0..4_000));
        match rng.random_range(0..20) {
            0 | 1 => Conduct::Rings,
            2 => Conduct::Refuses(soon, 486),
            3 => Conduct::Refuses(soon, 503),
            4 => Conduct::Absent(soon),
            _ => {
                let talk = Span::millis(rng.random_range(0..90_000));
                let end = match rng.random_range(0..5) {
                    0 | 1 => TalkEnd::HangsUp,
                    2 => TalkEnd::Vanishes,
                    _ => TalkEnd::WaitsForCaller,
                };
                // Sometimes just as the ring time runs out.
                let after =
                    if chance(rng, 0.2) { Span::millis(rng.random_range(11_900..12_100)) } else { soon };
                Conduct::Answers { after, talk, end }
            }
        }
    }
}

/// What a caller keys who hears these prompts, and when: some would rather be called back, and some of
/// them say so twice.
pub fn keys_of_a_callback(prompts: &[PromptName], rng: &mut impl Rng) -> Option<(Span, char)> {
    let hears = |name: &str| prompts.iter().any(|prompt| prompt.as_str() == name);
    let soon = Span::millis(rng.random_range(500..7_000));
    if hears("callback.offer") && chance(rng, 0.5) {
        return Some((soon, if chance(rng, 0.9) { '1' } else { '5' }));
    }
    (hears("callback.confirm") && chance(rng, 0.9)).then(|| (soon, if chance(rng, 0.85) { '1' } else { '2' }))
}

/// What somebody keys in who is asked with an agent on the line; some give up in the middle of it.
pub fn keys_of_a_secret(prompts: &[PromptName], rng: &mut impl Rng) -> Vec<(Span, char)> {
    let keys = match prompts.first().map(PromptName::as_str) {
        Some("number.ask") => "20481632#",
        Some("pin.ask" | "code.ask") => "135790",
        Some("card_code.ask") => "246",
        _ => return Vec::new(),
    };
    let until = if chance(rng, 0.8) { keys.len() } else { rng.random_range(0..keys.len()) };
    let mut after = Span::millis(rng.random_range(500..4_000));
    let mut pressed = Vec::new();
    for key in keys.chars().take(until) {
        pressed.push((after, key));
        after += Span::millis(rng.random_range(100..900));
    }
    pressed
}

/// A customer is being called back.
pub fn called_back(world: &mut World, leg: LegId) {
    let rng = &mut world.rng;
    let soon = Span::millis(rng.random_range(0..9_000));
    let conduct = match rng.random_range(0..10) {
        0 | 1 => Conduct::Rings,
        2 => Conduct::Refuses(soon, 486),
        3 => Conduct::Refuses(soon, 603),
        4 => Conduct::Absent(soon),
        _ => {
            let end = if chance(rng, 0.8) { TalkEnd::HangsUp } else { TalkEnd::Vanishes };
            // Sometimes just as the time runs out.
            let after = if chance(rng, 0.2) { Span::millis(rng.random_range(9_900..10_100)) } else { soon };
            Conduct::Answers { after, talk: Span::millis(rng.random_range(0..60_000)), end }
        }
    };
    world.conducts.insert(leg, conduct);
    dialled(world, leg);
}

/// A caller has dialled: perhaps it changes its mind.
pub fn arrive(world: &mut World, leg: LegId) {
    if let Some(Conduct::Caller { cancels: Some(after), .. }) = world.conduct(leg) {
        world.plan(after, Happening::Sip(leg, SipEvent::HungUp));
    }
}

/// A caller was answered.
pub fn answered(world: &mut World, leg: LegId) {
    let Some(Conduct::Caller { keys, hangs_up, vanishes, .. }) = world.conduct(leg) else { return };
    for (at, key) in keys {
        world.plan(at, Happening::Media(leg, MediaEvent::Key(key)));
    }
    let end = if vanishes {
        Happening::Media(leg, MediaEvent::Lost)
    } else {
        Happening::Sip(leg, SipEvent::HungUp)
    };
    world.plan(hangs_up, end);
}

/// An agent's telephone is being called.
pub fn dialled(world: &mut World, leg: LegId) {
    let ring = Span::millis(world.rng.random_range(5..300));
    match world.conduct(leg) {
        Some(Conduct::Answers { after, talk, end }) => {
            world.plan(ring, Happening::Sip(leg, SipEvent::Ringing));
            let answer = ring + after;
            world.plan(answer, Happening::Sip(leg, SipEvent::Answered));
            match end {
                TalkEnd::HangsUp => world.plan(answer + talk, Happening::Sip(leg, SipEvent::HungUp)),
                TalkEnd::Vanishes => world.plan(answer + talk, Happening::Media(leg, MediaEvent::Lost)),
                TalkEnd::WaitsForCaller => {}
                TalkEnd::Parts { back, then } => {
                    world.plan(answer + talk, Happening::Media(leg, MediaEvent::Parted));
                    if let Some(back) = back {
                        let back = answer + talk + back;
                        world.plan(back, Happening::Media(leg, MediaEvent::Returned));
                        world.plan(back + then, Happening::Sip(leg, SipEvent::HungUp));
                    }
                }
            }
            // What somebody at some desk does meanwhile.
            for _ in 0..world.rng.random_range(0..7) {
                let during = Span(world.rng.random_range(0..talk.0 + 8_000_000));
                world.plan(answer + during, Happening::Desk);
            }
        }
        Some(Conduct::Rings) => world.plan(ring, Happening::Sip(leg, SipEvent::Ringing)),
        Some(Conduct::Refuses(after, status)) => {
            world.plan(ring + after, Happening::Sip(leg, SipEvent::Refused(status)));
        }
        Some(Conduct::Absent(after)) => world.plan(ring + after, Happening::Sip(leg, SipEvent::Unreachable)),
        Some(Conduct::Caller { .. }) | None => {}
    }
}

/// What the bank answers.
pub fn bank(rng: &mut impl Rng) -> Verification {
    match rng.random_range(0..8) {
        0 => Verification::Locked,
        1 => Verification::Unavailable,
        2 | 3 => Verification::Wrong { left: rng.random_range(0..3) },
        _ => Verification::Verified(customer()),
    }
}
