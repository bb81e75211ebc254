//! The floor in virtual time.
//!
//! The simulation plays the voice node: it reports calls that arrive, agents who answer and callers
//! who hang up, as the node would, and takes the floor's orders. Who is offered to whom, when, and
//! after which wrap-up is the floor's own decision, entry for entry as in production.
//!
//! What is left out: ringing takes no time, telephones never fail, and nobody is told a position.

use floor::{Input, Outcome, State, Wish};
use std::cmp::Reverse;
use std::collections::BinaryHeap;
use vocabulary::journal::{EndReason, Entry, NotReady};
use vocabulary::plan::Plan;
use vocabulary::voice::{Event, LegEnd, Order, Report};
use vocabulary::{AgentId, ContactId, Epoch, LegId, NodeName, Span, Time};

/// A call to be simulated.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Call {
    /// When it reaches the centre.
    pub at: Time,
    /// Which of [`Site::doors`] it comes in by.
    pub door: u32,
    /// How long the caller would wait; [`Call::FOR_EVER`] for one who never gives up.
    pub patience: Span,
    /// How long the talk takes; [`Call::FOR_EVER`] for one that outlasts the simulation.
    pub talk: Span,
}

impl Call {
    /// Never over.
    pub const FOR_EVER: Span = Span(i64::MAX);
}

/// An agent comes or goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Presence {
    /// When.
    pub at: Time,
    /// Who.
    pub agent: AgentId,
    /// Comes, or goes after the contact in hand.
    pub there: bool,
}

/// An agent wants a pause: begins it after the contact in hand and the work after it, and has all of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Pause {
    /// When.
    pub at: Time,
    /// Who.
    pub agent: AgentId,
    /// How long.
    pub long: Span,
}

/// What agents do besides serving. The default is what the plan says, and no pause.
#[derive(Debug, Clone, Copy, Default)]
pub struct Besides<'a> {
    /// In order of time.
    pub pauses: &'a [Pause],
    /// Work after each call, in the order of the calls, ended by the agent; the queues' own time for
    /// it must be longer. Empty: that of the queue.
    pub after: &'a [Span],
}

/// Where it happens.
#[derive(Debug, Clone, PartialEq)]
pub struct Site {
    /// Lines, queues, agents and flows; checked.
    pub plan: Plan,
    /// The called numbers that calls come in by.
    pub doors: Vec<String>,
}

/// What became of a call.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fate {
    /// An agent answered after this wait.
    Answered {
        /// From reaching the queue.
        wait: Span,
    },
    /// The caller left the queue after this wait.
    Abandoned {
        /// From reaching the queue.
        wait: Span,
    },
    /// The flow turned the call away: closed, full, or nobody there who could serve.
    TurnedAway,
    /// Still waiting when the simulation ended: nobody came any more.
    Waiting,
}

/// What became of everybody.
#[derive(Debug, Clone, PartialEq)]
pub struct Run {
    /// In the order of the calls.
    pub fates: Vec<Fate>,
    /// Time agents were with a contact, wrap-up included, summed.
    pub busy: Span,
    /// Time agents were there, summed: with a contact, or free for one.
    pub there: Span,
}

/// What is still to come for a call. Ordered by time, then by when it was planned.
type Coming = Reverse<(Time, u64, u32)>;

/// Runs calls and presences, both in order of time, to their end.
pub fn simulate(site: &Site, calls: &[Call], presences: &[Presence]) -> Run {
    simulate_with(site, calls, presences, Besides::default())
}

/// The same with agents who pause, and who say themselves when they are through with a call.
pub fn simulate_with(site: &Site, calls: &[Call], presences: &[Presence], besides: Besides<'_>) -> Run {
    let mut world = World::new(site, calls, besides.after);
    let (mut next_call, mut next_presence, mut next_pause) = (0, 0, 0);
    loop {
        let moments = [
            world.coming.peek().map(|Reverse((at, ..))| *at),
            world.floor.next_due(),
            world.through.peek().map(|Reverse((at, ..))| *at),
            besides.pauses.get(next_pause).map(|pause| pause.at),
            presences.get(next_presence).map(|presence| presence.at),
            calls.get(next_call).map(|call| call.at),
        ];
        // Of things at the same moment the first of these happens first: who hangs up makes room.
        let Some((which, at)) = first(&moments) else { return world.end() };
        match which {
            0 => world.hang_up(at),
            1 => world.tell(at, Input::Tick),
            2 => world.through(at),
            3 => {
                world.pause(besides.pauses[next_pause]);
                next_pause += 1;
            }
            4 => {
                world.presence(presences[next_presence]);
                next_presence += 1;
            }
            _ => {
                world.arrive(next_call);
                next_call += 1;
            }
        }
    }
}

/// The earliest of the moments, and its place.
fn first(moments: &[Option<Time>; 6]) -> Option<(usize, Time)> {
    let mut earliest = None;
    for (place, moment) in moments.iter().enumerate() {
        if let Some(at) = *moment
            && earliest.is_none_or(|(_, before)| at < before)
        {
            earliest = Some((place, at));
        }
    }
    earliest
}

