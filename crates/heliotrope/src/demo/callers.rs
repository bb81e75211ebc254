//! The demonstration's customers: who calls, which keys are pressed, how patient each one is.

use phones::{Clip, End, Gaps, Keys, KeysBy, Outcome, Script, Step, Traffic, Voice};
use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;
use sandbox_bank::SandboxBank;
use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering::Relaxed};
use vocabulary::plan::Line;
use vocabulary::{Language, PromptName, SecretDigits, Span};
use voice::media::{Codec, Prompts};

/// Mean patience in the queue: most wait for their turn, some do not (seeds A5).
const PATIENCE: f64 = 90.0;
/// Mean length of a talk.
const TALK: f64 = 32.0;

/// What became of the calls so far.
#[derive(Debug, Default)]
pub struct Tally {
    pub refused: AtomicU64,
}

/// The source of calls.
pub struct Callers {
    pub server: SocketAddr,
    pub lines: Vec<Line>,
    pub bank: Arc<SandboxBank>,
    pub prompts: Arc<Prompts>,
    pub tally: Arc<Tally>,
    random: ChaCha8Rng,
    gaps: Gaps,
    next: Span,
}

impl Callers {
    pub fn new(
        server: SocketAddr,
        lines: Vec<Line>,
        bank: Arc<SandboxBank>,
        prompts: Arc<Prompts>,
        calls_per_minute: f64,
        seed: u64,
    ) -> Callers {
        Callers {
            server,
            lines,
            bank,
            prompts,
            tally: Arc::default(),
            random: ChaCha8Rng::seed_from_u64(seed),
            gaps: Gaps::new(calls_per_minute / 60.0, seed),
            next: Span::millis(500),
        }
    }

    fn script(&mut self) -> Option<Script> {
        let place = self.random.random_range(0..self.bank.customers().max(1));
        let caller = self.bank.credentials(place)?;
        let called = self.lines.iter().find(|line| line.language == caller.language)?.called.clone();
        let steps = self.steps(caller.language, &caller.number, &caller.pin);
        let voice = self.speech(caller.language);
        let script = Script::new(self.server, &called).from(caller.telephone).saying(voice).steps(steps);
        Some(script)
    }

    fn speech(&mut self, language: Language) -> Voice {
        let name = format!("demo.caller.{}", self.random.random_range(1..=3));
        speech(&self.prompts, &name, language).map_or_else(Voice::silence, |clip| Voice::speech(&clip))
    }

    /// Listens to the greeting, chooses, identifies itself if asked, waits, talks, hangs up.
    fn steps(&mut self, language: Language, number: &SecretDigits, pin: &SecretDigits) -> Vec<Step> {
        let spoken = self.length("greeting", language) + self.length("recording", language);
        let mut steps =
            vec![Step::HearAudio { within: Span::seconds(5) }, Step::Wait(spoken + self.seconds(1.0, 4.0))];
        let choice = self.random.random_range(0..100);
        match choice {
            // Some listen to the menu twice, some say nothing and are asked again.
            0..8 => steps.extend([Step::Wait(Span::seconds(12)), press("0")]),
            8..12 => steps.extend([press("7"), Step::Wait(self.seconds(4.0, 7.0)), press("0")]),
            12..40 => steps.push(press("0")),
            40..55 => steps.push(press("3")),
            _ => {
                steps.push(press(if choice < 80 { "1" } else { "2" }));
                self.identify(&mut steps, number, pin);
            }
        }
        let patience = self.exponential(PATIENCE);
        let talk = self.exponential(TALK) + Span::seconds(5);
        steps.extend([Step::HearAgent { patience }, Step::Wait(talk), Step::HangUp]);
        steps
    }

    /// Keys in number and PIN; one in ten mistypes the PIN first.
    fn identify(&mut self, steps: &mut Vec<Step>, number: &SecretDigits, pin: &SecretDigits) {
        steps.extend([Step::Wait(self.seconds(2.0, 4.0)), keyed(number), press("#")]);
        steps.push(Step::Wait(self.seconds(1.5, 3.0)));
        if self.random.random_bool(0.1) {
            steps.extend([press("000000"), Step::Wait(self.seconds(9.0, 11.0))]);
        }
        steps.push(keyed(pin));
    }

    fn length(&self, prompt: &str, language: Language) -> Span {
        let name = PromptName::new(prompt).expect("the flow's prompts have names");
        let octets = self.prompts.clip(&name, language).map_or(0, |clip| clip.octets(Codec::Ulaw).len());
        Span::millis(octets as i64 / 8)
    }

    fn seconds(&mut self, from: f64, to: f64) -> Span {
        Span((self.random.random_range(from..to) * 1e6) as i64)
    }

    fn exponential(&mut self, mean: f64) -> Span {
        let even: f64 = self.random.random();
        Span((-(1.0 - even).ln() * mean * 1e6) as i64)
    }
}

impl Traffic for Callers {
    fn next_call(&mut self) -> Option<(Span, Script)> {
        let script = self.script()?;
        let at = self.next;
        self.next += self.gaps.draw();
        Some((at, script))
    }

    fn call_ended(&mut self, _number: u64, outcome: Outcome) {
        if matches!(outcome.end, End::Refused(_) | End::Unreachable | End::NotPlaced) {
            self.tally.refused.fetch_add(1, Relaxed);
        }
    }

    fn finished(&mut self) {}
}

/// A recording as the telephones take it.
pub fn speech(prompts: &Prompts, name: &str, language: Language) -> Option<Clip> {
    let clip = prompts.clip(&PromptName::new(name).ok()?, language)?;
    let samples = clip.octets(Codec::Ulaw).iter().map(|&octet| phones::Codec::Pcmu.decode(octet)).collect();
    Some(Clip::from_samples(samples))
}

fn press(keys: &str) -> Step {
    Step::Press(Keys::new(keys, KeysBy::Rtp))
}

fn keyed(secret: &SecretDigits) -> Step {
    Step::Press(Keys::new(secret.clone(), KeysBy::Rtp))
}
