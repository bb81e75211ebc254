//! One contact, followed from its opening to its end.

use crate::fact::{Called, Fact, Outcome};
use crate::live::Thresholds;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use vocabulary::journal::{CallerWord, EndReason, Entry, VerificationCall, VerificationStep};
use vocabulary::plan::Channel;
use vocabulary::{AgentId, ContactId, CustomerRef, LineName, QueueName, Skills, Span, Tier, Time};

/// A contact that is not closed.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct Open {
    contact: ContactId,
    #[serde(default)]
    channel: Channel,
    opened: Time,
    line: Option<LineName>,
    customer: Option<CustomerRef>,
    /// How the bank ranks that customer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    tier: Option<Tier>,
    /// The queue it reached first, and when.
    arrival: Option<(QueueName, Time)>,
    skills: Skills,
    agent: Option<AgentId>,
    /// Its wait, once it is answered or has left, and by the thresholds of that moment: whether it
    /// was answered in time, or left within the short time.
    waited: Option<Span>,
    answered: bool,
    in_time: bool,
    short: bool,
    talking_since: Option<Time>,
    talked: Span,
    held_since: Option<Time>,
    /// Hold of the talk that goes on.
    held_now: Span,
    held: Span,
    holds: u32,
    transfers: u32,
    services: u32,
    wrapping_up_since: Option<Time>,
    wrapped_up: Span,
    ended: bool,
    /// What the flow's own end would come to, when it would not have served the caller.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    unserved: Option<Outcome>,
    /// The call-back that was promised.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    callback: Option<Promised>,
}

/// A call-back that was promised.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
struct Promised {
    /// By when, as far as anybody could tell.
    by: Option<Time>,
    /// When the customer was called first.
    called: Option<Time>,
}

impl Promised {
    fn judged(self) -> Called {
        let in_time = self.called.is_some_and(|called| self.by.is_none_or(|by| called <= by));
        if in_time { Called::Kept } else { Called::Late }
    }

    /// The same, unless it is too early to tell.
    fn so_far(self, now: Time) -> Option<Called> {
        let over = self.called.is_some() || self.by.is_some_and(|by| by < now);
        over.then(|| self.judged())
    }
}

/// A step that live figures count.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Happened {
    /// It reached a queue for the first time.
    Reached,
    /// It was answered for the first time.
    Answered { wait: Span, in_time: bool },
    /// A talk is over.
    Talked(Span),
    /// It ended without an answer.
    Left { outcome: Outcome, short: bool },
}

impl Open {
    pub fn new(contact: ContactId, opened: Time) -> Open {
        Open {
            contact,
            channel: Channel::Voice,
            opened,
            line: None,
            customer: None,
            tier: None,
            arrival: None,
            skills: Skills::default(),
            agent: None,
            waited: None,
            answered: false,
            in_time: false,
            short: false,
            talking_since: None,
            talked: Span::ZERO,
            held_since: None,
            held_now: Span::ZERO,
            held: Span::ZERO,
            holds: 0,
            transfers: 0,
            services: 0,
            wrapping_up_since: None,
            wrapped_up: Span::ZERO,
            ended: false,
            unserved: None,
            callback: None,
        }
    }

    /// The queue it reached first, and when.
    pub fn arrival(&self) -> Option<(&QueueName, Time)> {
        self.arrival.as_ref().map(|(queue, since)| (queue, *since))
    }

    /// Whether it is worth a look: it has reached a queue, and is not gone unanswered.
    pub fn counts(&self) -> bool {
        self.arrival.is_some() && (self.answered || !self.ended)
    }

    /// Whether it is a chat.
    pub fn is_chat(&self) -> bool {
        self.channel == Channel::Chat
    }

    /// Who serves it, or served it last.
    pub fn agent(&self) -> Option<AgentId> {
        self.agent
    }

    /// Takes an entry in, and says what of it live figures count.
    pub fn apply(
        &mut self,
        at: Time,
        entry: &Entry,
        thresholds: &BTreeMap<QueueName, Thresholds>,
    ) -> [Option<Happened>; 2] {
        let mut happened = [None, None];
        match entry {
            Entry::ContactOpened { line, .. } => {
                self.opened = at;
                self.line = Some(line.clone());
            }
            Entry::ChatOpened { line, .. } => {
                (self.opened, self.channel) = (at, Channel::Chat);
                self.line = Some(line.clone());
            }
            Entry::CustomerMatched { customer, .. } | Entry::CustomerVerified { customer, .. } => {
                self.tier = self.tier.filter(|_| self.customer.as_ref() == Some(customer));
                self.customer = Some(customer.clone());
            }
            Entry::CallerTold { word: CallerWord::Identified { customer }, .. } => {
                self.tier = self.tier.filter(|_| self.customer.as_ref() == Some(customer));
                self.customer = Some(customer.clone());
            }
            Entry::CallerTold { word: CallerWord::Undone { customer }, .. } => {
                self.tier = self.tier.filter(|_| self.customer == *customer);
                self.customer.clone_from(customer);
            }
            Entry::CustomerRanked { tier, .. } => self.tier = Some(*tier),
            Entry::Queued { queue, since, skills, .. } => {
                self.skills.clone_from(skills);
                // One that comes back was offered before, and an answer it has had stays an answer.
                if self.arrival.is_none() {
                    self.arrival = Some((queue.clone(), *since));
                    happened[0] = Some(Happened::Reached);
                }
            }
            Entry::Announced { instead: true, .. } => self.unserved = Some(Outcome::TurnedAway),
            Entry::FlowMoved { position, .. } => {
                self.unserved = position.given_up.then_some(Outcome::LeftInFlow);
            }
            Entry::Connected { agent, .. } => happened[0] = self.connected(at, *agent, thresholds),
            Entry::Held { .. } => {
                self.holds += 1;
                self.held_since = self.held_since.or(Some(at));
            }
            Entry::Retrieved { .. } => self.retrieved(at),
            Entry::AgentLost { .. } => happened[0] = self.talk_ended(at),
            Entry::Transferred { .. } => {
                self.transfers += 1;
                happened[0] = self.talk_ended(at);
            }
            Entry::ContactEnded { reason, .. } => {
                happened[0] = self.talk_ended(at);
                happened[1] = self.ended(at, *reason, thresholds);
            }
            Entry::CallbackPromised { by, .. } => self.callback = Some(Promised { by: *by, called: None }),
            Entry::CallbackDialled { .. } => {
                if let Some(promised) = &mut self.callback {
                    promised.called = promised.called.or(Some(at));
                }
            }
            Entry::VerificationCall(VerificationCall { step, .. }) => match step {
                VerificationStep::Begun { .. } => happened[0] = self.talk_ended(at),
                VerificationStep::Answered => self.talking_since = Some(at),
                VerificationStep::Dialled { .. } | VerificationStep::Failed { .. } => {}
            },
            Entry::WrapUpStarted { .. } => self.wrapping_up_since = Some(at),
            Entry::WrapUpEnded { .. } => self.wrap_up_ended(at),
            _ => {}
        }
        happened
    }

