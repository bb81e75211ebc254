//! A caller going through the steps of its script.

use crate::caller::{Caller, State};
use crate::dialog::Desk;
use crate::engine::What;
use crate::outcome::End;
use crate::reception::Heard;
use crate::rtp::{Press, event_of};
use crate::script::{Keys, KeysBy, Step};
use std::time::{Duration, Instant};
use vocabulary::Span;

/// Type of a key's INFO body.
const KEY_BODY: &str = "application/dtmf-relay";

/// Packets without a marker after which an agent counts as no longer heard: 200 ms.
const UNMARKED: u32 = 10;

/// Where in the script a caller is.
#[derive(Debug, Default)]
pub struct Place {
    /// The step, from 0.
    pub step: usize,
    /// Somebody wants to know how loud packets are.
    pub wants_loudness: bool,
    /// Counts steps entered: an alarm of an earlier one means nothing.
    version: u32,
    /// When the step's patience is over.
    deadline: Option<Instant>,
    /// When it will have been silent long enough.
    quiet_at: Option<Instant>,
    /// The last agent heard before this step.
    agent_before: Option<u32>,
    /// Audio packets in a row without a marker.
    unmarked: u32,
    /// Keys sent by INFO in this step.
    keys_sent: usize,
    /// The INFO sent last has been answered; the pause after it runs.
    key_answered: bool,
}

impl Caller {
    /// The call is up: the first step.
    pub(crate) fn enter_steps(&mut self, desk: &mut Desk<'_>) {
        self.steps.step = 0;
        self.enter(desk);
    }

    fn next(&mut self, desk: &mut Desk<'_>) {
        self.steps.step += 1;
        self.enter(desk);
    }

    /// Enters the step it stands at, and passes through those that take no time.
    fn enter(&mut self, desk: &mut Desk<'_>) {
        let (step, version) = (self.steps.step, self.steps.version + 1);
        self.steps = Place { step, version, ..Place::default() };
        let Some(step) = self.script.steps.get(step).cloned() else {
            return self.leave(desk, End::HungUp);
        };
        match step {
            Step::Wait(span) => self.set_deadline(desk, span),
            Step::HearAudio { within } => {
                self.steps.wants_loudness = true;
                self.set_deadline(desk, within);
            }
            Step::HearSilence { lasting, within } => {
                self.steps.wants_loudness = true;
                self.set_deadline(desk, within);
                self.steps.quiet_at = Some(desk.now + lasting.to_std());
                self.step_alarm(desk, lasting.to_std());
            }
            Step::HearTone { within, .. } | Step::AwaitHangUp { within } | Step::LoseAgent { within } => {
                self.set_deadline(desk, within)
            }
            Step::HearKeys { count, within } => {
                if self.keys_heard() >= count {
                    return self.next(desk);
                }
                self.set_deadline(desk, within);
            }
            Step::HearAgent { patience } => {
                if self.last_agent().is_some() {
                    return self.next(desk);
                }
                self.set_deadline(desk, patience);
            }
            Step::HearNextAgent { patience } => {
                self.steps.agent_before = self.last_agent();
                self.set_deadline(desk, patience);
            }
            Step::Press(keys) => self.press(desk, &keys),
            Step::Say(voice) => {
                if let Some(media) = &mut self.media {
                    media.say(voice);
                }
                self.next(desk);
            }
            Step::Reinvite => self.reinvite(desk),
            Step::HangUp => self.leave(desk, End::HungUp),
            Step::Vanish => {
                self.end = Some(End::Vanished);
                self.state = State::Over;
            }
        }
    }

    fn last_agent(&self) -> Option<u32> {
        let markers = &self.media.as_ref()?.received().markers;
        markers.last().map(|(number, _)| *number)
    }

    fn keys_heard(&self) -> usize {
        self.media.as_ref().map_or(0, |media| media.received().keys.len())
    }

    fn set_deadline(&mut self, desk: &mut Desk<'_>, span: Span) {
        self.steps.deadline = Some(desk.now + span.to_std());
        self.step_alarm(desk, span.to_std());
    }

    fn step_alarm(&self, desk: &mut Desk<'_>, after: Duration) {
        desk.alarm(after, What::Step(self.steps.version));
    }

    fn current(&self) -> Option<&Step> {
        self.script.steps.get(self.steps.step)
    }

    /// What the step waits for will not come.
    pub(crate) fn fail_step(&mut self, desk: &mut Desk<'_>) {
        self.leave(desk, End::StepFailed { step: self.steps.step });
    }

