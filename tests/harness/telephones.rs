//! Callers' scripts in the words of a flow.

use super::{Centre, prompts};
use phones::{AgentCall, Agents, Keys, KeysBy, Listening, Outcome, Script, Step};
use vocabulary::{SecretDigits, Span};

/// Waits for a prompt.
pub fn hear(prompt: &str) -> Step {
    Step::HearTone { hertz: prompts::hertz(prompt), within: Span::seconds(30) }
}

/// Presses keys quickly.
pub fn press(keys: impl Into<SecretDigits>, by: KeysBy) -> Step {
    Step::Press(Keys { hold: Span::millis(40), gap: Span::millis(40), ..Keys::new(keys, by) })
}

/// A call that takes these steps, listens for all tones that occur in them, and keeps what it heard.
pub fn caller(centre: &Centre, called: &str, steps: impl IntoIterator<Item = Step>) -> Script {
    let steps: Vec<Step> = steps.into_iter().collect();
    let mut tones: Vec<u16> = steps
        .iter()
        .filter_map(|step| match step {
            Step::HearTone { hertz, .. } => Some(*hertz),
            _ => None,
        })
        .collect();
    tones.sort_unstable();
    tones.dedup();
    let mut script = Script::new(centre.sip, called).steps(steps);
    script.listening = Listening { tones, capture: true };
    script
}

/// What a caller heard, by name: see [`prompts::transcript`].
pub fn heard(outcome: &Outcome) -> Vec<String> {
    prompts::transcript(&outcome.received.captured)
}

/// The records of so many finished calls at agents' telephones, by the moment they came.
pub fn agent_calls(agents: &Agents, count: u64) -> Vec<AgentCall> {
    let done = agents.wait_for(super::LIMIT, |view| view.ended >= count);
    assert!(done.is_some(), "{:?}: {count} calls should have ended", agents.view());
    let mut calls = agents.take_records().expect("the telephones are there");
    calls.sort_by_key(|call| call.invited);
    calls
}
