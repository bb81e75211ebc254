//! What the floor's orders do. An order that does not fit its leg is passed over, except where an
//! answer was promised: that is then given at once.

use crate::gather::Gather;
use crate::leg::{End, Leg, Stage};
use crate::node::Node;
use crate::{MediaAct, Output, Outside, SipAct};
use vocabulary::voice::{Event, GatherRule, Gathered, LegEnd, Order, PAGE, SecretKind, Verification};
use vocabulary::{AgentId, CustomerRef, Handle, Language, LegId, PromptName, RecordingId};

/// Verifications a leg may wait for at once; one more is answered as unavailable.
const MOST_REDEEMING: usize = 4;
/// The status for hanging up on a call that was not answered: 480 Temporarily Unavailable.
const UNAVAILABLE: u16 = 480;
/// The status when a refusal was ordered with something that is no refusal: 500.
const NO_REASON: u16 = 500;

/// What an order wants played.
struct Words {
    prompts: Vec<PromptName>,
    language: Language,
}

/// Whose secret it should be, and which.
struct Whose {
    customer: CustomerRef,
    kind: SecretKind,
}

impl Node {
    /// Executes an order.
    pub(crate) fn execute(&mut self, order: Order, out: &mut Vec<Output>) {
        match order {
            Order::Reject { leg, status, retry_after } => self.refuse(leg, status, retry_after, out),
            Order::Answer { leg } => self.answer(leg, out),
            Order::Play { leg, play, prompts, language, repeat } => {
                let end = if repeat { End::Never } else { End::Report(play) };
                self.play(leg, Words { prompts, language }, end, out);
            }
            Order::Gather { leg, gather, prompts, language, rule } => {
                self.gather(leg, gather, Words { prompts, language }, rule, out);
            }
            Order::Redeem { leg, attempt, number, pin } => self.redeem(leg, attempt, number, pin, out),
            Order::Prove { leg, attempt, customer, kind, secret } => {
                self.prove(leg, attempt, Whose { customer, kind }, secret, out);
            }
            Order::StopGather { leg } => self.stop_gather(leg, out),
            Order::Dial { leg, to, agent, on_behalf_of } => self.dial(leg, to, agent, on_behalf_of, out),
            Order::DialOut { leg, number, trunk, shown, on_behalf_of, .. } => {
                self.dial_out(leg, number.map(|number| Outside { number, trunk, shown }), on_behalf_of, out);
            }
            Order::Join { a, b } => self.join(a, b, out),
            Order::Record { leg, recording } => self.record(leg, recording, out),
            Order::HandRecording { from, to } => self.hand_recording(from, to, out),
            Order::HangUp { leg } => self.hang_up(leg, LegEnd::Released, out),
        }
    }

    fn refuse(&mut self, id: LegId, status: u16, retry_after: Option<u16>, out: &mut Vec<Output>) {
        if self.legs.get(&id).is_some_and(|leg| leg.stage == Stage::Arrived) {
            let status = if (400..=699).contains(&status) { status } else { NO_REASON };
            self.reject(id, status, retry_after, out);
        }
    }

    fn answer(&mut self, id: LegId, out: &mut Vec<Output>) {
        let Some(leg) = self.legs.get_mut(&id).filter(|leg| leg.stage == Stage::Arrived) else { return };
        leg.stage = Stage::Up;
        out.push(Output::Sip { leg: id, act: SipAct::Answer });
        leg.watch(id, true, out);
    }

    fn play(&mut self, id: LegId, words: Words, end: End, out: &mut Vec<Output>) {
        let Some(leg) = self.legs.get_mut(&id) else { return };
        leg.language = Some(words.language);
        if leg.is_up() && !words.prompts.is_empty() {
            leg.play(id, words.prompts, words.language, end, out);
        } else {
            leg.hush(id, out);
            if let End::Report(play) = end {
                self.reports.push(Event::Played { leg: id, play }, out);
            }
        }
        self.listen(id);
    }

    /// Without prompts, what the leg hears goes on; with them, it does after them if there is a partner.
    fn gather(&mut self, id: LegId, number: u32, words: Words, rule: GatherRule, out: &mut Vec<Output>) {
        let Some(leg) = self.legs.get_mut(&id) else { return };
        leg.language = Some(words.language);
        if !leg.is_up() {
            let silent = Event::Gathered { leg: id, gather: number, outcome: Gathered::Silent };
            return self.reports.push(silent, out);
        }
        leg.gather = Some(Gather::new(number, rule));
        leg.fit_gate(id, out);
        self.timers.set(id, leg, None);
        if !words.prompts.is_empty() {
            leg.play(id, words.prompts, words.language, End::Asked, out);
        } else if leg.is_being_asked() {
            leg.hear_on(id, out);
        }
        self.listen(id);
    }

    /// Whoever was asked hears on what was there before.
    fn stop_gather(&mut self, id: LegId, out: &mut Vec<Output>) {
        let Some(leg) = self.legs.get_mut(&id).filter(|leg| leg.gather.is_some()) else { return };
        leg.gather = None;
        self.timers.set(id, leg, None);
        leg.fit_gate(id, out);
        if leg.is_being_asked() {
            leg.hear_on(id, out);
        }
    }