    fn press(&mut self, desk: &mut Desk<'_>, keys: &Keys) {
        match keys.by {
            KeysBy::Info => self.press_next_by_info(desk),
            KeysBy::Rtp => {
                let media = self.media.as_mut();
                let taken = media.is_some_and(|media| {
                    keys.digits.expose().chars().all(|key| {
                        let press =
                            event_of(key).map(|event| Press { event, hold: keys.hold, gap: keys.gap });
                        press.is_some_and(|press| media.press(press))
                    })
                });
                if !taken {
                    self.fail_step(desk);
                }
            }
        }
    }

    fn press_next_by_info(&mut self, desk: &mut Desk<'_>) {
        let Some(Step::Press(keys)) = self.current() else { return };
        let Some(key) = keys.digits.expose().chars().nth(self.steps.keys_sent) else {
            return self.next(desk);
        };
        let body = format!("Signal={key}\r\nDuration={}\r\n", keys.hold.as_millis());
        (self.steps.keys_sent, self.steps.key_answered) = (self.steps.keys_sent + 1, false);
        self.request(desk, "INFO", Some((KEY_BODY, &body)));
    }

    /// The INFO of a key was answered.
    pub(crate) fn on_key_answered(&mut self, desk: &mut Desk<'_>, accepted: bool) {
        if self.state != State::Up {
            return;
        }
        let Some(Step::Press(keys)) = self.current() else { return };
        let pause = (keys.hold + keys.gap).to_std();
        if !accepted {
            return self.fail_step(desk);
        }
        self.steps.key_answered = true;
        self.step_alarm(desk, pause);
    }

    /// The session was described anew.
    pub(crate) fn on_reinvited(&mut self, desk: &mut Desk<'_>) {
        if matches!(self.current(), Some(Step::Reinvite)) {
            self.next(desk);
        }
    }

    /// A packet was sent: keys may be through.
    pub(crate) fn on_packet_sent(&mut self, desk: &mut Desk<'_>) {
        let sent = self.media.as_ref().is_some_and(|media| media.keys_are_sent());
        if sent && matches!(self.current(), Some(Step::Press(Keys { by: KeysBy::Rtp, .. }))) {
            self.next(desk);
        }
    }

    /// A packet was heard.
    pub(crate) fn on_heard(&mut self, desk: &mut Desk<'_>, heard: Heard) {
        if heard.audio {
            self.steps.unmarked = if heard.marker.is_some() { 0 } else { self.steps.unmarked + 1 };
        }
        let done = match self.current() {
            Some(Step::HearAudio { .. }) => heard.loud == Some(true),
            Some(Step::HearTone { hertz, .. }) => heard.tone == Some(*hertz),
            Some(Step::HearKeys { count, .. }) => self.keys_heard() >= *count,
            Some(Step::HearAgent { .. }) => heard.marker.is_some(),
            Some(Step::HearNextAgent { .. }) => {
                heard.marker.is_some() && heard.marker != self.steps.agent_before
            }
            Some(Step::LoseAgent { .. }) => self.steps.unmarked >= UNMARKED,
            Some(Step::HearSilence { lasting, .. }) if heard.loud == Some(true) => {
                self.steps.quiet_at = Some(desk.now + lasting.to_std());
                false
            }
            _ => false,
        };
        if done {
            self.next(desk);
        }
    }

    /// The step's alarm went off.
    pub(crate) fn on_step_alarm(&mut self, desk: &mut Desk<'_>, version: u32) {
        if version != self.steps.version || self.state != State::Up {
            return;
        }
        let patience_is_over = self.steps.deadline.is_some_and(|deadline| desk.now >= deadline);
        match self.current() {
            Some(Step::Wait(_)) => self.next(desk),
            Some(Step::Press(Keys { by: KeysBy::Info, .. })) if self.steps.key_answered => {
                self.press_next_by_info(desk);
            }
            Some(Step::HearAgent { .. } | Step::HearNextAgent { .. }) if patience_is_over => {
                self.leave(desk, End::Abandoned)
            }
            Some(Step::HearSilence { .. }) => self.look_for_silence(desk, patience_is_over),
            Some(_) if patience_is_over => self.fail_step(desk),
            _ => {}
        }
    }

    fn look_for_silence(&mut self, desk: &mut Desk<'_>, patience_is_over: bool) {
        let Some(quiet_at) = self.steps.quiet_at else { return };
        if desk.now >= quiet_at {
            self.next(desk);
        } else if patience_is_over {
            self.fail_step(desk);
        } else {
            self.step_alarm(desk, quiet_at.duration_since(desk.now));
        }
    }
}
