//! Parts of a configuration, in TOML.

use phones::Agents;

/// A called number.
pub fn line(name: &str, called: &str, language: &str, flow: &str) -> String {
    format!(
        "[[line]]\nname = \"{name}\"\ncalled = \"{called}\"\nlanguage = \"{language}\"\nflow = \"{flow}\"\n\
         announce_recording = true\n"
    )
}

/// A queue that needs the skill of its own name, with further keys.
pub fn queue(name: &str, keys: &str) -> String {
    format!("[[queue]]\nname = \"{name}\"\nskills = [\"{name}\"]\n{keys}\n")
}

/// The three queues of the main flow, all with these further keys.
pub fn main_queues(keys: &str) -> String {
    ["cards", "loans", "lost"].map(|name| queue(name, keys)).concat()
}

/// An agent at an address, ready at the start.
pub fn agent_at(number: u32, address: &str, skills: &[&str]) -> String {
    format!(
        "[[agents]]\nnumber = {number}\naddress = \"{address}\"\nskills = {skills:?}\nready_at_start = true\n"
    )
}

/// An agent with one of the simulated telephones.
pub fn agent(phones: &Agents, number: u32, skills: &[&str]) -> String {
    agent_at(number, &phones.uri(number), skills)
}

/// All agents of a bank of telephones, all with these skills.
pub fn agents(phones: &Agents, skills: &[&str]) -> String {
    phones.numbers().map(|number| agent(phones, number, skills)).collect()
}

/// A flow without a word that leads to one queue, with further lines for the queue's step.
pub fn straight_to(flow: &str, queue: &str, lines: &str) -> String {
    format!(
        "flow {flow}\n\nstep queue\n  queue {queue}\n  {lines}\n  closed hang up as closed\n  \
         full hang up as full\n  unstaffed hang up as unstaffed\n"
    )
}
