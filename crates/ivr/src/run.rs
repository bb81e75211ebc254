//! The interpreter: from a place in the flow and what happened there to the next place and act.

use crate::flow::{
    Ask, Body, Branch, Condition, Definition, Digits, Flow, Gather, Mention, Patience, Queue, Target, Verify,
    names,
};
use vocabulary::journal::{EndReason, FlowAct, FlowPosition};
use vocabulary::voice::{GatherRule, Keep};
use vocabulary::{Handle, PromptName, QueueName, SkillName, StepName};

/// Whether a contact can join a queue just now.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum QueueState {
    /// It can.
    Open,
    /// Outside business hours.
    Closed,
    /// As many wait as may.
    Full,
    /// Nobody with the skills is signed in.
    Unstaffed,
}

/// What a flow asks about the world. The answers are those of the moment of asking.
pub trait Facts {
    /// Whether the policy asks for a recording announcement on the called line.
    fn announce_recording(&self) -> bool;

    /// Whether the bank has confirmed who is calling.
    fn verified(&self) -> bool;

    /// Whether a contact that needs these skills, beside those the queue itself asks for, can join.
    fn queue_state(&self, queue: &QueueName, skills: &[SkillName]) -> QueueState;
}

/// What became of the act at a position.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome {
    /// [`FlowAct::Say`]: the prompts were heard to their end.
    Said,
    /// [`FlowAct::Ask`] with [`Keep::Open`]: the keys pressed.
    Keys(String),
    /// [`FlowAct::Ask`] with another [`Keep`]: the digits, kept under this handle.
    Kept(Handle),
    /// [`FlowAct::Ask`]: no key in time.
    Silent,
    /// [`FlowAct::Ask`]: too few keys.
    TooFew,
    /// [`FlowAct::Verify`]: number and PIN belong together.
    Verified,
    /// [`FlowAct::Verify`]: they do not.
    Wrong {
        /// Tries left at the bank before the PIN locks; at none it is locked.
        left: u8,
    },
    /// [`FlowAct::Verify`]: the PIN is locked.
    Locked,
    /// [`FlowAct::Verify`]: the bank gave no answer.
    Unavailable,
    /// [`FlowAct::Queue`]: the queue closed, at once or while the contact waited.
    QueueClosed,
    /// [`FlowAct::Queue`]: the queue was full after all.
    QueueFull,
    /// [`FlowAct::Queue`]: nobody who could serve is signed in any more.
    QueueUnstaffed,
}

/// Where a flow stands, and what it does there.
#[derive(Debug, Clone, PartialEq)]
pub struct Step {
    /// Where.
    pub position: FlowPosition,
    /// What.
    pub act: FlowAct,
}

impl Flow {
    /// The first act of a call.
    ///
    /// The act is never one that needs no waiting for: branches, and queues that are closed, full
    /// or unstaffed, are followed at once. [`FlowAct::Queue`] is returned only for an open queue.
    pub fn start(&self, facts: &dyn Facts) -> Step {
        self.start_seen(facts, &mut |_| {})
    }

    /// [`Flow::start`], naming every step that is entered.
    pub(crate) fn start_seen(&self, facts: &dyn Facts, seen: &mut dyn FnMut(&StepName)) -> Step {
        // A parsed flow has a first step.
        let first = &self.definitions()[0];
        let position = FlowPosition {
            flow: self.name().clone(),
            step: first.name.clone(),
            tries: 0,
            number: None,
            pin: None,
            refused: 0,
            given_up: false,
        };
        let target = Target::Step(Mention { name: first.name.clone(), at: first.at });
        self.follow(position, &target, &Now { facts, just_verified: false }, seen)
    }

    /// The act that follows from an outcome.
    ///
    /// An outcome that does not fit the position, or a position this flow does not have, ends the
    /// contact with [`EndReason::FlowFault`].
    pub fn next(&self, at: &FlowPosition, outcome: &Outcome, facts: &dyn Facts) -> Step {
        self.next_seen(at, outcome, facts, &mut |_| {})
    }

