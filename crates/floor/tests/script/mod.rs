//! Plays a script to the floor, line by line, and tells in words what came of each.
//!
//! Contacts are `C1`, `C2` … in the order of their calls, agents `A1`, `A2` … as the plan numbers
//! them. What was decided comes first to last; what voice nodes are told to do stands behind `->`.

pub mod plan;
mod words;

use floor::{Input, State, Wish, step};
use std::collections::BTreeMap;
use vocabulary::journal::{Entry, NotReady, PromiseStep, PromiseTold, Record};
use vocabulary::plan::Plan;
use vocabulary::voice::{Event, Gathered, LegEnd, Order, Report, SecretKind, Verification};
use vocabulary::{
    AccountId, AgentId, ContactId, CustomerRef, DispositionCode, Epoch, Handle, LegId, LineName, NodeName,
    PromptName, QueueName, RecordingId, Span, Time,
};

/// When every script begins.
const BEGIN: Time = Time(1_800_000_000_000_000);

/// Plays a story on the floor of a plan: `SECONDS WHAT HAPPENS` and, after `=>`, all that comes of it.
///
/// # Panics
/// When something else comes of it, with the story so far.
#[track_caller]
pub fn check(plan: Plan, story: &str) {
    let mut stage = Stage::new(plan);
    let mut told = String::new();
    for line in story.lines().map(str::trim).filter(|line| !line.is_empty()) {
        let (happens, expected) = line.split_once("=>").expect("what happens => what comes of it");
        let came = stage.play(happens.trim());
        told += &format!("{} => {came}\n", happens.trim());
        assert_eq!(came, expected.trim(), "the last line should be otherwise:\n{told}");
    }
    stage.judge();
}

/// A floor, and the telephones and the bank around it.
pub struct Stage {
    floor: State,
    records: Vec<Record>,
    plan: Plan,
    now: Time,
    epoch: Epoch,
    reports: u64,
    last: Option<Report>,
    /// Callers by the number of their contact.
    callers: Vec<LegId>,
    /// The leg each agent was dialled on last.
    agents: BTreeMap<AgentId, LegId>,
    /// The legs as people know them.
    names: BTreeMap<LegId, String>,
    /// The number of the act each caller's leg was given last.
    acts: BTreeMap<LegId, u32>,
    /// Why the wish at hand is not granted.
    refused: Option<String>,
}

impl Stage {
    /// A floor that leads, with a plan and a voice node.
    pub fn new(plan: Plan) -> Stage {
        let mut stage = Stage {
            floor: State::default(),
            records: Vec::new(),
            plan,
            now: BEGIN,
            epoch: Epoch(1),
            reports: 0,
            last: None,
            callers: Vec::new(),
            agents: BTreeMap::new(),
            names: BTreeMap::new(),
            acts: BTreeMap::new(),
            refused: None,
        };
        let plan = Box::new(stage.plan.clone());
        for input in [Input::Lead { epoch: Epoch(1) }, Input::Configure(plan), Input::NodeJoined(node())] {
            stage.tell(input);
        }
        stage
    }

    /// The floor as it stands.
    #[allow(dead_code, reason = "each test file is a program of its own, and not all look at it")]
    pub fn floor(&self) -> &State {
        &self.floor
    }

    /// Plays one line, `SECONDS DIRECTION`, and says what came of it.
    pub fn play(&mut self, line: &str) -> String {
        let (seconds, direction) = line.split_once(' ').expect("a line is a moment and what happens");
        self.now = BEGIN + Span((seconds.parse::<f64>().expect("seconds") * 1e6) as i64);
        let input = self.input(direction);
        let told = self.tell(input);
        let told = self.refused.take().map_or(told, |why| format!("no: {why}"));
        let found = self.floor.violations();
        assert!(found.is_empty(), "after \"{line}\": {found:?}");
        told
    }

    /// What the records alone lead to must be what the floor is now.
    pub fn judge(&self) {
        let mut replayed = State::default();
        self.records.iter().for_each(|record| floor::apply(&mut replayed, record));
        let bytes = |state: &State| serde_json::to_string(state).unwrap();
        assert_eq!(bytes(&replayed), bytes(&self.floor), "replaying leads elsewhere");
    }

