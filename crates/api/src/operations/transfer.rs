//! Orders and proposals as the outside sees them: cards behind their masks.

use crate::customers::transfer::movements::Amount;
use crate::problem::{Kind, Problem};
use crate::request::body::object;
use crate::words::{CallerLevel, OperationDecision, OperationKind, OperationReason, OrderState, Tier};
use bank::operations::OrderKey;
use centre::{Bounds, Condition, OperationWish, Proposal, Subject};
use conditions::Unmet;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use store::OrderRow;
use trust::AccountId;
use utoipa::ToSchema;
use vocabulary::{Currency, Money};

/// Longest reference of the bank's own, in bytes.
const MOST_ITEM: usize = 40;

/// What is to be done.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct OperationAsked {
    /// Names the order: 32 hexadecimal digits, drawn at random by who asks, anew for each order.
    #[schema(example = "00112233445566778899aabbccddeeff")]
    key: String,
    operation: OperationKind,
    /// The card's or account's number behind its mask, as the view shows it.
    #[schema(example = "990011…9021")]
    card: String,
    /// The new limit, or what is given back, in smallest units.
    amount_minor: Option<i64>,
    /// ISO 4217.
    #[schema(example = "KRW")]
    currency: Option<String>,
    /// The last day of a raised limit.
    #[schema(format = Date)]
    until: Option<String>,
    /// The bill it is about: the last day it covers.
    #[schema(format = Date)]
    bill: Option<String>,
    /// The transaction, the fee or the earlier order it is about, by the bank's reference; of an unlocking,
    /// the secret.
    #[schema(example = "T-9f30")]
    item: Option<String>,
    /// In how many instalments.
    months: Option<u8>,
    /// What has to come about before it goes ahead by itself; without one it is done at once.
    #[serde(default, deserialize_with = "object")]
    when: Option<OperationCondition>,
    reason: OperationReason,
}

/// A condition: that a bill of the same card is paid in full, by a day.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct OperationCondition {
    /// The bill: the last day it covers.
    #[schema(format = Date)]
    bill: String,
    /// The last day on which it may be paid.
    #[schema(format = Date)]
    by: String,
}

impl From<Condition> for OperationCondition {
    fn from(when: Condition) -> OperationCondition {
        OperationCondition { bill: when.bill.to_string(), by: when.by.to_string() }
    }
}

impl OperationAsked {
    /// The wish.
    ///
    /// # Errors
    /// A problem that names the field.
    pub fn wish(self) -> Result<OperationWish, Problem> {
        let wrong = |field: &'static str, why: String| Problem::new(Kind::InvalidBody, why).about(field);
        let day = |field, text: Option<String>| {
            let read = text.map(|text| text.parse::<Date>()).transpose();
            read.map_err(|_| wrong(field, format!("{field}: a day is written like 2026-03-01")))
        };
        let amount = match (self.amount_minor, self.currency) {
            (Some(minor), Some(code)) if (0..=Money::MOST).contains(&minor) => {
                let currency = Currency::new(&code).map_err(|why| wrong("currency", why.to_string()))?;
                Some(Money { minor, currency })
            }
            (None, None) => None,
            _ => return Err(wrong("amount_minor", "give an amount from 0 up, with its currency".to_owned())),
        };
        let is_of_secret = matches!(self.operation, OperationKind::Unlock);
        if is_of_secret && !self.card.is_empty() {
            let why = "card: unlocking is about a secret and about no card; leave it empty";
            return Err(wrong("card", why.to_owned()));
        }
        let item = self.item.map(|text| {
            let is_fit = (1..=MOST_ITEM).contains(&text.len());
            if is_fit {
                Ok(text)
            } else {
                Err(wrong("item", "a reference has 1 to 40 characters".to_owned()))
            }
        });
        let when = self.when.map(|OperationCondition { bill, by }| {
            let both = bill.parse::<Date>().and_then(|bill| Ok(Condition { bill, by: by.parse()? }));
            both.map_err(|_| wrong("when", "when: days are written like 2026-03-01".to_owned()))
        });
        Ok(OperationWish {
            key: OrderKey::new(&self.key).map_err(|why| wrong("key", why.to_string()))?,
            what: self.operation.into(),
            card: self.card,
            amount,
            until: day("until", self.until)?,
            bill: day("bill", self.bill)?,
            item: item.transpose()?,
            months: self.months,
            when: when.transpose()?,
            reason: self.reason.into(),
        })
    }
}

/// What was ordered in a contact, and what can be.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct ContactOperations {
    /// Newest first.
    pub orders: Vec<Operation>,
    /// What the reader can have done now.
    pub proposals: Vec<OperationProposal>,
}