    fn connected(
        &mut self,
        at: Time,
        agent: AgentId,
        thresholds: &BTreeMap<QueueName, Thresholds>,
    ) -> Option<Happened> {
        self.talking_since = Some(at);
        self.services += 1;
        self.agent = (agent != AgentId::UNRECORDED).then_some(agent);
        let (queue, since) = self.arrival.as_ref()?;
        if std::mem::replace(&mut self.answered, true) {
            return None;
        }
        let wait = at - *since;
        self.in_time = wait <= thresholds.get(queue).copied().unwrap_or_default().service_level;
        self.waited = Some(wait);
        Some(Happened::Answered { wait, in_time: self.in_time })
    }

    fn talk_ended(&mut self, at: Time) -> Option<Happened> {
        let began = self.talking_since.take()?;
        self.retrieved(at);
        let held = std::mem::take(&mut self.held_now);
        self.held += held;
        let span = at - began - held;
        self.talked += span;
        self.arrival.is_some().then_some(Happened::Talked(span))
    }

    fn retrieved(&mut self, at: Time) {
        if let Some(since) = self.held_since.take() {
            self.held_now += at - since;
        }
    }

    fn ended(
        &mut self,
        at: Time,
        reason: EndReason,
        thresholds: &BTreeMap<QueueName, Thresholds>,
    ) -> Option<Happened> {
        self.ended = true;
        let (queue, since) = self.arrival.as_ref().filter(|_| !self.answered)?;
        let outcome = Outcome::of(true, false, reason);
        let waited = at - *since;
        let short = thresholds.get(queue).copied().unwrap_or_default().short_abandon;
        self.short = outcome == Outcome::Abandoned && waited <= short;
        self.waited = Some(waited);
        Some(Happened::Left { outcome, short: self.short })
    }

    fn wrap_up_ended(&mut self, at: Time) {
        if let Some(began) = self.wrapping_up_since.take() {
            self.wrapped_up += at - began;
        }
    }

    /// The contact as it ended.
    pub fn fact(mut self, at: Time, reason: EndReason) -> Fact {
        self.wrap_up_ended(at);
        let outcome = match Outcome::of(self.arrival.is_some(), self.answered, reason) {
            Outcome::Contained => self.unserved.unwrap_or(Outcome::Contained),
            outcome => outcome,
        };
        let waited = self.waited.unwrap_or_default();
        // A customer who called again, or was served on the line, was not to be called any more.
        let not_called = |promised: &Promised| promised.called.is_none() && outcome != Outcome::Unreached;
        let callback = self.callback.filter(|promised| !not_called(promised)).map(Promised::judged);
        Fact { callback, ..self.judged(outcome, waited) }
    }

    /// The contact as far as it has come: one that still waits has no outcome yet, and counts as
    /// offered alone.
    pub fn so_far(&self, now: Time) -> Fact {
        let outcome = if self.answered { Outcome::Answered } else { Outcome::Waiting };
        let waiting = self.arrival().map_or(Span::ZERO, |(_, since)| now - since);
        let mut open = self.clone();
        open.talk_ended(now);
        let callback = self.callback.filter(|_| outcome == Outcome::Waiting);
        let callback = match callback {
            Some(promised) => promised.so_far(now),
            None => self.callback.filter(|promised| promised.called.is_some()).map(Promised::judged),
        };
        Fact { callback, ..open.judged(outcome, self.waited.unwrap_or(waiting)) }
    }

    fn judged(self, outcome: Outcome, waited: Span) -> Fact {
        let counted_at = self.arrival.as_ref().map_or(self.opened, |(_, since)| *since);
        Fact {
            contact: self.contact,
            channel: self.channel,
            counted_at,
            line: self.line.unwrap_or_else(unknown_line),
            queue: self.arrival.map(|(queue, _)| queue),
            agent: self.agent,
            skills: self.skills,
            tier: self.tier.map(|tier| tier.tag().to_owned()),
            customer: self.customer,
            outcome,
            waited,
            talked: self.talked,
            held: self.held,
            wrapped_up: self.wrapped_up,
            services: self.services,
            holds: self.holds,
            transfers: self.transfers,
            in_time: self.in_time,
            short: self.short,
            callback: None,
            imported: false,
            odd: Vec::new(),
        }
    }
}

/// For a contact whose opening was lost with a part of the journal.
fn unknown_line() -> LineName {
    LineName::new("unknown").expect("a plain word is a name")
}
