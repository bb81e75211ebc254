//! The crowd of a demonstration: customers who call at random, choose from menus, type number and
//! PIN, wait as long as their patience lasts, and talk. Some are silent, some press wrong keys.

use crate::Error;
use crate::behaviour::Length;
use crate::outcome::{End, Outcome, Stage};
use crate::phones::{Phones, TrafficHandle};
use crate::script::{Keys, KeysBy, Script, Step, Transport};
use crate::traffic::{Gaps, Traffic};
use crate::voice::Voice;
use crate::watched::Watched;
use rand::{Rng, RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;
use std::net::SocketAddr;
use std::sync::Arc;
use vocabulary::{Language, PhoneNumber, SecretDigits, Span};

/// How long a caller waits for a prompt to begin.
const PROMPT: Span = Span::seconds(10);
/// Longest call of the crowd.
const LONGEST: Span = Span::seconds(1_800);

/// Who calls.
#[derive(Debug, Clone)]
pub struct Customer {
    /// The number the call comes from; withheld when there is none.
    pub from: Option<PhoneNumber>,
    /// Customer number, as typed.
    pub number: SecretDigits,
    /// Query PIN, as typed.
    pub pin: SecretDigits,
}

/// A number the crowd calls.
#[derive(Debug, Clone)]
pub struct CrowdLine {
    /// User part of the URI.
    pub called: String,
    /// The language it greets in, and the caller speaks.
    pub language: Language,
    /// How often it is called, next to the others.
    pub weight: u32,
    /// How long it takes from the answer until its menu begins: what is said before cannot be
    /// interrupted.
    pub menu_after: Span,
    /// What is chosen from its menu.
    pub choices: Vec<Choice>,
}

/// A choice from a menu.
#[derive(Debug, Clone)]
pub struct Choice {
    /// The keys that choose it.
    pub keys: String,
    /// How often it is chosen, next to the others.
    pub weight: u32,
    /// The flow then asks for customer number and PIN.
    pub verifies: bool,
}

/// Draws a customer with the generator it is given.
pub type DrawCustomer = Box<dyn FnMut(&mut dyn Rng) -> Customer + Send>;

/// A crowd.
pub struct Crowd {
    /// Where the centre takes SIP.
    pub server: SocketAddr,
    /// How SIP travels.
    pub transport: Transport,
    /// Calls a second on average (a Poisson process).
    pub rate: f64,
    /// The same seed gives the same crowd.
    pub seed: u64,
    /// How long a caller waits for an agent before hanging up.
    pub patience: Length,
    /// How long a caller talks.
    pub talk: Length,
    /// The numbers called; at least one.
    pub lines: Vec<CrowdLine>,
    /// Ends the customer number: `#`, or nothing.
    pub number_end: &'static str,
    /// Ends the PIN.
    pub pin_end: &'static str,
    /// Where customers come from.
    pub customer: DrawCustomer,
    /// What callers of a language say.
    pub voice: Box<dyn FnMut(Language) -> Voice + Send>,
    /// A key that is no choice of any menu.
    pub unused_key: char,
    /// How long it takes after a wrong PIN until it is asked for again.
    pub asked_again_after: Span,
    /// Share of callers who never press a key, 0 to 1.
    pub silent: f64,
    /// Share of callers who first press a key that is no choice.
    pub wrong_key: f64,
    /// Share of callers who first mistype their PIN.
    pub wrong_pin: f64,
}

/// What became of the crowd so far.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct CrowdStats {
    /// Calls placed.
    pub placed: u64,
    /// Calls that were answered.
    pub answered: u64,
    /// Calls that heard an agent.
    pub served: u64,
    /// Calls given up in the queue.
    pub abandoned: u64,
    /// Calls refused by SIP status.
    pub refused: u64,
    /// Calls the centre ended before an agent was heard: closed, queue full, nothing keyed.
    pub turned_away: u64,
    /// Calls that went wrong in any other way.
    pub failed: u64,
    /// Calls that are over.
    pub ended: u64,
}

impl CrowdStats {
    /// Calls under way.
    pub fn open(&self) -> u64 {
        self.placed - self.ended
    }
}

struct Source {
    crowd: Crowd,
    random: ChaCha8Rng,
    gaps: Gaps,
    at: Span,
    stats: Arc<Watched<CrowdStats>>,
}

impl Traffic for Source {
    fn next_call(&mut self) -> Option<(Span, Script)> {
        self.at += self.gaps.draw();
        let script = self.draw_script()?;
        Some((self.at, script))
    }

    fn call_reached(&mut self, _: u64, stage: Stage) {
        self.stats.change(|stats| match stage {
            Stage::Calling => stats.placed += 1,
            Stage::Answered => stats.answered += 1,
            Stage::WithAgent => stats.served += 1,
            Stage::Ringing | Stage::Over => {}
        });
    }