    fn input(&mut self, direction: &str) -> Input {
        let words: Vec<&str> = direction.split(' ').collect();
        match words.as_slice() {
            ["time", "passes"] => Input::Tick,
            ["plan", change @ ..] => {
                self.plan = plan::changed(&self.plan, change);
                Input::Configure(Box::new(self.plan.clone()))
            }
            ["node", "is", "lost"] => Input::NodeLost(node()),
            ["node", "joins"] => Input::NodeJoined(node()),
            ["a", "new", "leader"] => {
                self.epoch = Epoch(self.epoch.0 + 1);
                self.reports = 0;
                Input::Lead { epoch: self.epoch }
            }
            ["the", "same", "report"] => Input::Report(self.last.clone().expect("a report before")),
            ["bank", "matches", who] => {
                Input::Matched { contact: contact(who), customer: CustomerRef::new("owner").unwrap() }
            }
            ["bank", "finds", who, "with", "several"] => {
                let customers = ["owner", "spouse"].map(|name| CustomerRef::new(name).unwrap()).to_vec();
                Input::MatchedSeveral { contact: contact(who), customers }
            }
            [who, "identifies", whom, "as", name] => {
                self.wish(Wish::Identify(agent(who), contact(whom), CustomerRef::new(name).unwrap()))
            }
            [who, "calls", whom, "back", "as", name] => {
                self.wish(Wish::CallRegistered(agent(who), contact(whom), CustomerRef::new(name).unwrap()))
            }
            [who, "undoes", whom] => self.wish(Wish::UndoIdentify(agent(who), contact(whom))),
            [who, "says", whom, "is", what] => {
                self.wish(Wish::ThirdParty(agent(who), contact(whom), *what == "another"))
            }
            [who, "shows", "its", "number"] => Input::Reachable { contact: contact(who), same: None },
            [who, "shows", "the", "number", "of", other] => {
                Input::Reachable { contact: contact(who), same: Some(contact(other)) }
            }
            [who, "is", "not", "to", "be", "called"] => self.wish(Wish::CancelCallback(contact(who))),
            ["nobody", "knows", "the", "number", "of", place] => Input::NumberGone(contact(place)),
            ["queue", ..] | ["all" | "line", ..] => self.wish(supervisor(&words)),
            [who, "opens", line] => {
                // It has no leg; the numbers of later callers' contacts count it all the same.
                assert_eq!(contact(who).0 as usize, self.callers.len() + 1);
                self.callers.push(LegId::arrived(Epoch(1), 0));
                self.wish(Wish::OpenChat {
                    line: LineName::new(line).unwrap(),
                    language: None,
                    customer: None,
                })
            }
            [who, "leaves"] => self.wish(Wish::LeaveChat { contact: contact(who), lost: false }),
            [who, "is", "gone"] => self.wish(Wish::LeaveChat { contact: contact(who), lost: true }),
            [who, "accepts", whom] => self.wish(Wish::Accept(agent(who), contact(whom))),
            [who, "declines", whom] => self.wish(Wish::Decline(agent(who), contact(whom))),
            [who, "ends", whom] => self.wish(Wish::EndChat(agent(who), contact(whom))),
            [who, "sleeps"] => Input::PageAway(agent(who), NotReady::PageLost),
            [who, "wakes"] => Input::PageBack(agent(who)),
            [who, "holds", whom] => self.wish(Wish::Hold(agent(who), contact(whom))),
            [who, "retrieves", whom] => self.wish(Wish::Retrieve(agent(who), contact(whom))),
            [who, "asks", whom, "for", what] => {
                let kind = SecretKind::ALL.into_iter().find(|kind| kind.tag() == *what).expect("a kind");
                self.wish(Wish::SecureEntry(agent(who), contact(whom), kind))
            }
            [who, "stops", whom] => self.wish(Wish::StopSecureEntry(agent(who), contact(whom))),
            [who, "sends", whom, "to", queue] => {
                self.wish(Wish::Transfer(agent(who), contact(whom), QueueName::new(queue).unwrap()))
            }
            [who, "is", "through", "with", whom] => self.wish(Wish::EndWrapUp(agent(who), contact(whom))),
            [who, "needs", "time", "for", whom] => self.wish(Wish::ExtendWrapUp(agent(who), contact(whom))),
            [who, "was", code] => self.wish(Wish::Dispose(contact(who), DispositionCode::new(code).unwrap())),
            [who, "promise", "is", "kept"] => {
                self.wish(Wish::Promise(PromiseTold { contact: contact(who), step: PromiseStep::Kept }))
            }
            [who, "is", "noted", version] => self.wish(Wish::Note(contact(who), version.parse().unwrap())),
            [who, "leaves", "at", when] => {
                let at = BEGIN + Span((when.parse::<f64>().expect("seconds") * 1e6) as i64);
                self.wish(Wish::Leaves(agent(who), Some(at)))
            }
            [who, "leaves", "as", "planned"] => self.wish(Wish::Leaves(agent(who), None)),
            [who, "pauses"] => Input::NotReady(agent(who), NotReady::Pause),
            [who, "is", "ready"] => Input::Ready(agent(who)),
            [who, does @ ..] => {
                let event = self.event(who, does);
                self.report(event)
            }
            [] => panic!("nothing happens"),
        }
    }

    /// A wish that is not granted changes nothing, and the floor says why.
    fn wish(&mut self, wish: Wish) -> Input {
        self.refused = floor::wished(&self.floor, self.now, &wish).err().map(|why| why.to_string());
        Input::Wish { by: Some(AccountId(1)), wish }
    }

