//! Contacts as the outside sees them.

use crate::words::{EndReason, Language};
use centre::ContactView;
use indicators::Outcome;
use serde::Serialize;
use store::ContactRow;
use utoipa::ToSchema;
use vocabulary::{DispositionCode, Span, plan};

/// A page of contacts.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct ContactList {
    /// Newest first.
    pub contacts: Vec<Contact>,
    /// Pass it as `before` for the page after this one; null on the last.
    #[schema(example = "C-17", required = true)]
    pub next: Option<String>,
}

/// A contact: as it stands while it is open, as it ended when it is closed.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Contact {
    #[schema(example = "C-17")]
    id: String,
    /// Where it stands: `in_flow`, `waiting`, `kept` (a place for a call-back), `offered`, `calling_back`,
    /// `verifying` (called back at the registered number), `talking`, `wrap_up`, or `closed`.
    #[schema(example = "talking")]
    phase: &'static str,
    #[schema(format = DateTime)]
    opened_at: String,
    /// Null while it is open, and for the moment in which its end is on its way to the database.
    #[schema(format = DateTime, required = true)]
    closed_at: Option<String>,
    /// How it ended.
    #[schema(required = true)]
    reason: Option<EndReason>,
    /// The number called, by its name.
    #[schema(example = "hotline-ko")]
    line: String,
    language: Language,
    /// The bank's pseudonymous key of the customer whose number is calling, as far as known.
    #[schema(required = true)]
    customer: Option<String>,
    /// Whether that customer was verified: by PIN, or by an answer at the registered number. A match by the calling number alone says
    /// nothing about who is calling.
    verified: bool,
    /// The calling number behind its mask; null when it was withheld or erased.
    #[schema(example = "+82…1234", required = true)]
    caller: Option<String>,
    /// The queue it reached.
    #[schema(example = "cards", required = true)]
    queue: Option<String>,
    /// Who serves it, or served it last.
    #[schema(example = "A-7", required = true)]
    agent: Option<String>,
    /// From joining the queue to the first answer, or to leaving unanswered, in seconds; null while it
    /// is open, and when it never reached a queue.
    #[schema(required = true)]
    wait: Option<f64>,
    /// Time spent talking, in seconds; null while it is open.
    #[schema(required = true)]
    talk: Option<f64>,
    /// What the matter was, as far as anybody said.
    #[schema(required = true)]
    disposition: Option<Disposition>,
    /// What figures count it as; null while it is open.
    #[schema(example = "answered", required = true)]
    outcome: Option<&'static str>,
    /// Whether it comes from another system's log.
    imported: bool,
    /// What is odd about it: of imported contacts alone.
    odd: Vec<String>,
}

/// What a matter was.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct Disposition {
    #[schema(example = "enquiry")]
    pub code: String,
    pub texts: Texts,
}

/// One text in three languages.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct Texts {
    #[schema(example = "咨询已答复")]
    zh: String,
    #[schema(example = "문의 답변 완료")]
    ko: String,
    #[schema(example = "Enquiry answered")]
    en: String,
}

impl From<vocabulary::Texts> for Texts {
    fn from(vocabulary::Texts { zh, ko, en }: vocabulary::Texts) -> Texts {
        Texts { zh, ko, en }
    }
}

impl From<&plan::Disposition> for Disposition {
    fn from(known: &plan::Disposition) -> Disposition {
        Disposition { code: known.code.to_string(), texts: known.texts.clone().into() }
    }
}

/// One that was struck from the plan is called by its code.
pub(super) fn disposition(code: &DispositionCode, known: &[plan::Disposition]) -> Disposition {
    let found = known.iter().find(|one| one.code == *code).map(Disposition::from);
    found.unwrap_or_else(|| {
        let code = code.to_string();
        Disposition { texts: Texts { zh: code.clone(), ko: code.clone(), en: code.clone() }, code }
    })
}

impl Contact {
    /// One that the floor has, with its masked calling number.
    pub fn open(contact: ContactView, caller: Option<String>, known: &[plan::Disposition]) -> Contact {
        Contact {
            id: contact.id.to_string(),
            phase: contact.phase,
            opened_at: contact.opened.to_string(),
            closed_at: None,
            reason: None,
            line: contact.line.to_string(),
            language: contact.language.into(),
            customer: contact.customer.as_ref().map(ToString::to_string),
            verified: contact.verified,
            caller,
            queue: contact.queue.as_ref().map(ToString::to_string),
            agent: contact.agent.map(|agent| agent.to_string()),
            wait: None,
            talk: None,
            disposition: contact.disposition.as_ref().map(|code| disposition(code, known)),
            outcome: None,
            imported: false,
            odd: Vec::new(),
        }
    }

    /// One that the floor has no more, with its masked calling number.
    pub fn closed(contact: ContactRow, caller: Option<String>, known: &[plan::Disposition]) -> Contact {
        Contact {
            id: contact.contact.to_string(),
            phase: "closed",
            opened_at: contact.opened_at.to_string(),
            closed_at: contact.closed_at.map(|at| at.to_string()),
            reason: contact.reason.map(EndReason::from),
            line: contact.line.to_string(),
            language: contact.language.into(),
            customer: contact.customer.as_ref().map(ToString::to_string),
            verified: contact.verified,
            caller,
            queue: contact.queue.as_ref().map(ToString::to_string),
            agent: contact.agent.map(|agent| agent.to_string()),
            wait: contact.wait.or(given_up(&contact)).map(|wait| wait.as_seconds()),
            talk: contact.talk.map(|talk| talk.as_seconds()),
            disposition: contact.disposition.as_ref().map(|code| disposition(code, known)),
            outcome: contact.fact.as_ref().map(|fact| fact.outcome.tag()),
            imported: contact.fact.as_ref().is_some_and(|fact| fact.imported),
            odd: contact.fact.map(|fact| fact.odd).unwrap_or_default(),
        }
    }
}

/// How long a contact waited that nobody answered, as figures count it.
fn given_up(contact: &ContactRow) -> Option<Span> {
    let fact = contact.fact.as_ref().filter(|fact| fact.queue.is_some())?;
    matches!(fact.outcome, Outcome::Abandoned | Outcome::Interrupted).then_some(fact.waited)
}