    /// [`Flow::next`], naming every step that is entered.
    pub(crate) fn next_seen(
        &self,
        at: &FlowPosition,
        outcome: &Outcome,
        facts: &dyn Facts,
        seen: &mut dyn FnMut(&StepName),
    ) -> Step {
        let mut position = at.clone();
        let Some(step) = self.definition(&at.step).filter(|_| at.flow == *self.name()) else {
            return fault(position);
        };
        match react(&step.body, &mut position, outcome) {
            Reaction::Follow(target) => {
                let now = Now { facts, just_verified: *outcome == Outcome::Verified };
                self.follow(position, target, &now, seen)
            }
            Reaction::AskAgain { first } => match ask(&step.body, first) {
                Some(act) => Step { position, act },
                None => fault(position),
            },
            Reaction::Misfit => fault(position),
        }
    }

    /// Goes on until a step needs waiting for.
    fn follow<'f>(
        &'f self,
        mut position: FlowPosition,
        mut target: &'f Target,
        now: &Now,
        seen: &mut dyn FnMut(&StepName),
    ) -> Step {
        // A checked flow has no circle without a key pressed, so each step is met at most once.
        for _ in 0..=self.definitions().len() {
            let step = match target {
                Target::HangUp(reason) => return Step { position, act: FlowAct::HangUp { reason: *reason } },
                Target::Step(mention) => self.definition(&mention.name),
            };
            let Some(step) = step else { return fault(position) };
            seen(&step.name);
            position.step = step.name.clone();
            position.tries = 0;
            match arrive(step, &position, now) {
                Some(Arrival::Act(act)) => return Step { position, act },
                Some(Arrival::On(next)) => {
                    // Any other branch is the flow's own way; these two turn the caller away.
                    position.given_up |= matches!(step.body, Body::Queue(_) | Body::Verify(_));
                    target = next;
                }
                None => return fault(position),
            }
        }
        fault(position)
    }
}

fn fault(position: FlowPosition) -> Step {
    Step { position, act: FlowAct::HangUp { reason: EndReason::FlowFault } }
}

/// The facts, and what the outcome at hand adds to them before the floor has noted it.
struct Now<'a> {
    facts: &'a dyn Facts,
    just_verified: bool,
}

/// What an outcome leads to.
enum Reaction<'f> {
    Follow(&'f Target),
    AskAgain { first: &'f [Mention<PromptName>] },
    Misfit,
}

fn react<'f>(body: &'f Body, position: &mut FlowPosition, outcome: &Outcome) -> Reaction<'f> {
    match (body, outcome) {
        (Body::Say(say), Outcome::Said) => Reaction::Follow(&say.then),
        (Body::Ask(ask), Outcome::Keys(keys)) => match ask.choices.iter().find(|choice| choice.keys == *keys)
        {
            Some(choice) => {
                position.given_up = false;
                Reaction::Follow(&choice.target)
            }
            None => unanswered(&ask.patience, &ask.patience.invalid, position),
        },
        (Body::Gather(gather), Outcome::Kept(handle)) => {
            keep(gather, *handle, position);
            position.given_up = false;
            Reaction::Follow(&gather.then)
        }
        (Body::Ask(Ask { patience, .. }) | Body::Gather(Gather { patience, .. }), Outcome::TooFew) => {
            unanswered(patience, &patience.invalid, position)
        }
        (Body::Ask(Ask { patience, .. }) | Body::Gather(Gather { patience, .. }), Outcome::Silent) => {
            unanswered(patience, &patience.silent, position)
        }
        (Body::Verify(verify), outcome) => judged(verify, position, outcome),
        (Body::Queue(queue), Outcome::QueueClosed) => give_up(&queue.closed, position),
        (Body::Queue(queue), Outcome::QueueFull) => give_up(&queue.full, position),
        (Body::Queue(queue), Outcome::QueueUnstaffed) => give_up(&queue.unstaffed, position),
        _ => Reaction::Misfit,
    }
}

fn unanswered<'f>(
    patience: &'f Patience,
    first: &'f [Mention<PromptName>],
    position: &mut FlowPosition,
) -> Reaction<'f> {
    position.tries = position.tries.saturating_add(1);
    if position.tries >= patience.tries {
        give_up(&patience.exhausted, position)
    } else {
        Reaction::AskAgain { first }
    }
}

fn give_up<'f>(target: &'f Target, position: &mut FlowPosition) -> Reaction<'f> {
    position.given_up = true;
    Reaction::Follow(target)
}

