//! A world in virtual time: the real floor, the real voice node, and between them a channel that
//! loses, delays and repeats; around them seeded callers, telephones and a bank.

pub mod channel;
pub mod chats;
pub mod desk;
pub mod hands;
pub mod levels;
pub mod people;
pub mod plan;

use calls::{Input as NodeInput, MediaAct, MediaEvent, Node, Output, Settings, SipAct, SipEvent};
use channel::Channel;
use floor::{Input, Phase, State, Wish};
use people::Conduct;
use rand::{Rng, RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;
use std::collections::{BTreeMap, BTreeSet};
use vocabulary::journal::{Entry, NotReady, Record};
use vocabulary::plan::Plan;
use vocabulary::voice::{Command, Order, PAGE, Report, Verification};
use vocabulary::{
    AccountId, AgentId, ContactId, CustomerRef, Epoch, LegId, NodeName, PhoneNumber, PromptName, Sequence,
    Span, Time,
};

/// What can happen, besides what travels.
#[derive(Debug, Clone)]
pub enum Happening {
    /// Somebody dials the bank.
    Call,
    /// A leg's SIP side says something.
    Sip(LegId, SipEvent),
    /// A leg's media side says something.
    Media(LegId, MediaEvent),
    /// The bank answers.
    Redeemed(LegId, u32, Verification),
    /// A supervisor changes an agent's state.
    Supervise(AgentId, Option<NotReady>),
    /// Somebody at some desk does something about the contact in hand.
    Desk,
    /// Somebody does something about a chat.
    Chat(chats::Move),
    /// A supervisor wishes something of the house.
    House(Wish),
    /// Another plan comes into force.
    Replan(Box<Plan>),
    /// The whole process is killed and started again.
    Crash,
}

/// One seeded history.
pub struct World {
    pub rng: ChaCha8Rng,
    pub now: Time,
    pub floor: State,
    pub records: Vec<Record>,
    /// Where each decision's records end: the journal takes them whole or not at all.
    pub decisions: Vec<usize>,
    node: Node,
    commands: Channel<Command>,
    reports: Channel<Report>,
    agenda: BTreeMap<(Time, u64), Happening>,
    agenda_number: u64,
    arrived: u32,
    epoch: Epoch,
    pub conducts: BTreeMap<LegId, Conduct>,
    /// Legs whose telephone has hung up, or was hung up.
    gone: BTreeSet<LegId>,
    /// Callers who show their number, by leg and by contact: a handful of people, who call again.
    shown: BTreeMap<LegId, u8>,
    numbers: BTreeMap<ContactId, u8>,
    /// Customers who are being called, by their number.
    called: Vec<(u8, LegId)>,
    /// Telephones that were dialled and answered.
    pub answered: BTreeSet<LegId>,
    pub problems: Vec<String>,
}

impl World {
    /// A world with some agents and calls that arrive over its first two minutes.
    pub fn new(seed: u64) -> World {
        let mut rng = ChaCha8Rng::seed_from_u64(seed);
        let trouble = if rng.random_bool(0.7) { rng.random_range(0.0..0.3) } else { 0.0 };
        let epoch = Epoch(1);
        let mut world = World {
            now: Time(1_800_000_000_000_000),
            floor: State::default(),
            records: Vec::new(),
            decisions: Vec::new(),
            node: Node::new(node(), epoch, Settings::default()),
            commands: Channel::new(trouble),
            reports: Channel::new(trouble),
            agenda: BTreeMap::new(),
            agenda_number: 0,
            arrived: 0,
            epoch,
            conducts: BTreeMap::new(),
            gone: BTreeSet::new(),
            shown: BTreeMap::new(),
            numbers: BTreeMap::new(),
            called: Vec::new(),
            answered: BTreeSet::new(),
            problems: Vec::new(),
            rng,
        };
        let agents = world.rng.random_range(1..=5);
        world.tell_floor(Input::Lead { epoch });
        world.tell_floor(Input::Configure(Box::new(plan::plan(agents))));
        world.tell_floor(Input::NodeJoined(node()));
        for _ in 0..world.rng.random_range(1..=10) {
            let at = Span::millis(world.rng.random_range(0..120_000));
            world.plan(at, Happening::Call);
        }
        for _ in 0..world.rng.random_range(0..=8) {
            let at = Span::millis(world.rng.random_range(0..120_000));
            world.plan(at, Happening::Chat(chats::Move::Open));
        }
        for _ in 0..world.rng.random_range(0..4) {
            let at = Span::millis(world.rng.random_range(0..180_000));
            let agent = AgentId(world.rng.random_range(1..=agents));
            let wish = world.rng.random_bool(0.5).then_some(NotReady::Pause);
            world.plan(at, Happening::Supervise(agent, wish));
        }
        if world.rng.random_bool(0.1) {
            let at = Span::millis(world.rng.random_range(0..150_000));
            world.plan(at, Happening::Crash);
        }
        if world.rng.random_bool(0.2) {
            world.replan(agents);
        }
        for (at, wish) in desk::of_the_house(&mut world.rng) {
            world.plan(at, Happening::House(wish));
        }
        world
    }

    /// Something is struck from the plan for a while.
    fn replan(&mut self, agents: u64) {
        let whole = plan::plan(agents);
        let struck = plan::struck(&whole, &mut self.rng);
        let from = self.rng.random_range(0..120_000);
        let until = from + self.rng.random_range(1..120_000);
        self.plan(Span::millis(from), Happening::Replan(Box::new(struck)));
        self.plan(Span::millis(until), Happening::Replan(Box::new(whole)));
    }

    /// Lets everything happen until nothing more will, or two hours have passed.
    pub fn run(&mut self) {
        let end = self.now + Span::seconds(7_200);
        while let Some(next) = self.next() {
            if next > end {
                break;
            }
            self.now = self.now.max(next);
            self.advance();
            let found = self.floor.violations();
            if !found.is_empty() {
                let shown = format!("after {}: {found:?}", self.floor.sequence());
                self.problems.push(shown);
                return;
            }
        }
    }

    fn next(&self) -> Option<Time> {
        let agenda = self.agenda.first_key_value().map(|((at, _), _)| *at);
        let links = [self.commands.next_due(), self.reports.next_due()];
        let timers = [self.floor.next_due(), self.node.next_due()];
        agenda.into_iter().chain(links.into_iter().flatten()).chain(timers.into_iter().flatten()).min()
    }

    fn advance(&mut self) {
        for command in self.commands.arrived(self.now, &mut self.rng) {
            self.tell_node(NodeInput::Command(command));
        }
        for report in self.reports.arrived(self.now, &mut self.rng) {
            self.tell_floor(Input::Report(report));
        }
        while let Some(entry) = self.agenda.first_entry().filter(|entry| entry.key().0 <= self.now) {
            let happening = entry.remove();
            self.happen(happening);
        }
        if self.floor.next_due().is_some_and(|due| due <= self.now) {
            self.tell_floor(Input::Tick);
        }
        if self.node.next_due().is_some_and(|due| due <= self.now) {
            // The channel is no part of the heartbeat: in this world the floor is always alive.
            self.tell_node(NodeInput::FloorAlive);
            self.tell_node(NodeInput::Tick);
        }
    }

    pub fn plan(&mut self, after: Span, happening: Happening) {
        self.agenda_number += 1;
        self.agenda.insert((self.now + after, self.agenda_number), happening);
    }

    fn happen(&mut self, happening: Happening) {
        match happening {
            Happening::Call => {
                self.arrived += 1;
                let leg = LegId::arrived(self.epoch, self.arrived);
                self.conducts.insert(leg, Conduct::of_caller(&mut self.rng));
                if self.rng.random_bool(0.8) {
                    self.shown.insert(leg, self.rng.random_range(0..6));
                }
                let called = if self.rng.random_bool(0.03) { "999" } else { plan::CALLED };
                let incoming = SipEvent::Incoming { called: called.to_owned(), caller: None };
                people::arrive(self, leg);
                self.tell_node(NodeInput::Sip { leg, event: incoming });
            }
            Happening::Sip(leg, event) => {
                let last = matches!(event, SipEvent::HungUp | SipEvent::Refused(_) | SipEvent::Unreachable);
                if self.gone.contains(&leg) || (last && !self.gone.insert(leg)) {
                    return;
                }
                if event == SipEvent::Answered {
                    self.answered.insert(leg);
                }
                self.tell_node(NodeInput::Sip { leg, event });
            }
            Happening::Media(leg, event) => self.tell_node(NodeInput::Media { leg, event }),
            Happening::Redeemed(leg, attempt, outcome) => {
                self.tell_node(NodeInput::Redeemed { leg, attempt, outcome });
            }
            Happening::Supervise(agent, wish) => {
                let input = wish.map_or(Input::Ready(agent), |reason| Input::NotReady(agent, reason));
                self.tell_floor(input);
            }
            Happening::Desk => {
                if let Some(wish) = desk::wish(&self.floor, &mut self.rng) {
                    self.tell_floor(Input::Wish { by: Some(AccountId(1)), wish });
                }
            }
            Happening::Chat(step) => chats::play(self, step),
            Happening::House(wish) => self.tell_floor(Input::Wish { by: Some(AccountId(2)), wish }),
            Happening::Replan(plan) => self.tell_floor(Input::Configure(plan)),
            Happening::Crash => self.crash(),
        }
    }

    /// Kill −9: the node, its legs and all that was under way are gone; the floor is what its
    /// journal says.
    fn crash(&mut self) {
        self.epoch = Epoch(self.epoch.0 + 1);
        self.node = Node::new(node(), self.epoch, Settings::default());
        self.commands.clear();
        self.reports.clear();
        self.called.clear();
        self.agenda.retain(|_, happening| {
            use Happening::{Call, Chat, Desk, House, Replan, Supervise};
            matches!(happening, Call | Supervise(..) | Replan(_) | Desk | Chat(_) | House(_))
        });
        self.floor = self.replayed();
        self.tell_floor(Input::Lead { epoch: self.epoch });
        self.tell_floor(Input::NodeLost(node()));
        self.tell_floor(Input::NodeJoined(node()));
    }

    /// The state that the records alone lead to.
    pub fn replayed(&self) -> State {
        let mut state = State::default();
        self.records.iter().for_each(|record| floor::apply(&mut state, record));
        state
    }

    pub fn tell_floor(&mut self, input: Input) {
        // Now and then, the same report is handed over twice.
        let again = match &input {
            Input::Report(_) if self.rng.random_bool(0.05) => Some(input.clone()),
            _ => None,
        };
        for input in std::iter::once(input).chain(again) {
            let outcome = floor::step(&mut self.floor, self.now, input);
            let opened = outcome.records.iter().find_map(|record| match record.entry {
                Entry::ContactOpened { contact, leg, .. } => Some((contact, *self.shown.get(&leg)?)),
                _ => None,
            });
            chats::react(self, &outcome.records);
            self.records.extend(outcome.records);
            self.decisions.push(self.records.len());
            for (_, stamp, mut order) in outcome.orders {
                // The centre fills it in.
                if let Order::DialOut { number, .. } = &mut order {
                    *number = PhoneNumber::new("01055501234").ok();
                }
                self.commands.send(self.now, &mut self.rng, |after| Command {
                    epoch: self.epoch,
                    stamp,
                    after,
                    order,
                });
            }
            if let Some((contact, number)) =
                opened.filter(|(contact, _)| self.floor.contact(*contact).is_some())
            {
                self.reachable(contact, number);
            }
        }
    }

    /// As the centre does: the floor learns that a number may be called back, and who else came from it.
    fn reachable(&mut self, contact: ContactId, number: u8) {
        let mut open = self.floor.contacts().map(|open| open.id);
        let same = open.find(|open| self.numbers.get(open) == Some(&number));
        drop(open);
        self.numbers.insert(contact, number);
        self.tell_floor(Input::Reachable { contact, same });
    }

    /// A customer's telephone is called: never while it is being called already.
    fn call_back(&mut self, leg: LegId) {
        let contact =
            self.floor.contacts().find(|contact| contact.leg == Some(leg)).map(|contact| contact.id);
        let Some(contact) = contact else { return };
        // The registered number is another than the one that called.
        if self.floor.contact(contact).is_some_and(|contact| contact.verifying().is_some()) {
            return;
        }
        let Some(number) = self.numbers.get(&contact).copied() else { return };
        let rings = |other: LegId| {
            let calling = |contact: &floor::Contact| matches!(contact.phase, Phase::CallingBack { .. });
            self.floor.contacts().any(|contact| contact.leg == Some(other) && calling(contact))
        };
        self.called.retain(|(_, other)| rings(*other));
        if self.called.iter().any(|(other, _)| *other == number) {
            self.problems.push(format!("number {number} is called twice at {}", self.floor.sequence()));
        }
        self.called.push((number, leg));
    }

    fn tell_node(&mut self, input: NodeInput) {
        let mut outputs = Vec::new();
        self.node.step(self.now, input, &mut outputs);
        for output in outputs {
            match output {
                Output::Report(report) => self.reports.send(self.now, &mut self.rng, |_| report),
                Output::Sip { leg, act } => self.signal(leg, act),
                Output::Media { leg, act: MediaAct::Play { repeat: true, prompts, .. } } => {
                    self.consider(leg, &prompts);
                }
                Output::Media { leg, act: MediaAct::Play { play, repeat: false, prompts, .. } } => {
                    self.consider(leg, &prompts);
                    let long = Span::millis(800 * prompts.len() as i64);
                    self.plan(long, Happening::Media(leg, MediaEvent::Played { play }));
                }
                Output::Media { .. } => {}
                Output::Redeem { leg, attempt, .. } | Output::Prove { leg, attempt, .. } => {
                    let answer = people::bank(&mut self.rng);
                    // Now and then so late that the call may be over.
                    let longest = if self.rng.random_bool(0.25) { 15_000 } else { 1_500 };
                    let after = Span::millis(self.rng.random_range(0..longest));
                    self.plan(after, Happening::Redeemed(leg, attempt, answer));
                }
            }
        }
    }

    /// A caller hears of call-backs, or is asked to key something in.
    fn consider(&mut self, leg: LegId, prompts: &[PromptName]) {
        if let Some((after, key)) = people::keys_of_a_callback(prompts, &mut self.rng) {
            self.plan(after, Happening::Media(leg, MediaEvent::Key(key)));
        }
        for (after, key) in people::keys_of_a_secret(prompts, &mut self.rng) {
            self.plan(after, Happening::Media(leg, MediaEvent::Key(key)));
        }
    }

    fn signal(&mut self, leg: LegId, act: SipAct) {
        match act {
            SipAct::Answer => people::answered(self, leg),
            SipAct::Dial { to, .. } => {
                let page = to == PAGE;
                let conduct =
                    if page { Conduct::of_page(&mut self.rng) } else { Conduct::of_agent(&mut self.rng) };
                self.conducts.insert(leg, conduct);
                people::dialled(self, leg);
            }
            SipAct::DialOut { .. } => {
                self.call_back(leg);
                people::called_back(self, leg);
            }
            SipAct::Reject { .. } | SipAct::HangUp => {
                self.gone.insert(leg);
            }
        }
    }

    pub fn conduct(&self, leg: LegId) -> Option<Conduct> {
        self.conducts.get(&leg).cloned()
    }

    /// The node's legs, the link's backlog and the floor's contacts that are still there.
    pub fn left_over(&self) -> (usize, usize, usize) {
        (self.node.legs(), self.commands.len() + self.reports.len(), self.floor.contacts().count())
    }
}

pub fn node() -> NodeName {
    NodeName::new("voice-1").unwrap()
}

pub fn customer() -> CustomerRef {
    CustomerRef::new("cst-1").unwrap()
}

/// What must hold of a whole journal.
pub fn judge(records: &[Record]) -> Vec<String> {
    let mut problems = Vec::new();
    let mut open = BTreeSet::new();
    let mut talking: BTreeMap<AgentId, ContactId> = BTreeMap::new();
    let mut leaving: BTreeSet<AgentId> = BTreeSet::new();
    let mut promised: BTreeSet<ContactId> = BTreeSet::new();
    let mut hands = hands::Hands::default();
    for (record, expected) in records.iter().zip(1u64..) {
        if record.sequence != Sequence(expected) {
            problems.push(format!("{} stands where {expected} should", record.sequence));
        }
        problems.extend(hands.take(&record.entry));
        match &record.entry {
            Entry::LastOfferPassed { agent } => drop(leaving.insert(*agent)),
            Entry::ShiftSet { agent, .. } => drop(leaving.remove(agent)),
            Entry::Configured { plan } => {
                leaving.retain(|agent| plan.agents.iter().any(|planned| planned.id == *agent));
            }
            Entry::Offered { contact, agent, .. } if leaving.contains(agent) => {
                problems.push(format!("{contact} is offered to {agent}, who is about to leave"));
            }
            Entry::CallbackPromised { contact, .. } if !promised.insert(*contact) => {
                problems.push(format!("{contact} was promised a call-back twice"));
            }
            Entry::Connected { contact, .. } | Entry::CallbackOver { contact, .. } => {
                promised.remove(contact);
            }
            Entry::ContactClosed { contact, .. } if promised.contains(contact) => {
                problems.push(format!("{contact} was promised a call-back, and nothing became of it"));
            }
            _ => {}
        }
        match &record.entry {
            Entry::ContactOpened { contact, .. } | Entry::ChatOpened { contact, .. }
                if !open.insert(*contact) =>
            {
                problems.push(format!("{contact} opened twice"));
            }
            Entry::ContactClosed { contact, .. } if !open.remove(contact) => {
                problems.push(format!("{contact} closed without being open"));
            }
            Entry::Connected { contact, agent } if !hands.is_chat(*contact) => {
                if let Some(other) = talking.insert(*agent, *contact) {
                    problems.push(format!("{agent} talks with {other} and {contact}"));
                }
            }
            // People add to a contact that is closed; nothing else is said about it.
            Entry::DispositionSet { .. } | Entry::NoteKept { .. } | Entry::Promise(_) => {}
            Entry::AgentLost { contact, .. }
            | Entry::Transferred { contact, .. }
            | Entry::ContactEnded { contact, .. } => {
                talking.retain(|_, other| other != contact);
            }
            other => {
                if let Some(contact) = other.contact()
                    && !open.contains(&contact)
                    && !matches!(
                        other,
                        Entry::ContactOpened { .. } | Entry::ChatOpened { .. } | Entry::ContactClosed { .. }
                    )
                {
                    problems.push(format!("{contact} is not open at {}", record.sequence));
                }
            }
        }
    }
    problems.extend(open.iter().map(|contact| format!("{contact} was never closed")));
    problems
}

/// A draw that callers of this module share.
pub fn chance(rng: &mut impl Rng, of: f64) -> bool {
    rng.random_bool(of)
}
