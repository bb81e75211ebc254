//! What can be wrong with a flow's text, and what to do about it.

use std::fmt;
use vocabulary::{PromptName, QueueName, SkillName, StepName, ids};

/// A place in a flow's text, both counted from 1; the column in characters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place {
    /// The line.
    pub line: u32,
    /// The character in the line.
    pub column: u32,
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "line {}, column {}", self.line, self.column)
    }
}

/// Something wrong with a flow, and where.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{at}: {reason}")]
pub struct Fault {
    /// Where it stands.
    pub at: Place,
    /// What is wrong.
    pub reason: Reason,
}

/// What is wrong with a flow. Each one says what to do.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Reason {
    /// The text is longer than a flow may be.
    #[error("a flow has at most {most} {what}: split it into several flows")]
    TooLarge {
        /// What is counted.
        what: &'static str,
        /// How many there may be.
        most: usize,
    },
    /// The file does not begin by saying which flow it is.
    #[error("begin the file with `flow {expected}`")]
    NoHeader {
        /// The flow's name.
        expected: String,
    },
    /// The file says it is another flow.
    #[error("this file is the flow `{expected}`: write `flow {expected}`, or rename the file")]
    OtherName {
        /// The flow's name.
        expected: String,
    },
    /// There is not one step.
    #[error("a flow needs a step: write `step NAME` and, below it, what the step does")]
    NoSteps,
    /// A line stands before the first step.
    #[error("this line belongs to no step: write `step NAME` above it")]
    OutsideStep,
    /// A step without a line below it.
    #[error("step `{step}` does nothing: write below it {verbs}")]
    EmptyStep {
        /// The step.
        step: StepName,
        /// What a step can do.
        verbs: &'static str,
    },
    /// A step's first line is nothing a step can do.
    #[error("`{found}` is nothing a step can do: write {verbs}")]
    UnknownVerb {
        /// What stands there.
        found: String,
        /// What a step can do.
        verbs: &'static str,
    },
    /// A line that does not belong to what the step does.
    #[error("`{found}` does not belong here: a step that begins with `{verb}` takes the lines {clauses}")]
    UnknownClause {
        /// What stands there.
        found: String,
        /// What the step does.
        verb: &'static str,
        /// The lines it takes.
        clauses: &'static str,
    },
    /// Another word was expected.
    #[error("write {expected} in place of `{found}`")]
    Expected {
        /// What belongs there.
        expected: String,
        /// What stands there.
        found: String,
    },
    /// The line ends too early.
    #[error("the line ends too early: add {expected}")]
    Incomplete {
        /// What belongs there.
        expected: String,
    },
    /// The line goes on after its end.
    #[error("the line is complete before `{found}`: take the rest away, or write `//` before it")]
    Surplus {
        /// The first word too many.
        found: String,
    },
    /// A word is no name.
    #[error("`{found}` is no name: {source}")]
    BadName {
        /// What stands there.
        found: String,
        /// What a name looks like.
        source: ids::Error,
    },
    /// A number is missing or out of range.
    #[error("`{found}`: {what} is a whole number from {least} to {most}")]
    BadNumber {
        /// What stands there.
        found: String,
        /// What the number says.
        what: &'static str,
        /// The smallest.
        least: u32,
        /// The largest.
        most: u32,
    },
    /// A line that may stand once stands twice.
    #[error("step `{step}` says `{clause}` twice: keep one of the lines")]
    DuplicateClause {
        /// The step.
        step: StepName,
        /// The line.
        clause: &'static str,
    },
    /// A line is missing: an outcome is not provided for.
    #[error("step `{step}` does not say what happens then: add the line `{clause}`")]
    MissingClause {
        /// The step.
        step: StepName,
        /// The line.
        clause: &'static str,
    },
    /// Two steps have one name.
    #[error("a step `{step}` stands on line {first} already: give one of them another name")]
    DuplicateStep {
        /// The step.
        step: StepName,
        /// Where the first one stands.
        first: u32,
    },
    /// A menu choice that no telephone has.
    #[error("`{found}` is no key: write up to 4 of 0-9, * and #")]
    BadKey {
        /// What stands there.
        found: String,
    },
    /// One key leads to two places.
    #[error("key {key} has a place to go already: give it only one")]
    DuplicateKey {
        /// The key.
        key: String,
    },
    /// Choices of different lengths.
    #[error(
        "key {key} is longer or shorter than the menu's first choice: give all choices the same number of keys"
    )]
    UnevenKey {
        /// The key.
        key: String,
    },
    /// A case that is never reached.
    #[error("`otherwise` takes all that is left: move it below every `if`")]
    AfterOtherwise,

    /// A target that does not exist.
    #[error("there is no step `{step}`: write a step of this flow, or add this one")]
    UnknownStep {
        /// The target.
        step: StepName,
    },
    /// A step that nothing leads to.
    #[error("nothing leads to step `{step}`: lead a `go to {step}` there, or take it away")]
    Unreachable {
        /// The step.
        step: StepName,
    },
    /// A circle that a silent caller never leaves.
    #[error(
        "the flow turns in a circle without a key pressed ({circle}): lead one of these steps elsewhere, or `hang up`"
    )]
    Circle {
        /// The steps, joined by arrows.
        circle: String,
    },
    /// Verification without what is to be verified.
    #[error(
        "step `{step}` can be reached without a {missing} ({path}): put `gather {missing}` before it on every path"
    )]
    VerifyTooEarly {
        /// The step.
        step: StepName,
        /// `number` or `pin`.
        missing: &'static str,
        /// A way that leads there.
        path: String,
    },
    /// Something is heard before the greeting (seeds A3).
    #[error("step `{step}` can be heard before a greeting: let the caller hear a `greet` step first")]
    NotGreeted {
        /// The step.
        step: StepName,
    },
    /// Advertising that is reached other than by choice (seeds A5, A9).
    #[error(
        "step `{from}` leads to advertising without being asked for it: reach `{step}` only by a menu `key`"
    )]
    ForcedAdvert {
        /// The advertising step.
        step: StepName,
        /// The step that forces it.
        from: StepName,
    },
    /// A menu that offers nothing but advertising.
    #[error("every key of menu `{step}` leads to advertising: offer a key that does not")]
    OnlyAdverts {
        /// The menu.
        step: StepName,
    },
    /// A prompt that is advertising, but not in an `advert` step.
    #[error("prompt `{prompt}` is advertising: play it in an `advert` step only")]
    HiddenAdvert {
        /// The prompt.
        prompt: PromptName,
    },

    /// A prompt that does not exist.
    #[error("there is no prompt `{prompt}`: add it to the prompts, or correct the name")]
    UnknownPrompt {
        /// The prompt.
        prompt: PromptName,
    },
    /// A queue that does not exist, or holds no calls.
    #[error("there is no queue `{queue}` that holds calls: add it to the configuration, or correct the name")]
    UnknownQueue {
        /// The queue.
        queue: QueueName,
    },
    /// A skill that nobody is said to have.
    #[error("no queue or agent has the skill `{skill}`: add it to the configuration, or correct the name")]
    UnknownSkill {
        /// The skill.
        skill: SkillName,
    },
}