const EPOCH: Epoch = Epoch(1);

/// What an agent is through with.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Through {
    WrapUp(AgentId, ContactId),
    Pause(AgentId),
}

/// An agent's duty.
#[derive(Debug, Clone, Copy, Default)]
struct Duty {
    there: bool,
    /// Pause that was wanted while a contact was in hand.
    owed: Span,
    /// The end of the pause that goes on.
    until: Option<Time>,
}

struct World<'a> {
    site: &'a Site,
    calls: &'a [Call],
    floor: State,
    node: NodeName,
    /// Of the last report.
    number: u64,
    coming: BinaryHeap<Coming>,
    planned: u64,
    after: &'a [Span],
    /// Agents who will be through with something.
    through: BinaryHeap<Reverse<(Time, u64, Through)>>,
    /// By agent number.
    duties: Vec<Duty>,
    fates: Vec<Fate>,
    /// The agents' legs that are being called.
    dialled: Vec<LegId>,
    /// Of the last step: its memory serves all of them.
    outcome: Outcome,
    use_of_time: UseOfTime,
}

impl<'a> World<'a> {
    fn new(site: &'a Site, calls: &'a [Call], after: &'a [Span]) -> World<'a> {
        let node = NodeName::new("simulated").expect("a plain word is a node's name");
        let mut world = World {
            site,
            calls,
            floor: State::default(),
            node: node.clone(),
            number: 0,
            coming: BinaryHeap::new(),
            planned: 0,
            after,
            through: BinaryHeap::new(),
            duties: Vec::new(),
            fates: vec![Fate::Waiting; calls.len()],
            dialled: Vec::new(),
            outcome: Outcome::default(),
            use_of_time: UseOfTime::default(),
        };
        let begin = calls.first().map_or(Time(0), |call| call.at);
        world.tell(begin, Input::Lead { epoch: EPOCH });
        world.tell(begin, Input::Configure(Box::new(site.plan.clone())));
        world.tell(begin, Input::NodeJoined(node));
        world
    }

    fn arrive(&mut self, place: usize) {
        let call = self.calls[place];
        let called = self.site.doors[call.door as usize].clone();
        self.report(call.at, Event::Arrived { leg: leg_of(place), called, caller: None });
        if self.fates[place] == Fate::Waiting && call.patience != Call::FOR_EVER {
            self.plan(call.at + call.patience, place);
        }
    }

    /// The caller whose moment has come hangs up: out of patience, or the matter is settled.
    fn hang_up(&mut self, at: Time) {
        let Some(Reverse((_, _, place))) = self.coming.pop() else { return };
        let place = place as usize;
        let call = self.calls[place];
        // Patience that came to nothing because somebody answered first.
        let settled =
            matches!(self.fates[place], Fate::Answered { wait } if call.at + wait + call.talk == at);
        if settled || self.fates[place] == Fate::Waiting {
            self.report(at, Event::Ended { leg: leg_of(place), cause: LegEnd::HungUp });
        }
    }

    fn presence(&mut self, presence: Presence) {
        let Presence { at, agent, there } = presence;
        *self.duty(agent) = Duty { there, ..Duty::default() };
        let input = if there { Input::Ready(agent) } else { Input::NotReady(agent, NotReady::SignedOut) };
        self.tell(at, input);
    }

    fn pause(&mut self, pause: Pause) {
        let Pause { at, agent, long } = pause;
        let busy = matches!(self.use_of_time.since(agent), Some((_, true)));
        let duty = *self.duty(agent);
        match duty {
            Duty { there: false, .. } => {}
            Duty { until: Some(until), .. } => self.away(agent, until + long),
            _ if busy => self.duty(agent).owed = duty.owed + long,
            _ => {
                self.tell(at, Input::NotReady(agent, NotReady::Break));
                self.away(agent, at + long);
            }
        }
    }

    fn away(&mut self, agent: AgentId, until: Time) {
        self.duty(agent).until = Some(until);
        self.planned += 1;
        self.through.push(Reverse((until, self.planned, Through::Pause(agent))));
    }

    /// The agent whose moment has come goes on: to a pause that is owed, or to the next contact.
    fn through(&mut self, at: Time) {
        let Some(Reverse((_, _, through))) = self.through.pop() else { return };
        match through {
            Through::WrapUp(agent, contact) => {
                let owed = std::mem::take(&mut self.duty(agent).owed);
                if owed > Span::ZERO {
                    self.tell(at, Input::NotReady(agent, NotReady::Break));
                    self.away(agent, at + owed);
                }
                self.tell(at, Input::Wish { by: None, wish: Wish::EndWrapUp(agent, contact) });
            }
            // A pause that was made longer, or that going home ended, is over at another moment.
            Through::Pause(agent) if self.duty(agent).until != Some(at) => {}
            Through::Pause(agent) => {
                self.duty(agent).until = None;
                self.tell(at, Input::Ready(agent));
            }
        }
    }

    fn duty(&mut self, agent: AgentId) -> &mut Duty {
        let place = agent.0 as usize;
        if self.duties.len() <= place {
            self.duties.resize(place + 1, Duty::default());
        }
        &mut self.duties[place]
    }

    fn report(&mut self, at: Time, event: Event) {
        self.number += 1;
        let report = Report { epoch: EPOCH, node: self.node.clone(), number: self.number, event };
        self.tell(at, Input::Report(report));
    }

    /// Tells the floor, and answers the telephones it has called, until it asks for nothing more.
    fn tell(&mut self, at: Time, input: Input) {
        let mut outcome = std::mem::take(&mut self.outcome);
        floor::step_into(&mut self.floor, at, input, &mut outcome);
        for record in &outcome.records {
            self.take_note(record.at, &record.entry);
        }
        self.dialled.extend(outcome.orders.iter().filter_map(|(_, _, order)| match order {
            Order::Dial { leg, .. } => Some(*leg),
            _ => None,
        }));
        self.outcome = outcome;
        while let Some(leg) = self.dialled.pop() {
            self.report(at, Event::Answered { leg });
        }
    }

    fn take_note(&mut self, at: Time, entry: &Entry) {
        self.use_of_time.take_note(at, entry);
        match entry {
            Entry::Connected { contact, .. } => {
                let place = place_of(*contact);
                let call = self.calls[place];
                self.fates[place] = Fate::Answered { wait: at - call.at };
                if call.talk != Call::FOR_EVER {
                    self.plan(at + call.talk, place);
                }
            }
            Entry::WrapUpStarted { contact, agent, .. } => {
                if let Some(after) = self.after.get(place_of(*contact)) {
                    self.planned += 1;
                    let through = Through::WrapUp(*agent, *contact);
                    self.through.push(Reverse((at + *after, self.planned, through)));
                }
            }
            Entry::ContactEnded { contact, reason } => {
                let place = place_of(*contact);
                match reason {
                    EndReason::Abandoned => {
                        self.fates[place] = Fate::Abandoned { wait: at - self.calls[place].at };
                    }
                    EndReason::Closed | EndReason::Full | EndReason::Unstaffed | EndReason::FlowFault => {
                        self.fates[place] = Fate::TurnedAway;
                    }
                    _ => {}
                }
            }
            _ => {}
        }
    }

    fn plan(&mut self, at: Time, place: usize) {
        self.planned += 1;
        let place = u32::try_from(place).expect("fewer than 2^32 calls: a leg's number holds no more");
        self.coming.push(Reverse((at, self.planned, place)));
    }

    fn end(self) -> Run {
        let UseOfTime { busy, free, .. } = self.use_of_time;
        Run { fates: self.fates, busy, there: Span(busy.0 + free.0) }
    }
}

/// The floor numbers contacts in the order in which calls arrive, from 1.
fn place_of(contact: ContactId) -> usize {
    contact.0 as usize - 1
}

fn leg_of(place: usize) -> LegId {
    LegId::arrived(EPOCH, u32::try_from(place + 1).expect("fewer than 2^32 calls"))
}

/// How long agents were free and busy, by the same entries that the figures of a real day come from.
#[derive(Default)]
struct UseOfTime {
    busy: Span,
    free: Span,
    /// By agent number: since when, and whether with a contact.
    since: Vec<Option<(Time, bool)>>,
}

impl UseOfTime {
    fn take_note(&mut self, at: Time, entry: &Entry) {
        match entry {
            Entry::AgentReady { agent } => self.wish(at, *agent, Some(false)),
            Entry::AgentNotReady { agent, .. } => self.wish(at, *agent, None),
            Entry::Offered { agent, .. } => self.turn(at, *agent, Some(true)),
            Entry::WrapUpEnded { agent, .. } => self.turn(at, *agent, Some(false)),
            Entry::OfferFailed { agent, .. } => self.turn(at, *agent, Some(false)),
            Entry::ContactClosed { agent: Some(agent), .. } => self.turn(at, *agent, Some(false)),
            _ => {}
        }
    }

    /// Of one who is with a contact it holds afterwards: the floor says so again by then.
    fn wish(&mut self, at: Time, agent: AgentId, free: Option<bool>) {
        if !matches!(self.since(agent), Some((_, true))) {
            self.turn(at, agent, free);
        }
    }

    fn turn(&mut self, at: Time, agent: AgentId, busy: Option<bool>) {
        let since = self.since(agent);
        let before = std::mem::replace(since, busy.map(|busy| (at, busy)));
        match before {
            Some((since, true)) => self.busy += at - since,
            Some((since, false)) => self.free += at - since,
            None => {}
        }
    }

    fn since(&mut self, agent: AgentId) -> &mut Option<(Time, bool)> {
        let place = agent.0 as usize;
        if self.since.len() <= place {
            self.since.resize(place + 1, None);
        }
        &mut self.since[place]
    }
}