/// What waits for a second person.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct WaitingOperations {
    /// Oldest first.
    pub orders: Vec<Operation>,
}

/// What goes ahead by itself once its condition is met.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct ConditionalOperations {
    /// What is due first comes first.
    pub orders: Vec<Operation>,
}

/// An order to the bank.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Operation {
    #[schema(example = "00112233445566778899aabbccddeeff")]
    key: String,
    #[schema(example = "C-17")]
    contact: String,
    #[schema(example = "A-7")]
    agent: String,
    operation: String,
    /// The card's or account's number behind its mask; empty where it is about neither.
    #[schema(example = "990011…9021")]
    card: String,
    #[schema(required = true)]
    amount: Option<Amount>,
    #[schema(format = Date, required = true)]
    until: Option<String>,
    #[schema(format = Date, required = true)]
    bill: Option<String>,
    /// The transaction, the fee or the earlier order, by the bank's reference; of an unlocking,
    /// the secret.
    #[schema(required = true)]
    item: Option<String>,
    /// In how many instalments.
    #[schema(required = true)]
    months: Option<u8>,
    /// What has to come about before it goes ahead by itself.
    #[schema(required = true)]
    when: Option<OperationCondition>,
    reason: String,
    /// The version of the rules of authority and the rule that allowed it.
    #[schema(example = "3:limit")]
    rule: String,
    state: OrderState,
    /// The bank's key of what was done.
    #[schema(example = "OP-31", required = true)]
    reference: Option<String>,
    /// Why the bank declined: `not_theirs`, `not_possible`, `too_much`, `closed`,
    /// `not_offered`.
    #[schema(required = true)]
    why: Option<String>,
    #[schema(format = DateTime)]
    asked: String,
    #[schema(format = DateTime, required = true)]
    settled: Option<String>,
    /// Whether the reader asked for it: then somebody else decides.
    own: bool,
    /// The account of the second person.
    #[schema(example = "U-5", required = true)]
    decided_by: Option<String>,
}

impl Operation {
    pub fn new(row: &OrderRow, reader: AccountId) -> Operation {
        Operation {
            key: row.key.clone(),
            contact: row.contact.to_string(),
            agent: row.agent.to_string(),
            operation: row.operation.clone(),
            card: row.card.clone(),
            amount: row.amount.map(Amount::from),
            until: row.until.clone(),
            bill: row.bill.clone(),
            item: row.item.clone(),
            months: row.months,
            when: row
                .paid_bill
                .clone()
                .zip(row.due.clone())
                .map(|(bill, by)| OperationCondition { bill, by }),
            reason: row.reason.clone(),
            rule: row.rule.clone(),
            state: row.state.into(),
            reference: row.reference.clone(),
            why: row.why.clone(),
            asked: row.asked_at.to_string(),
            settled: row.settled_at.map(|at| at.to_string()),
            own: row.account == reader,
            decided_by: row.decided_by.map(|account| account.to_string()),
        }
    }
}

/// Something that can be done now.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct OperationProposal {
    operation: OperationKind,
    /// The card's or account's number behind its mask; empty where it is about neither.
    #[schema(example = "990011…9021")]
    card: String,
    #[schema(required = true)]
    amount: Option<Amount>,
    #[schema(format = Date, required = true)]
    until: Option<String>,
    #[schema(format = Date, required = true)]
    bill: Option<String>,
    /// The transaction, the fee or the earlier order, by the bank's reference; of an unlocking,
    /// the secret.
    #[schema(required = true)]
    item: Option<String>,
    /// In how many instalments.
    #[schema(required = true)]
    months: Option<u8>,
    /// What `item` stands for.
    #[schema(required = true)]
    subject: Option<OperationSubject>,
    /// The likeliest of the reasons that can be given.
    reason: OperationReason,
    reasons: Vec<OperationReason>,
    /// What it may be made to wait for, instead of being done at once.
    conditions: Vec<OperationCondition>,
    /// Within which bounds the amount may be changed.
    #[schema(required = true)]
    bounds: Option<OperationBounds>,
    decision: OperationDecision,
    /// The rule that allows it.
    #[schema(example = "limit", required = true)]
    rule: Option<String>,
    /// Why the agent may not alone.
    unmet: Vec<UnmetCondition>,
    /// The version of the rules of authority.
    version: u32,
}

/// What an operation is about, where a reference alone names it.
#[derive(Debug, Serialize, ToSchema)]
#[serde(tag = "subject", rename_all = "snake_case")]
pub(crate) enum OperationSubject {
    /// A transaction.
    Booked {
        /// With which business.
        #[schema(required = true)]
        business: Option<String>,
        #[schema(format = Date)]
        on: String,
    },
    /// An earlier order.
    Ordered { operation: OperationKind },
}