    fn call_ended(&mut self, _: u64, outcome: Outcome) {
        let served = outcome.agent().is_some();
        self.stats.change(|stats| {
            stats.ended += 1;
            match outcome.end {
                _ if served => {}
                End::Abandoned => stats.abandoned += 1,
                End::Refused(_) => stats.refused += 1,
                End::FarHungUp { .. } => stats.turned_away += 1,
                _ => stats.failed += 1,
            }
        });
    }

    fn finished(&mut self) {}
}

impl Source {
    fn draw_script(&mut self) -> Option<Script> {
        let lines = &self.crowd.lines;
        let line = weighted(&mut self.random, lines, |line| line.weight)?.clone();
        let customer = (self.crowd.customer)(&mut self.random);
        let mut script = Script::new(self.crowd.server, &line.called);
        script.transport = self.crowd.transport;
        script.from = customer.from.clone();
        script.voice = (self.crowd.voice)(line.language);
        script.steps = self.draw_steps(&line, &customer);
        script.limit = LONGEST;
        Some(script)
    }

    fn draw_steps(&mut self, line: &CrowdLine, customer: &Customer) -> Vec<Step> {
        let mut steps = vec![Step::HearAudio { within: PROMPT }];
        let is_silent = self.happens(self.crowd.silent);
        if let Some(choice) = weighted(&mut self.random, &line.choices, |choice| choice.weight)
            && !is_silent
        {
            steps.push(Step::Wait(line.menu_after));
            if self.happens(self.crowd.wrong_key) {
                steps.push(self.listen(2_000, 5_000));
                steps.push(press(self.crowd.unused_key.to_string().as_str()));
                steps.push(self.listen(3_000, 5_000));
            }
            steps.push(self.listen(2_000, 6_000));
            steps.push(press(choice.keys.as_str()));
            if choice.verifies {
                self.add_verification(&mut steps, customer);
            }
        }
        let patience = self.crowd.patience.draw(&mut self.random);
        steps.push(Step::HearAgent { patience });
        steps.push(Step::Wait(self.crowd.talk.draw(&mut self.random)));
        steps
    }

    fn add_verification(&mut self, steps: &mut Vec<Step>, customer: &Customer) {
        let number = ended(&customer.number, self.crowd.number_end);
        let pin = ended(&customer.pin, self.crowd.pin_end);
        self.add_entry(steps, number);
        if self.happens(self.crowd.wrong_pin) {
            self.add_entry(steps, ended(&rotated(&customer.pin), self.crowd.pin_end));
            steps.push(Step::Wait(self.crowd.asked_again_after));
        }
        self.add_entry(steps, pin);
    }

    /// Waits until asked, listens a little, types.
    fn add_entry(&mut self, steps: &mut Vec<Step>, digits: SecretDigits) {
        steps.push(Step::Wait(Span::millis(600)));
        steps.push(Step::HearAudio { within: PROMPT });
        steps.push(self.listen(500, 2_500));
        steps.push(press(digits));
    }

    fn listen(&mut self, least: i64, most: i64) -> Step {
        Step::Wait(Length::Between(Span::millis(least), Span::millis(most)).draw(&mut self.random))
    }

    fn happens(&mut self, share: f64) -> bool {
        self.random.random::<f64>() < share
    }
}

fn press(digits: impl Into<SecretDigits>) -> Step {
    Step::Press(Keys::new(digits, KeysBy::Rtp))
}

/// Digits with the key that ends the entry.
fn ended(digits: &SecretDigits, end: &str) -> SecretDigits {
    let mut all = SecretDigits::with_room(digits.len() + end.len());
    digits.expose().chars().chain(end.chars()).for_each(|key| all.push(key));
    all
}

/// Each digit one higher: a PIN of the same length that is certainly another.
fn rotated(digits: &SecretDigits) -> SecretDigits {
    let mut all = SecretDigits::with_room(digits.len());
    for digit in digits.expose().bytes() {
        all.push(char::from(b'0' + (digit.wrapping_sub(b'0') + 1) % 10));
    }
    all
}

fn weighted<'a, T>(random: &mut ChaCha8Rng, all: &'a [T], weight: impl Fn(&T) -> u32) -> Option<&'a T> {
    let total: u64 = all.iter().map(|one| u64::from(weight(one))).sum();
    let mut rest = random.random_range(0..total.max(1));
    all.iter().find(|one| {
        let own = u64::from(weight(one));
        let hit = rest < own;
        rest = rest.saturating_sub(own);
        hit
    })
}

/// A crowd at work.
pub struct CrowdHandle {
    traffic: TrafficHandle,
    stats: Arc<Watched<CrowdStats>>,
}

impl CrowdHandle {
    /// What became of it so far.
    pub fn stats(&self) -> CrowdStats {
        *self.stats.look()
    }

    /// Waits in a task until the figures are as wanted.
    pub async fn until(&self, wanted: impl Fn(&CrowdStats) -> bool) -> CrowdStats {
        self.stats.until(|stats| wanted(stats).then_some(*stats)).await
    }

