//! The node itself: which commands it executes, when its timers ring, what it does alone.

use crate::gather::{Over, Verdict};
use crate::leg::{End, Hears, Leg, Stage};
use crate::{Input, MediaAct, Output, SipAct};
use std::collections::{BTreeMap, BTreeSet};
use vocabulary::voice::{Command, Event, Gathered, Keep, LegEnd, Report, Stamp};
use vocabulary::{Epoch, Handle, Language, LegId, NodeName, PromptName, Span, Time};

/// What a node is set to.
#[derive(Debug, Clone)]
pub struct Settings {
    /// Legs that may have arrived and live at once; one more is refused with 503. As many again
    /// may be dialled: an agent for each caller. A Dial beyond that ends as unreachable.
    pub most_callers: usize,
    /// How long nothing may be heard of the floor before the node acts alone.
    pub floor_silence: Span,
    /// What legs without a partner hear then, again and again.
    pub hold: PromptName,
    /// What sounds to a leg's partner for each key that nobody may hear.
    pub key: PromptName,
    /// Seconds for Retry-After in refusals of the node's own.
    pub retry_after: u16,
}

impl Default for Settings {
    /// 2,000 callers, 3 s of silence, the prompts `hold` and `key`, try again in 5 s.
    fn default() -> Settings {
        Settings {
            most_callers: 2_000,
            floor_silence: Span::seconds(3),
            hold: PromptName::new("hold").expect("it is a name"),
            key: PromptName::new("key").expect("it is a name"),
            retry_after: 5,
        }
    }
}

/// The legs of one voice node, with all they are about to do.
#[derive(Debug, Clone)]
pub struct Node {
    pub(crate) settings: Settings,
    pub(crate) now: Time,
    pub(crate) legs: BTreeMap<LegId, Leg>,
    /// How many of the legs arrived; the others were dialled.
    pub(crate) arrived: usize,
    pub(crate) timers: Timers,
    pub(crate) reports: Reports,
    executed: Stamp,
    handles: u64,
    floor: Floor,
}

/// When gathers lose patience.
#[derive(Debug, Clone, Default)]
pub(crate) struct Timers {
    due: BTreeSet<(Time, LegId)>,
}

impl Timers {
    /// Sets the one timer of a leg, or takes it off.
    pub(crate) fn set(&mut self, id: LegId, leg: &mut Leg, due: Option<Time>) {
        if let Some(old) = leg.due {
            self.due.remove(&(old, id));
        }
        if let Some(new) = due {
            self.due.insert((new, id));
        }
        leg.due = due;
    }

    fn first(&self) -> Option<(Time, LegId)> {
        self.due.first().copied()
    }

    #[cfg(test)]
    pub(crate) fn is_empty(&self) -> bool {
        self.due.is_empty()
    }
}

/// Numbers what is reported.
#[derive(Debug, Clone)]
pub(crate) struct Reports {
    node: NodeName,
    epoch: Epoch,
    number: u64,
}

impl Reports {
    /// Reports an event.
    pub(crate) fn push(&mut self, event: Event, out: &mut Vec<Output>) {
        self.number += 1;
        let report = Report { epoch: self.epoch, node: self.node.clone(), number: self.number, event };
        out.push(Output::Report(report));
    }
}

/// What is known of the floor's life.
#[derive(Debug, Clone, Default)]
struct Floor {
    /// When it was heard last; at first, when the node was first stepped.
    heard: Option<Time>,
    silent: bool,
}

impl Node {
    /// A node without legs that serves the leader of `epoch`. Older leaders are refused.
    pub fn new(name: NodeName, epoch: Epoch, settings: Settings) -> Node {
        Node {
            settings,
            now: Time(i64::MIN),
            legs: BTreeMap::new(),
            arrived: 0,
            timers: Timers::default(),
            reports: Reports { node: name, epoch, number: 0 },
            executed: Stamp::default(),
            handles: 0,
            floor: Floor::default(),
        }
    }

    /// Takes one input that happened at `now` and appends what follows from it to `out`, in the
    /// order in which it is to be carried out. A `now` before an earlier one counts as that one.
    /// Whatever was due until then happens first.
    pub fn step(&mut self, now: Time, input: Input, out: &mut Vec<Output>) {
        self.now = self.now.max(now);
        if self.floor.heard.is_none() || self.is_word_of_the_floor(&input) {
            self.floor = Floor { heard: Some(self.now), silent: false };
        }
        self.catch_up(out);
        match input {
            Input::Command(command) => self.command(command, out),
            Input::Sip { leg, event } => self.sip(leg, event, out),
            Input::Media { leg, event } => self.media(leg, event, out),
            Input::Redeemed { leg, attempt, outcome } => self.redeemed(leg, attempt, outcome, out),
            Input::FloorAlive | Input::Tick => {}
        }
    }

    /// When an [`Input::Tick`] is due if nothing else comes before.
    pub fn next_due(&self) -> Option<Time> {
        let patience = self.timers.first().map(|(due, _)| due);
        patience.into_iter().chain(self.silence_due()).min()
    }

    /// How many legs live.
    pub fn legs(&self) -> usize {
        self.legs.len()
    }

    /// The leader the node serves.
    pub fn epoch(&self) -> Epoch {
        self.reports.epoch
    }

    /// The stamp of the last command executed in this epoch.
    pub fn executed(&self) -> Stamp {
        self.executed
    }

