//! What SIP, media and the bank say. Words about a leg that is no more are passed over: its end
//! has been reported, and they were on their way already.

use crate::gather::{Over, Progress, is_key};
use crate::leg::{End, Hears, Leg, Stage};
use crate::node::Node;
use crate::{MediaAct, MediaEvent, Output, SipAct, SipEvent};
use vocabulary::voice::{Event, LegEnd, Verification};
use vocabulary::{Language, LegId, PhoneNumber, RecordingId};

impl Node {
    /// Takes a word of the SIP side.
    pub(crate) fn sip(&mut self, id: LegId, event: SipEvent, out: &mut Vec<Output>) {
        match event {
            SipEvent::Incoming { called, caller } => self.incoming(id, called, caller, out),
            SipEvent::Ringing => self.ringing(id, out),
            SipEvent::Answered => self.answered(id, out),
            SipEvent::Refused(status) => self.end(id, self.refusal(id, status), out),
            SipEvent::Unreachable => self.end(id, self.absence(id), out),
            SipEvent::HungUp => self.end(id, LegEnd::HungUp, out),
            SipEvent::Unusable => self.hang_up(id, LegEnd::Unusable, out),
            SipEvent::Held => self.watch(id, false, out),
            SipEvent::Resumed => self.watch(id, true, out),
        }
    }

    /// Takes a word of the media side.
    pub(crate) fn media(&mut self, id: LegId, event: MediaEvent, out: &mut Vec<Output>) {
        match event {
            MediaEvent::Key(key) => self.key(id, key, out),
            MediaEvent::Played { play } => self.played(id, play, out),
            MediaEvent::Lost => self.lost(id, out),
            MediaEvent::Parted => self.parted(id, out),
            MediaEvent::Returned => self.returned(id, out),
            MediaEvent::RecordingFailed(recording) => self.recording_failed(id, recording, out),
        }
    }

    /// Takes the bank's answer, if it was asked for and its leg still lives.
    pub(crate) fn redeemed(&mut self, id: LegId, attempt: u32, outcome: Verification, out: &mut Vec<Output>) {
        let Some(leg) = self.legs.get_mut(&id) else { return };
        let Some(at) = leg.redeeming.iter().position(|waiting| *waiting == attempt) else { return };
        leg.redeeming.remove(at);
        self.reports.push(Event::Redeemed { leg: id, attempt, outcome }, out);
    }

    /// A call that cannot be served is refused before it becomes a leg: nothing is reported of it.
    fn incoming(&mut self, id: LegId, called: String, caller: Option<PhoneNumber>, out: &mut Vec<Output>) {
        if self.legs.contains_key(&id) {
            return;
        }
        if self.is_alone() || self.arrived >= self.settings.most_callers {
            let act = SipAct::Reject { status: 503, retry_after: Some(self.settings.retry_after) };
            out.push(Output::Sip { leg: id, act });
            return out.push(Output::Media { leg: id, act: MediaAct::Close });
        }
        self.legs.insert(id, Leg::new(Stage::Arrived));
        self.arrived += 1;
        self.reports.push(Event::Arrived { leg: id, called, caller }, out);
    }

    fn ringing(&mut self, id: LegId, out: &mut Vec<Output>) {
        let Some(leg) = self.legs.get_mut(&id).filter(|leg| leg.stage == Stage::Dialled) else { return };
        leg.stage = Stage::Ringing;
        self.reports.push(Event::Ringing { leg: id }, out);
    }

    fn answered(&mut self, id: LegId, out: &mut Vec<Output>) {
        let Some(leg) = self.legs.get_mut(&id).filter(|leg| leg.is_calling()) else { return };
        leg.stage = Stage::Up;
        leg.watch(id, true, out);
        self.reports.push(Event::Answered { leg: id }, out);
        self.keep_company(id, out);
    }

    /// Only a dialled telephone can refuse, and only by a final status (RFC 3261 §21.4–21.6).
    fn refusal(&self, id: LegId, status: u16) -> LegEnd {
        let calling = self.legs.get(&id).is_some_and(Leg::is_calling);
        if calling && (400..=699).contains(&status) { LegEnd::Refused(status) } else { LegEnd::Unusable }
    }

