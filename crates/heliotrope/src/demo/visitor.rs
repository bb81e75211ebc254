//! Somebody who looks at the demonstration signs in as an agent, and is called soon: by a customer of
//! the bank, over SIP like all others, on a line whose queue only this agent serves.

use super::callers::speech;
use crate::Failure;
use crate::serve::Running;
use phones::{Phones, Script, Step, Voice};
use sandbox_bank::SandboxBank;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::{Duration, Instant};
use trust::{Role, Token};
use vocabulary::journal::{Entry, Record};
use vocabulary::plan::{Agent, AgentRouting, Line};
use vocabulary::voice::PAGE;
use vocabulary::{AgentId, Language, SkillName, Span};
use voice::media::Prompts;

/// The agent in the browser.
pub const AGENT: AgentId = AgentId(900);

/// The flow of the lines that lead to that agent.
pub const FLOW: &str = "visitor";

/// Its text.
pub const FLOW_TEXT: &str = include_str!("visitor.flow");

/// The name to sign in with.
const NAME: &str = "demonstration-agent";

/// When nothing has rung this long after a customer should have, another one calls.
const CALLED_AGAIN_AFTER: Duration = Duration::from_secs(12);

/// How long a customer waits, and then talks, at the most.
pub const PATIENCE: Span = Span::seconds(240);

/// The agent of the plan: knows every trade and language, and is called in the browser.
pub fn planned() -> Agent {
    let trades = ["cards", "lost", "loans", FLOW].into_iter().map(str::to_owned);
    let skills = trades.chain(Language::ALL.iter().map(|language| format!("lang.{language}")));
    Agent {
        id: AGENT,
        address: PAGE.to_owned(),
        skills: skills.map(|skill| SkillName::new(&skill).expect("letters and a dot")).collect(),
        ready_at_start: false,
        routing: AgentRouting::default(),
    }
}

/// Whether a line leads to the agent in the browser.
pub fn is_own(line: &Line) -> bool {
    line.flow.as_str() == FLOW
}

/// A token for this run; one of an earlier run is worthless from now on.
pub async fn sign_in(running: &Running) -> Result<Token, Failure> {
    let accounts = running.trust.accounts().await?;
    let (account, token) = match accounts.iter().find(|listed| listed.account.name == NAME) {
        Some(known) => (known.account.id, running.trust.replace_token(known.account.id).await?),
        None => {
            let (account, token) = running.trust.create_account(NAME, Role::Agent).await?;
            (account.id, token)
        }
    };
    running.trust.serve_as(account, Some(AGENT)).await?;
    Ok(token)
}

/// Calls the agent in the browser.
pub struct Visitor {
    server: SocketAddr,
    lines: Vec<Line>,
    bank: Arc<SandboxBank>,
    prompts: Arc<Prompts>,
    /// From being ready until a customer calls.
    called_after: Duration,
    /// When the next customer calls, while the agent is ready.
    due: Option<Instant>,
    calls: usize,
}

impl Visitor {
    /// Customers for whoever signs in; those of this language call first.
    pub fn new(
        server: SocketAddr,
        lines: &[Line],
        bank: Arc<SandboxBank>,
        prompts: Arc<Prompts>,
        language: Language,
    ) -> Visitor {
        let mut lines: Vec<Line> = lines.iter().filter(|line| is_own(line)).cloned().collect();
        lines.sort_by_key(|line| line.language != language);
        let called_after = Duration::from_secs(2);
        Visitor { server, lines, bank, prompts, called_after, due: None, calls: 0 }
    }

    /// Another time from being ready until a customer calls.
    pub fn called_after(self, called_after: Duration) -> Visitor {
        Visitor { called_after, ..self }
    }

    /// Takes a record in: who is ready is called, who rings or rests is not.
    pub fn note(&mut self, record: &Record) {
        if record.entry.agent() != Some(AGENT) {
            return;
        }
        match record.entry {
            Entry::AgentReady { .. } | Entry::WrapUpEnded { .. } => {
                self.due = Some(Instant::now() + self.called_after);
            }
            Entry::AgentNotReady { .. } | Entry::Offered { .. } => self.due = None,
            _ => {}
        }
    }

    /// Calls, if it is time.
    pub fn call(&mut self, phones: &Phones) -> Result<(), phones::Error> {
        if self.due.is_none_or(|due| due > Instant::now()) {
            return Ok(());
        }
        self.due = Some(Instant::now() + CALLED_AGAIN_AFTER);
        let Some(line) = self.lines.get(self.calls % self.lines.len().max(1)) else { return Ok(()) };
        self.calls += 1;
        let language = line.language;
        let clip = speech(&self.prompts, &format!("demo.caller.{}", 1 + self.calls % 3), language);
        let voice = clip.map_or_else(Voice::silence, |clip| Voice::speech(&clip));
        let script = Script::new(self.server, &line.called).saying(voice);
        let mut script = script.steps([Step::AwaitHangUp { within: PATIENCE }]);
        script.limit = PATIENCE + Span::seconds(10);
        let mut customers = (0..self.bank.customers()).filter_map(|place| self.bank.credentials(place));
        let customer = customers.by_ref().filter(|known| known.language == language).nth(self.calls);
        script.from = customer.map(|customer| customer.telephone);
        // Its end is told in the journal.
        phones.call(script).map(drop)
    }
}

/// The flow of a line, if it is one of these.
pub fn flow_text(flow: &str) -> Option<String> {
    (flow == FLOW).then(|| FLOW_TEXT.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use vocabulary::{FlowName, LineName, Sequence, Time};

    #[test]
    fn whoever_is_ready_is_called_and_whoever_rings_is_not() {
        let line = Line {
            name: LineName::new("visitor-en").unwrap(),
            called: "9003".to_owned(),
            language: Language::English,
            flow: FlowName::new(FLOW).unwrap(),
            announce_recording: false,
            priority: 0,
        };
        let bank = Arc::new(SandboxBank::generate(1, 10));
        let prompts = crate::recordings::load(None).unwrap().0;
        let server = "127.0.0.1:1".parse().unwrap();
        let mut visitor = Visitor::new(server, &[line], bank, prompts, Language::English);
        let mut note = |entry| {
            let record = Record { sequence: Sequence(1), at: Time(0), cause: None, by: None, entry };
            visitor.note(&record);
            visitor.due.is_some()
        };
        assert!(!note(Entry::AgentReady { agent: AgentId(1) }));
        assert!(note(Entry::AgentReady { agent: AGENT }));
        let contact = vocabulary::ContactId(1);
        assert!(!note(Entry::Offered { contact, agent: AGENT, leg: Some(vocabulary::LegId(1)), why: None }));
        assert!(note(Entry::WrapUpEnded { contact, agent: AGENT }));
    }
}