    /// The secret is used up first, whatever follows.
    fn prove(&mut self, id: LegId, attempt: u32, whose: Whose, secret: Handle, out: &mut Vec<Output>) {
        let Some(leg) = self.legs.get_mut(&id) else { return };
        let Whose { customer, kind } = whose;
        match leg.kept.take_secret(secret) {
            Some(secret) if leg.redeeming.len() < MOST_REDEEMING => {
                leg.redeeming.push(attempt);
                out.push(Output::Prove { leg: id, attempt, customer, kind, secret });
            }
            _ => {
                let outcome = Verification::Unavailable;
                self.reports.push(Event::Redeemed { leg: id, attempt, outcome }, out);
            }
        }
    }

    /// The PIN is used up first, whatever follows.
    fn redeem(&mut self, id: LegId, attempt: u32, number: Handle, pin: Handle, out: &mut Vec<Output>) {
        let Some(leg) = self.legs.get_mut(&id) else { return };
        let pin = leg.kept.take_secret(pin);
        let number = leg.kept.private(number);
        match (number, pin) {
            (Some(number), Some(pin)) if leg.redeeming.len() < MOST_REDEEMING => {
                leg.redeeming.push(attempt);
                out.push(Output::Redeem { leg: id, attempt, number, pin });
            }
            _ => {
                let outcome = Verification::Unavailable;
                self.reports.push(Event::Redeemed { leg: id, attempt, outcome }, out);
            }
        }
    }

    fn dial(
        &mut self,
        id: LegId,
        to: String,
        agent: Option<AgentId>,
        on_behalf_of: Option<LegId>,
        out: &mut Vec<Output>,
    ) {
        let page = to == PAGE;
        let nobody = page && agent.is_none();
        if self.may_dial(id, nobody, on_behalf_of, out) {
            self.legs.insert(id, Leg::dialled(page));
            out.push(Output::Sip { leg: id, act: SipAct::Dial { to, agent, on_behalf_of } });
        }
    }

    fn dial_out(&mut self, id: LegId, to: Option<Outside>, on_behalf_of: LegId, out: &mut Vec<Output>) {
        if self.may_dial(id, to.is_none(), Some(on_behalf_of), out)
            && let Some(to) = to
        {
            self.legs.insert(id, Leg::dialled(false));
            out.push(Output::Sip { leg: id, act: SipAct::DialOut { to, on_behalf_of } });
        }
    }

    /// Whether a leg may be made now; if not, its end is reported.
    fn may_dial(
        &mut self,
        id: LegId,
        nobody: bool,
        on_behalf_of: Option<LegId>,
        out: &mut Vec<Output>,
    ) -> bool {
        if self.legs.contains_key(&id) {
            return false;
        }
        if on_behalf_of.is_some_and(|other| !self.legs.contains_key(&other)) {
            self.reports.push(Event::Ended { leg: id, cause: LegEnd::Released }, out);
            return false;
        }
        if nobody || self.legs.len() - self.arrived >= self.settings.most_callers {
            self.reports.push(Event::Ended { leg: id, cause: LegEnd::Unreachable }, out);
            return false;
        }
        true
    }

    /// Whoever was joined with one of the two before hears nothing from now on.
    fn join(&mut self, a: LegId, b: LegId, out: &mut Vec<Output>) {
        let is_up = |id| self.legs.get(&id).is_some_and(Leg::is_up);
        if a == b || !is_up(a) || !is_up(b) {
            return;
        }
        self.join_one_way(a, b, out);
        self.join_one_way(b, a, out);
    }

    fn join_one_way(&mut self, id: LegId, partner: LegId, out: &mut Vec<Output>) {
        let Some(leg) = self.legs.get_mut(&id) else { return };
        let former = leg.partner.filter(|former| *former != partner);
        leg.hear(id, partner, out);
        self.listen(id);
        if let Some(former) = former {
            self.part(former, out);
        }
    }

    /// One recording a leg: a second order changes nothing.
    fn record(&mut self, id: LegId, recording: RecordingId, out: &mut Vec<Output>) {
        let Some(leg) = self.legs.get_mut(&id).filter(|leg| leg.is_up() && leg.recording.is_none()) else {
            return;
        };
        leg.recording = Some(recording);
        out.push(Output::Media { leg: id, act: MediaAct::Record(recording) });
    }

    /// What cannot wait elsewhere ends with its leg.
    fn hand_recording(&mut self, from: LegId, to: LegId, out: &mut Vec<Output>) {
        if from == to || !self.legs.get(&to).is_some_and(Leg::is_up) {
            return;
        }
        let Some(leg) = self.legs.get_mut(&from).filter(|leg| !leg.recording_failed) else { return };
        if leg.recording.take().is_some() {
            out.push(Output::Media { leg: from, act: MediaAct::HandRecording(to) });
        }
    }

    /// Ends a leg in whatever state it is.
    pub(crate) fn hang_up(&mut self, id: LegId, cause: LegEnd, out: &mut Vec<Output>) {
        let Some(leg) = self.legs.get(&id) else { return };
        let act = match leg.stage {
            Stage::Arrived => SipAct::Reject { status: UNAVAILABLE, retry_after: None },
            Stage::Dialled | Stage::Ringing | Stage::Up => SipAct::HangUp,
        };
        out.push(Output::Sip { leg: id, act });
        self.end(id, cause, out);
    }
}