    /// A telephone that is out of reach before it answers; one that is gone afterwards.
    fn absence(&self, id: LegId) -> LegEnd {
        if self.legs.get(&id).is_some_and(Leg::is_calling) { LegEnd::Unreachable } else { LegEnd::Lost }
    }

    fn watch(&mut self, id: LegId, on: bool, out: &mut Vec<Output>) {
        if let Some(leg) = self.legs.get_mut(&id).filter(|leg| leg.is_up()) {
            leg.watch(id, on, out);
        }
    }

    /// A loss that was noticed before the other side put us on hold is none.
    fn lost(&mut self, id: LegId, out: &mut Vec<Output>) {
        if self.legs.get(&id).is_some_and(|leg| leg.watched) {
            self.hang_up(id, LegEnd::Lost, out);
        }
    }

    /// A page that vanishes while it rings will not answer; one in a call may come back.
    fn parted(&mut self, id: LegId, out: &mut Vec<Output>) {
        let Some(leg) = self.legs.get_mut(&id).filter(|leg| leg.page && !leg.parted) else { return };
        if leg.is_calling() {
            return self.end(id, LegEnd::Unreachable, out);
        }
        leg.parted = true;
        self.reports.push(Event::Parted { leg: id }, out);
    }

    fn returned(&mut self, id: LegId, out: &mut Vec<Output>) {
        let Some(leg) = self.legs.get_mut(&id).filter(|leg| leg.parted) else { return };
        leg.parted = false;
        self.reports.push(Event::Returned { leg: id }, out);
    }

    /// Told once; the recording stays the leg's, so that no second one begins.
    fn recording_failed(&mut self, id: LegId, failed: RecordingId, out: &mut Vec<Output>) {
        let Some(leg) = self.legs.get_mut(&id).filter(|leg| leg.recording == Some(failed)) else { return };
        if !std::mem::replace(&mut leg.recording_failed, true) {
            self.reports.push(Event::RecordingFailed { leg: id, recording: failed }, out);
        }
    }

    fn played(&mut self, id: LegId, played: u32, out: &mut Vec<Output>) {
        let Some(leg) = self.legs.get_mut(&id) else { return };
        let Hears::Prompts { play, end } = leg.hears else { return };
        if play != played || end == End::Never {
            return;
        }
        leg.hears = Hears::Silence;
        match end {
            End::Report(play) => self.reports.push(Event::Played { leg: id, play }, out),
            End::Asked => {
                leg.hear_on(id, out);
                self.listen(id);
            }
            End::Back => leg.hear_on(id, out),
            End::Never => {}
        }
    }

    /// The first key ends the question; keys outside a gather are nobody's business.
    fn key(&mut self, id: LegId, key: char, out: &mut Vec<Output>) {
        let Some(leg) = self.legs.get_mut(&id).filter(|_| is_key(key)) else { return };
        if leg.gather.is_some() && leg.is_being_asked() {
            leg.hear_on(id, out);
        }
        let Some(gather) = leg.gather.as_mut() else { return };
        let (before, progress) = (gather.keys(), gather.press(key));
        let masked = (gather.is_hidden() && gather.keys() > before).then(|| (gather.number, gather.keys()));
        if progress == Progress::Open {
            let due = self.now + gather.patience();
            self.timers.set(id, leg, Some(due));
        }
        if let Some((gather, keys)) = masked {
            self.keyed(id, gather, keys, out);
        }
        if progress == Progress::Complete {
            self.gathered(id, Over::Key, out);
        }
    }

    /// The partner of a leg whose keys nobody may hear hears one and the same tone for each. Prompts that
    /// the partner hears go on.
    fn keyed(&mut self, id: LegId, gather: u32, keys: u8, out: &mut Vec<Output>) {
        let tone = self.settings.key.clone();
        let Some(partner) = self.legs.get(&id).and_then(|leg| leg.partner) else { return };
        let Some(hears) = self.legs.get_mut(&partner) else { return };
        if matches!(hears.hears, Hears::Partner | Hears::Prompts { end: End::Back, .. }) {
            let language = hears.language.unwrap_or(Language::English);
            hears.play(partner, vec![tone], language, End::Back, out);
        }
        self.reports.push(Event::Keyed { leg: id, gather, keys }, out);
    }
}