fn keep(gather: &Gather, handle: Handle, position: &mut FlowPosition) {
    match gather.digits {
        Digits::Number => position.number = Some(handle),
        Digits::Pin => position.pin = Some(handle),
    }
}

fn judged<'f>(verify: &'f Verify, position: &mut FlowPosition, outcome: &Outcome) -> Reaction<'f> {
    // Whatever the bank said, the PIN's handle worked once and is gone.
    position.pin = None;
    position.given_up = *outcome != Outcome::Verified;
    match outcome {
        Outcome::Verified => Reaction::Follow(&verify.verified),
        Outcome::Wrong { left } => {
            position.refused = position.refused.saturating_add(1);
            Reaction::Follow(match left {
                0 => &verify.locked,
                _ if position.refused >= verify.tries => &verify.exhausted,
                _ => &verify.wrong,
            })
        }
        Outcome::Locked => Reaction::Follow(&verify.locked),
        Outcome::Unavailable => Reaction::Follow(&verify.unavailable),
        _ => Reaction::Misfit,
    }
}

/// What entering a step leads to.
enum Arrival<'f> {
    Act(FlowAct),
    On(&'f Target),
}

fn arrive<'f>(step: &'f Definition, position: &FlowPosition, now: &Now) -> Option<Arrival<'f>> {
    match &step.body {
        Body::Say(say) => Some(Arrival::Act(FlowAct::Say { prompts: names(&say.prompts) })),
        Body::Ask(_) | Body::Gather(_) => ask(&step.body, &[]).map(Arrival::Act),
        Body::Verify(verify) => present(verify, position),
        Body::Queue(queue) => Some(join(queue, now)),
        Body::Branch(branch) => Some(Arrival::On(choose(branch, now))),
    }
}

/// The act of asking, with something to say before: what was wrong with the last answer.
fn ask(body: &Body, first: &[Mention<PromptName>]) -> Option<FlowAct> {
    let (own, least, most, keep, patience) = match body {
        Body::Ask(ask) => {
            let length = ask.choices.first().map_or(1, |choice| choice.keys.len());
            let length = u8::try_from(length).unwrap_or(u8::MAX);
            (&ask.prompts, length, length, Keep::Open, &ask.patience)
        }
        Body::Gather(gather) => {
            let keep = match gather.digits {
                Digits::Number => Keep::Private,
                Digits::Pin => Keep::Secret,
            };
            (&gather.prompts, gather.least, gather.most, keep, &gather.patience)
        }
        _ => return None,
    };
    // Only an entry that may have several lengths needs a key that ends it.
    let terminator = (least < most).then_some('#');
    let rule = GatherRule { least, most, terminator, first: patience.first, between: patience.between, keep };
    Some(FlowAct::Ask { prompts: names(first).into_iter().chain(names(own)).collect(), rule })
}

/// Presents number and PIN to the bank, unless this contact has used up its tries on another way
/// through the flow.
fn present<'f>(verify: &'f Verify, position: &FlowPosition) -> Option<Arrival<'f>> {
    if position.refused >= verify.tries {
        return Some(Arrival::On(&verify.exhausted));
    }
    let (number, pin) = position.number.zip(position.pin)?;
    Some(Arrival::Act(FlowAct::Verify { number, pin }))
}

fn join<'f>(queue: &'f Queue, now: &Now) -> Arrival<'f> {
    let skills = names(&queue.skills);
    match now.facts.queue_state(&queue.queue.name, &skills) {
        QueueState::Open => {
            Arrival::Act(FlowAct::Queue { queue: queue.queue.name.clone(), credit: queue.credit, skills })
        }
        QueueState::Closed => Arrival::On(&queue.closed),
        QueueState::Full => Arrival::On(&queue.full),
        QueueState::Unstaffed => Arrival::On(&queue.unstaffed),
    }
}

fn choose<'f>(branch: &'f Branch, now: &Now) -> &'f Target {
    let holds = |condition: &Condition| match condition {
        Condition::LineAnnouncesRecording => now.facts.announce_recording(),
        Condition::Verified => now.just_verified || now.facts.verified(),
        Condition::QueueIs(queue, state) => now.facts.queue_state(&queue.name, &[]) == *state,
    };
    branch
        .cases
        .iter()
        .find(|(condition, _)| holds(condition))
        .map_or(&branch.otherwise, |(_, target)| target)
}