    /// Whether the floor has been silent for so long that the node acts alone.
    pub fn is_alone(&self) -> bool {
        self.floor.silent
    }

    /// A leader of the past is no floor.
    fn is_word_of_the_floor(&self, input: &Input) -> bool {
        match input {
            Input::FloorAlive => true,
            Input::Command(command) => command.epoch >= self.reports.epoch,
            _ => false,
        }
    }

    /// Executes a command that is the next one, and drops any other. What is missing before it
    /// will come again: the [link](crate::link) sees to that.
    fn command(&mut self, command: Command, out: &mut Vec<Output>) {
        if command.epoch < self.reports.epoch {
            return;
        }
        if command.epoch > self.reports.epoch {
            self.follow(command.epoch);
        }
        if command.stamp <= self.executed || command.after != self.executed {
            return;
        }
        self.executed = command.stamp;
        self.execute(command.order, out);
    }

    /// A new leader: commands and reports are numbered anew, legs stay as they are.
    fn follow(&mut self, epoch: Epoch) {
        self.reports.epoch = epoch;
        self.reports.number = 0;
        self.executed = Stamp::default();
    }

    /// Does what has fallen due, the earliest first.
    fn catch_up(&mut self, out: &mut Vec<Output>) {
        while let Some(due) = self.next_due().filter(|due| *due <= self.now) {
            match self.timers.first() {
                Some((first, leg)) if first <= due => self.gathered(leg, Over::Silence, out),
                _ => self.stand_alone(out),
            }
        }
    }

    fn silence_due(&self) -> Option<Time> {
        let heard = self.floor.heard.filter(|_| !self.floor.silent)?;
        Some(heard + self.settings.floor_silence)
    }

    /// The floor is silent: callers not yet answered are sent away, the others are kept company.
    fn stand_alone(&mut self, out: &mut Vec<Output>) {
        self.floor.silent = true;
        let ids: Vec<LegId> = self.legs.keys().copied().collect();
        for id in ids {
            match self.legs.get(&id).map(|leg| leg.stage) {
                Some(Stage::Arrived) => self.reject(id, 503, Some(self.settings.retry_after), out),
                Some(Stage::Up) => self.keep_company(id, out),
                _ => {}
            }
        }
    }

    /// While the floor is silent, an answered leg without a partner hears the hold prompt.
    pub(crate) fn keep_company(&mut self, id: LegId, out: &mut Vec<Output>) {
        if !self.floor.silent {
            return;
        }
        let Some(leg) = self.legs.get_mut(&id).filter(|leg| leg.partner.is_none()) else {
            return;
        };
        let language = leg.language.unwrap_or(Language::English);
        leg.play(id, vec![self.settings.hold.clone()], language, End::Never, out);
        self.listen(id);
    }

    /// Once a gather's question is over or was taken off, the wait for the first key begins.
    pub(crate) fn listen(&mut self, id: LegId) {
        let Some(leg) = self.legs.get_mut(&id) else { return };
        if leg.is_being_asked() || leg.due.is_some() {
            return;
        }
        let Some(gather) = &leg.gather else { return };
        let due = self.now + gather.patience();
        self.timers.set(id, leg, Some(due));
    }

    /// A gather is over: answer it.
    pub(crate) fn gathered(&mut self, id: LegId, over: Over, out: &mut Vec<Output>) {
        let Some(leg) = self.legs.get_mut(&id) else { return };
        self.timers.set(id, leg, None);
        let Some(gather) = leg.gather.take() else { return };
        leg.fit_gate(id, out);
        let (number, keep) = (gather.number, gather.keep());
        let outcome = match gather.verdict(over) {
            Verdict::Silent => Gathered::Silent,
            Verdict::TooFew => Gathered::TooFew,
            Verdict::Entry(digits) if keep == Keep::Open => Gathered::Digits(digits.expose().to_owned()),
            Verdict::Entry(digits) => {
                self.handles += 1;
                leg.kept.put(Handle(self.handles), keep, digits);
                Gathered::Kept(Handle(self.handles))
            }
        };
        self.reports.push(Event::Gathered { leg: id, gather: number, outcome }, out);
    }

    /// Refuses a call that arrived, and ends its leg.
    pub(crate) fn reject(&mut self, id: LegId, status: u16, retry_after: Option<u16>, out: &mut Vec<Output>) {
        out.push(Output::Sip { leg: id, act: SipAct::Reject { status, retry_after } });
        self.end(id, LegEnd::Released, out);
    }

    /// Ends a leg whose SIP side is over or has been told: closes its media, leaves its partner in
    /// silence, wipes what it kept, and says the last word about it.
    pub(crate) fn end(&mut self, id: LegId, cause: LegEnd, out: &mut Vec<Output>) {
        let Some(mut leg) = self.legs.remove(&id) else { return };
        self.timers.set(id, &mut leg, None);
        if leg.arrived {
            self.arrived -= 1;
        }
        out.push(Output::Media { leg: id, act: MediaAct::Close });
        if let Some(partner) = leg.partner {
            self.part(partner, out);
        }
        self.reports.push(Event::Ended { leg: id, cause }, out);
    }

    /// A leg has lost its partner.
    pub(crate) fn part(&mut self, id: LegId, out: &mut Vec<Output>) {
        let Some(leg) = self.legs.get_mut(&id) else { return };
        leg.partner = None;
        if leg.hears == Hears::Partner {
            leg.hush(id, out);
        }
        self.keep_company(id, out);
    }
}
