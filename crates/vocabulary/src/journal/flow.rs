//! Where a flow stands, and what it does there.

use super::EndReason;
use crate::voice::GatherRule;
use crate::{FlowName, Handle, PromptName, QueueName, SkillName, Span, StepName};
use serde::{Deserialize, Serialize};

/// Where a flow stands for one contact. Enough to go on from, in another process as well.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FlowPosition {
    /// The flow.
    pub flow: FlowName,
    /// The step.
    pub step: StepName,
    /// How often the step has been tried and not answered.
    #[serde(default)]
    pub tries: u8,
    /// The kept customer number.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub number: Option<Handle>,
    /// The kept PIN.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pin: Option<Handle>,
    /// PINs refused so far in this contact.
    #[serde(default)]
    pub refused: u8,
    /// The way here is one by which nobody is served: after wrong or no keys, after a PIN that was not
    /// confirmed, or past a queue that took nobody. Keys that lead on make it another way.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub given_up: bool,
}

/// What a flow does at a step.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "do", rename_all = "snake_case")]
pub enum FlowAct {
    /// Say prompts and go on.
    Say {
        /// The prompts.
        prompts: Vec<PromptName>,
    },
    /// Ask for keys.
    Ask {
        /// The prompts.
        prompts: Vec<PromptName>,
        /// What counts as an answer.
        rule: GatherRule,
    },
    /// Have the bank verify the kept number and PIN.
    Verify {
        /// The kept customer number.
        number: Handle,
        /// The kept PIN.
        pin: Handle,
    },
    /// Put the contact in a queue. A [`Entry::Queued`] follows.
    Queue {
        /// The queue.
        queue: QueueName,
        /// Time in queue it is credited with.
        credit: Span,
        /// What it needs beside the queue's own skills.
        skills: Vec<SkillName>,
    },
    /// Hang up.
    HangUp {
        /// How the contact ends.
        reason: EndReason,
    },
}
