//! A flow as parsed: steps, and what leads from one to the other.

use crate::fault::{Fault, Place};
use crate::parse::Parsed;
use crate::run::QueueState;
use crate::{check, parse};
use std::collections::BTreeMap;
use vocabulary::journal::EndReason;
use vocabulary::{FlowName, PromptName, QueueName, SkillName, Span, StepName};

/// A call flow that is sound in itself.
#[derive(Debug, Clone, PartialEq)]
pub struct Flow {
    name: FlowName,
    steps: Vec<Definition>,
    places: BTreeMap<StepName, usize>,
}

impl Flow {
    /// Reads a flow's text and checks all that can be checked without knowing the bank's prompts,
    /// queues and skills ([`Flow::check`] does that).
    ///
    /// # Errors
    /// Every fault of the text, in the order of its lines. Where a line cannot be understood, what
    /// follows from it (that a step is not reached) is not reported as well.
    pub fn parse(name: FlowName, text: &str) -> Result<Flow, Vec<Fault>> {
        let Parsed { steps, begins, mut faults } = parse::parse(&name, text);
        let places = steps.iter().enumerate().map(|(place, step)| (step.name.clone(), place)).collect();
        let flow = Flow { name, steps, places };
        faults.extend(check::soundness(&flow, begins, faults.is_empty()));
        faults.sort_by_key(|fault| fault.at);
        if faults.is_empty() { Ok(flow) } else { Err(faults) }
    }

    /// The flow's name.
    pub fn name(&self) -> &FlowName {
        &self.name
    }

    /// The steps' names, in the order of the text. The first one is where every call begins.
    pub fn steps(&self) -> impl Iterator<Item = &StepName> {
        self.steps.iter().map(|step| &step.name)
    }

    /// Every prompt the flow may play, as often as it is mentioned.
    pub fn prompts(&self) -> impl Iterator<Item = &PromptName> {
        self.steps.iter().flat_map(|step| step.body.prompts()).map(|mention| &mention.name)
    }

    pub(crate) fn definitions(&self) -> &[Definition] {
        &self.steps
    }

    pub(crate) fn definition(&self, step: &StepName) -> Option<&Definition> {
        self.places.get(step).map(|&place| &self.steps[place])
    }
}

/// A name and where it stands.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Mention<T> {
    pub name: T,
    pub at: Place,
}

pub(crate) fn names<T: Clone>(mentions: &[Mention<T>]) -> Vec<T> {
    mentions.iter().map(|mention| mention.name.clone()).collect()
}

/// Where a step leads.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Target {
    Step(Mention<StepName>),
    HangUp(EndReason),
}

/// A step as written.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Definition {
    pub name: StepName,
    pub at: Place,
    pub body: Body,
}

/// What a step does.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Body {
    Say(Say),
    Ask(Ask),
    Gather(Gather),
    Verify(Verify),
    Queue(Queue),
    Branch(Branch),
}

#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Say {
    pub manner: Manner,
    pub prompts: Vec<Mention<PromptName>>,
    pub then: Target,
}

/// Why something is said: the checker holds greetings and advertising to rules of their own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Manner {
    Greet,
    Say,
    Advert,
}

#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Ask {
    pub prompts: Vec<Mention<PromptName>>,
    /// Never empty; all choices are of one length.
    pub choices: Vec<Choice>,
    pub patience: Patience,
}

#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Choice {
    pub keys: String,
    pub target: Target,
}

/// How long and how often a step waits for keys.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Patience {
    pub first: Span,
    pub between: Span,
    /// Said before asking again after a wrong key or too few.
    pub invalid: Vec<Mention<PromptName>>,
    /// Said before asking again after silence.
    pub silent: Vec<Mention<PromptName>>,
    pub tries: u8,
    pub exhausted: Target,
}

#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Gather {
    pub digits: Digits,
    pub prompts: Vec<Mention<PromptName>>,
    pub least: u8,
    pub most: u8,
    pub then: Target,
    pub patience: Patience,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Digits {
    Number,
    Pin,
}

#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Verify {
    pub verified: Target,
    pub wrong: Target,
    /// PINs refused in one contact before `exhausted`.
    pub tries: u8,
    pub exhausted: Target,
    pub locked: Target,
    pub unavailable: Target,
}

#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Queue {
    pub queue: Mention<QueueName>,
    pub skills: Vec<Mention<SkillName>>,
    pub credit: Span,
    pub closed: Target,
    pub full: Target,
    pub unstaffed: Target,
}

#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Branch {
    pub cases: Vec<(Condition, Target)>,
    pub otherwise: Target,
}

#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Condition {
    LineAnnouncesRecording,
    Verified,
    QueueIs(Mention<QueueName>, QueueState),
}

/// One way out of a step.
pub(crate) struct Exit<'f> {
    pub target: &'f Target,
    pub by: By,
}

/// What makes the caller leave a step that way.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum By {
    /// A menu key.
    Choice,
    /// A whole number or PIN.
    Digits(Digits),
    /// Nothing the caller keyed just then.
    Itself,
}

impl Body {
    /// Every way out of the step.
    pub fn exits(&self) -> Vec<Exit<'_>> {
        let itself = |target| Exit { target, by: By::Itself };
        match self {
            Body::Say(say) => vec![itself(&say.then)],
            Body::Ask(ask) => {
                let choices =
                    ask.choices.iter().map(|choice| Exit { target: &choice.target, by: By::Choice });
                choices.chain([itself(&ask.patience.exhausted)]).collect()
            }
            Body::Gather(gather) => {
                let keyed = Exit { target: &gather.then, by: By::Digits(gather.digits) };
                vec![keyed, itself(&gather.patience.exhausted)]
            }
            Body::Verify(verify) => {
                [&verify.verified, &verify.wrong, &verify.exhausted, &verify.locked, &verify.unavailable]
                    .map(itself)
                    .into()
            }
            Body::Queue(queue) => [&queue.closed, &queue.full, &queue.unstaffed].map(itself).into(),
            Body::Branch(branch) => {
                branch.cases.iter().map(|(_, target)| target).chain([&branch.otherwise]).map(itself).collect()
            }
        }
    }

    /// Every prompt the step may play.
    pub fn prompts(&self) -> Vec<&Mention<PromptName>> {
        let (own, patience) = match self {
            Body::Say(say) => (&say.prompts, None),
            Body::Ask(ask) => (&ask.prompts, Some(&ask.patience)),
            Body::Gather(gather) => (&gather.prompts, Some(&gather.patience)),
            Body::Verify(_) | Body::Queue(_) | Body::Branch(_) => return Vec::new(),
        };
        let retries =
            patience.into_iter().flat_map(|patience| patience.invalid.iter().chain(&patience.silent));
        own.iter().chain(retries).collect()
    }

    /// The manner of speaking, when the step speaks at all.
    pub fn manner(&self) -> Option<Manner> {
        match self {
            Body::Say(say) => Some(say.manner),
            Body::Ask(_) | Body::Gather(_) => Some(Manner::Say),
            Body::Verify(_) | Body::Queue(_) | Body::Branch(_) => None,
        }
    }
}
