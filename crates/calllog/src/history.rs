//! A call as the journal tells it.

use crate::call::{Call, Outcome};
use crate::mapping::Mapping;
use vocabulary::journal::{EndReason, Entry, Past};
use vocabulary::{AgentId, ContactId, CustomerRef, LegId, NodeName, Skills, Span, Time};

/// Who and what a call is here: pseudonyms that whoever imports it has made.
#[derive(Debug, Clone, PartialEq)]
pub struct Ids {
    /// The contact it becomes.
    pub contact: ContactId,
    /// Who served; none when the log does not say.
    pub agent: Option<AgentId>,
    /// Who called; none when the log does not say.
    pub customer: Option<CustomerRef>,
}

impl Call {
    /// The entries that a live contact would have left, in one: arrival, wait and talk are those of
    /// the log's durations.
    pub fn imported(&self, mapping: &Mapping, ids: &Ids) -> Entry {
        let odd = self.odd.iter().map(|oddity| oddity.key().to_owned());
        Entry::Imported {
            contact: ids.contact,
            source: mapping.name().clone(),
            tier: self.tier.as_ref().map(|tier| tier.name.clone()),
            odd: odd.collect(),
            entries: self.entries(mapping, ids),
        }
    }

    fn entries(&self, mapping: &Mapping, ids: &Ids) -> Vec<Past> {
        let contact = ids.contact;
        let mut entries = Vec::with_capacity(6);
        let mut tell = |at: Time, entry: Entry| entries.push(Past { at, entry });
        let opened = Entry::ContactOpened {
            contact,
            node: NodeName::new("imported").expect("a plain word is a name"),
            leg: LegId(contact.0),
            line: mapping.name().clone(),
            language: mapping.language(),
        };
        tell(self.entered, opened);
        if let Some(customer) = &ids.customer {
            tell(self.entered, Entry::CustomerMatched { contact, customer: customer.clone() });
        }
        if self.is_offered() {
            let queued = Entry::Queued {
                contact,
                queue: self.queue.clone(),
                since: self.queued,
                credit: self.tier.as_ref().map_or(Span::ZERO, |tier| tier.credit),
                skills: Skills::default(),
                front: false,
            };
            tell(self.queued, queued);
        }
        let answered = self.outcome == Outcome::Answered;
        if answered {
            let agent = ids.agent.unwrap_or(AgentId::UNRECORDED);
            tell(self.answered_at(), Entry::Connected { contact, agent });
        }
        let (at, reason) = self.end();
        tell(at, Entry::ContactEnded { contact, reason });
        let closed = Entry::ContactClosed {
            contact,
            reason,
            queue: self.is_offered().then(|| self.queue.clone()),
            agent: ids.agent.filter(|_| answered),
            wait: answered.then_some(self.waited),
            talk: answered.then_some(self.talked),
        };
        tell(at, closed);
        entries
    }

    /// When it ended, and how. Who of the two hung up after a talk, logs do not say.
    fn end(&self) -> (Time, EndReason) {
        let left_flow = self.entered + self.in_flow.max(Span::ZERO);
        match self.outcome {
            Outcome::Answered => (self.answered_at() + self.talked, EndReason::CustomerHungUp),
            Outcome::Abandoned => (self.queued + self.waited, EndReason::Abandoned),
            Outcome::LeftInFlow => (left_flow, EndReason::LeftInFlow),
            Outcome::Phantom => (left_flow, EndReason::Phantom),
        }
    }
}