impl From<Subject> for OperationSubject {
    fn from(subject: Subject) -> OperationSubject {
        match subject {
            Subject::Booked { business, on } => OperationSubject::Booked { business, on: on.to_string() },
            Subject::Ordered(what) => OperationSubject::Ordered { operation: what.into() },
        }
    }
}

/// Within which bounds an amount may be changed.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct OperationBounds {
    /// The least that makes sense.
    least: Amount,
    /// The most the agent may alone; null where no amount is allowed.
    #[schema(required = true)]
    alone: Option<Amount>,
    /// The most with a second person.
    #[schema(required = true)]
    by_two: Option<Amount>,
}

impl From<Bounds> for OperationBounds {
    fn from(bounds: Bounds) -> OperationBounds {
        OperationBounds {
            least: bounds.least.into(),
            alone: bounds.alone.map(Amount::from),
            by_two: bounds.by_two.map(Amount::from),
        }
    }
}

/// A condition of the rules of authority that is not met.
#[derive(Debug, Serialize, ToSchema)]
#[serde(tag = "condition", rename_all = "snake_case")]
pub(crate) enum UnmetCondition {
    /// No rule allows it.
    NoRule,
    /// It has to be surer who is on the line.
    Level { needs: CallerLevel },
    /// Only the customer may ask for it, and the caller is somebody else.
    Holder,
    /// The customer's rank is not among these.
    Tier { among: Vec<Tier> },
    /// The card is none of these products, or it is about no card.
    Product { among: Vec<String> },
    /// The agent lacks a skill.
    Skill { needs: String },
    /// It is too much; without a most, nothing in this currency.
    Amount {
        #[schema(required = true)]
        most: Option<Amount>,
    },
    /// The limit is raised too far: in percent.
    Raise { most: u32 },
    /// It is for too many days.
    Days { most: u32 },
    /// It is in too many instalments.
    Months { most: u32 },
    /// It was done for the customer as often as it may be.
    Times { most: u32, days: u32 },
    /// What is left of the agent's budget.
    AgentBudget {
        #[schema(required = true)]
        left: Option<Amount>,
    },
    /// What is left of the team's budget.
    TeamBudget {
        #[schema(required = true)]
        left: Option<Amount>,
    },
}

impl From<Unmet> for UnmetCondition {
    fn from(unmet: Unmet) -> UnmetCondition {
        match unmet {
            Unmet::NoRule => UnmetCondition::NoRule,
            Unmet::Level { needs } => UnmetCondition::Level { needs: needs.into() },
            Unmet::Holder => UnmetCondition::Holder,
            Unmet::Tier { among } => {
                UnmetCondition::Tier { among: among.into_iter().map(Tier::from).collect() }
            }
            Unmet::Product { among } => UnmetCondition::Product { among: among.into_iter().collect() },
            Unmet::Skill { needs } => UnmetCondition::Skill { needs: needs.to_string() },
            Unmet::Amount { most } => UnmetCondition::Amount { most: most.map(Amount::from) },
            Unmet::Raise { most } => UnmetCondition::Raise { most },
            Unmet::Days { most } => UnmetCondition::Days { most },
            Unmet::Months { most } => UnmetCondition::Months { most },
            Unmet::Times { most, days } => UnmetCondition::Times { most, days },
            Unmet::AgentBudget { left } => UnmetCondition::AgentBudget { left: left.map(Amount::from) },
            Unmet::TeamBudget { left } => UnmetCondition::TeamBudget { left: left.map(Amount::from) },
        }
    }
}

impl From<Proposal> for OperationProposal {
    fn from(proposal: Proposal) -> OperationProposal {
        let Proposal { wish, subject, reasons, conditions, bounds, judged } = proposal;
        OperationProposal {
            operation: wish.what.into(),
            card: wish.card,
            amount: wish.amount.map(Amount::from),
            until: wish.until.map(|day| day.to_string()),
            bill: wish.bill.map(|day| day.to_string()),
            item: wish.item,
            months: wish.months,
            subject: subject.map(OperationSubject::from),
            reason: wish.reason.into(),
            reasons: reasons.iter().copied().map(OperationReason::from).collect(),
            conditions: conditions.into_iter().map(OperationCondition::from).collect(),
            bounds: bounds.map(OperationBounds::from),
            decision: judged.verdict.decision.into(),
            rule: judged.verdict.rule,
            unmet: judged.verdict.unmet.into_iter().map(UnmetCondition::from).collect(),
            version: judged.version,
        }
    }
}