    fn event(&mut self, who: &str, does: &[&str]) -> Event {
        if let ["calls", called] = does {
            let leg = LegId::arrived(Epoch(1), self.callers.len() as u32 + 1);
            self.callers.push(leg);
            self.names.insert(leg, who.to_owned());
            return Event::Arrived { leg, called: (*called).to_owned(), caller: None };
        }
        let leg = match who.split_at(1) {
            ("C", number) => self.callers[number.parse::<usize>().unwrap() - 1],
            _ => self.agents[&agent(who)],
        };
        let act = self.acts.get(&leg).copied().unwrap_or_default();
        let ended = |cause| Event::Ended { leg, cause };
        let redeemed = |outcome| Event::Redeemed { leg, attempt: act, outcome };
        match does {
            ["rings"] => Event::Ringing { leg },
            ["answers"] => Event::Answered { leg },
            ["parts"] => Event::Parted { leg },
            ["returns"] => Event::Returned { leg },
            ["hangs", "up"] => ended(LegEnd::HungUp),
            ["is", "lost"] => ended(LegEnd::Lost),
            ["refuses", status] => ended(LegEnd::Refused(status.parse().unwrap())),
            ["is", "unreachable"] => ended(LegEnd::Unreachable),
            ["cannot", "be", "recorded"] => {
                Event::RecordingFailed { leg, recording: RecordingId::of(contact(who)) }
            }
            ["heard", "it"] => Event::Played { leg, play: act },
            ["keys", "nothing"] => Event::Gathered { leg, gather: act, outcome: Gathered::Silent },
            ["keys", digits] => {
                Event::Gathered { leg, gather: act, outcome: Gathered::Digits((*digits).to_owned()) }
            }
            ["keys", "too", "little"] => Event::Gathered { leg, gather: act, outcome: Gathered::TooFew },
            ["keys", "in", "private"] => {
                Event::Gathered { leg, gather: act, outcome: Gathered::Kept(Handle(act.into())) }
            }
            ["is", "verified"] => redeemed(Verification::Verified(CustomerRef::new("caller").unwrap())),
            ["is", "wrong", left] => redeemed(Verification::Wrong { left: left.parse().unwrap() }),
            other => panic!("nobody knows how to {other:?}"),
        }
    }

    fn report(&mut self, event: Event) -> Input {
        self.reports += 1;
        let report = Report { epoch: self.epoch, node: node(), number: self.reports, event };
        self.last = Some(report.clone());
        Input::Report(report)
    }

    fn tell(&mut self, input: Input) -> String {
        let outcome = step(&mut self.floor, self.now, input);
        for (_, _, order) in &outcome.orders {
            self.heed(order);
        }
        for record in &outcome.records {
            assert!(!matches!(record.entry, Entry::Held { .. }) || record.by == Some(AccountId(1)));
            if let Entry::Offered { agent, leg: Some(leg), .. } = record.entry {
                self.agents.insert(agent, leg);
                self.names.insert(leg, format!("A{}", agent.0));
            }
            if let Some((contact, leg)) = words::dialled(&record.entry) {
                self.callers[contact.0 as usize - 1] = leg;
                self.names.insert(leg, format!("C{}", contact.0));
            }
        }
        let mut told = Vec::new();
        for record in &outcome.records {
            told.extend(words::entry(&record.entry));
            let orders = outcome.orders.iter().filter(|(_, stamp, _)| stamp.sequence == record.sequence);
            told.extend(orders.map(|(_, _, order)| format!("-> {}", words::order(order, &self.names))));
        }
        self.records.extend(outcome.records);
        told.join(", ")
    }

    fn heed(&mut self, order: &Order) {
        let number = match order {
            Order::Play { play, .. } => *play,
            Order::Gather { gather, .. } => *gather,
            Order::Redeem { attempt, .. } | Order::Prove { attempt, .. } => *attempt,
            _ => return,
        };
        self.acts.insert(order.leg(), number);
    }
}

/// `queue cards closes`, `queue cards closes and flushes`, `queue cards opens`, `all hear outage`,
/// `line cards hears outage instead`, `all hear nothing`.
fn supervisor(words: &[&str]) -> Wish {
    let queue = |name: &str| QueueName::new(name).unwrap();
    let announce = |line: Option<LineName>, prompt: &str, instead| match prompt {
        "nothing" => Wish::Unannounce(line),
        prompt => Wish::Announce { line, prompt: PromptName::new(prompt).unwrap(), instead },
    };
    match words {
        ["queue", name, "closes"] => Wish::CloseQueue { queue: queue(name), flush: false },
        ["queue", name, "closes", "and", "flushes"] => Wish::CloseQueue { queue: queue(name), flush: true },
        ["queue", name, "opens"] => Wish::OpenQueue(queue(name)),
        ["all", "hear", prompt, rest @ ..] => announce(None, prompt, *rest == ["instead"]),
        ["line", line, "hears", prompt, rest @ ..] => {
            announce(Some(LineName::new(line).unwrap()), prompt, *rest == ["instead"])
        }
        other => panic!("nobody wishes {other:?}"),
    }
}

fn node() -> NodeName {
    NodeName::new("voice-1").unwrap()
}

fn agent(name: &str) -> AgentId {
    AgentId(name.strip_prefix('A').unwrap_or_else(|| panic!("{name} is no agent")).parse().unwrap())
}

fn contact(name: &str) -> ContactId {
    ContactId(name.strip_prefix('C').unwrap_or_else(|| panic!("{name} is no contact")).parse().unwrap())
}