    /// Waits until the figures are as wanted, blocking the thread; `None` when they were not
    /// within `limit`.
    pub fn wait_for(
        &self,
        limit: std::time::Duration,
        wanted: impl Fn(&CrowdStats) -> bool,
    ) -> Option<CrowdStats> {
        self.stats.wait(limit, |stats| wanted(stats).then_some(*stats))
    }

    /// Nobody calls any more; those who have called go on.
    ///
    /// # Errors
    /// [`Error::Busy`] or [`Error::Gone`].
    pub fn stop(&self) -> Result<(), Error> {
        self.traffic.stop()
    }
}

impl Phones {
    /// Lets a crowd call.
    ///
    /// # Errors
    /// [`Error::Busy`] or [`Error::Gone`].
    pub fn crowd(&self, crowd: Crowd) -> Result<CrowdHandle, Error> {
        let stats = Arc::new(Watched::new(CrowdStats::default()));
        let source = Source {
            random: ChaCha8Rng::seed_from_u64(crowd.seed),
            gaps: Gaps::new(crowd.rate, crowd.seed ^ 0x6361_6c6c),
            at: Span::ZERO,
            stats: Arc::clone(&stats),
            crowd,
        };
        Ok(CrowdHandle { traffic: self.run(Box::new(source))?, stats })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn crowd(change: impl FnOnce(&mut Crowd)) -> Source {
        let choice = |keys: &str, verifies| Choice { keys: keys.into(), weight: 1, verifies };
        let choices = vec![choice("1", true), choice("2", false)];
        let line = |called: &str, language, weight, choices| CrowdLine {
            called: called.into(),
            language,
            weight,
            menu_after: Span::ZERO,
            choices,
        };
        let mut crowd = Crowd {
            server: SocketAddr::from(([127, 0, 0, 1], 5060)),
            transport: Transport::Udp,
            rate: 10.0,
            seed: 4,
            patience: Length::Exponential(Span::seconds(60)),
            talk: Length::Fixed(Span::seconds(30)),
            lines: vec![line("100", Language::Korean, 3, choices), line("200", Language::English, 1, vec![])],
            number_end: "#",
            pin_end: "",
            customer: Box::new(|random| Customer {
                from: None,
                number: format!("{:06}", random.random_range(0..1_000_000)).as_str().into(),
                pin: "1290".into(),
            }),
            voice: Box::new(|_| Voice::silence()),
            unused_key: '7',
            asked_again_after: Span::seconds(4),
            silent: 0.0,
            wrong_key: 0.0,
            wrong_pin: 0.0,
        };
        change(&mut crowd);
        let (random, gaps) = (ChaCha8Rng::seed_from_u64(crowd.seed), Gaps::new(crowd.rate, crowd.seed));
        Source { crowd, random, gaps, at: Span::ZERO, stats: Arc::default() }
    }

    /// What each of many callers types, entry by entry.
    fn typed(source: &mut Source) -> Vec<(String, Vec<String>)> {
        let entry = |step: &Step| match step {
            Step::Press(keys) => Some(keys.digits.expose().to_owned()),
            _ => None,
        };
        let call = |script: Script| (script.to.clone(), script.steps.iter().filter_map(entry).collect());
        (0..400).map(|_| call(source.next_call().unwrap().1)).collect()
    }

    #[test]
    fn callers_choose_and_identify_themselves() {
        let calls = typed(&mut crowd(|_| {}));
        let mut seen = [0; 3];
        for (to, entries) in &calls {
            match (to.as_str(), entries.as_slice()) {
                ("100", [one, number, pin]) => {
                    seen[0] += 1;
                    assert_eq!((one.as_str(), number.len(), pin.as_str()), ("1", 7, "1290"));
                    assert!(number.ends_with('#'));
                }
                ("100", [two]) if two == "2" => seen[1] += 1,
                ("200", []) => seen[2] += 1,
                other => panic!("a caller does {other:?}"),
            }
        }
        // 150, 150 and 100 expected of 400.
        assert!(seen[0] > 110 && seen[1] > 110 && seen[2] > 60, "{seen:?}");
        assert_eq!(calls, typed(&mut crowd(|_| {})), "the same seed gives the same crowd");
    }

    #[test]
    fn some_are_silent_and_some_err() {
        let entries = |change: fn(&mut Crowd)| typed(&mut crowd(change)).into_iter().map(|(_, typed)| typed);
        assert!(entries(|crowd| crowd.silent = 1.0).all(|typed| typed.is_empty()));
        assert!(entries(|crowd| crowd.wrong_key = 1.0).all(|typed| typed.is_empty() || typed[0] == "7"));
        let mistyped = |typed: &Vec<String>| typed.len() == 4 && typed[2..] == ["2301", "1290"];
        assert!(
            entries(|crowd| crowd.wrong_pin = 1.0)
                .filter(|typed| typed.len() > 1)
                .all(|typed| mistyped(&typed))
        );
    }
}
