//! What can be done now, spelt out in full, so that a press is enough.

use super::{Acting, Judged, NotOrdered, OperationWish, Operations};
use crate::Panel;
use crate::clock::wall;
use ::bank::customers::{BillStatus, Card, CardStatus};
use ::bank::operations::{OrderKey, Reason};
use ::conditions::{Authority, Operation};
use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan};
use vocabulary::Money;
use vocabulary::plan::Plan;

/// What is proposed where the rules name no bound: days, and percent.
const DAYS: u32 = 30;
const PERCENT: u32 = 20;

/// No more is proposed: the rest is asked for by hand.
const MOST: usize = 12;

/// What can be done at the bank.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum What {
    /// Report a card lost or stolen.
    ReportLoss,
    /// Freeze a card.
    Freeze,
    /// Raise a card's credit until a day.
    RaiseLimit,
    /// Give back a bill's revolving interest.
    AdjustInterest,
}

impl What {
    /// The same in the rules of authority.
    pub(super) fn operation(self) -> Operation {
        match self {
            What::ReportLoss => Operation::ReportLoss,
            What::Freeze => Operation::Freeze,
            What::RaiseLimit => Operation::RaiseLimit,
            What::AdjustInterest => Operation::AdjustInterest,
        }
    }

    /// The name in rows and requests.
    pub fn tag(self) -> &'static str {
        self.operation().tag()
    }

    /// By its name.
    pub fn of(tag: &str) -> Option<What> {
        [What::ReportLoss, What::Freeze, What::RaiseLimit, What::AdjustInterest]
            .into_iter()
            .find(|what| what.tag() == tag)
    }
}

/// Something that can be done now, and whether the agent may.
#[derive(Debug, Clone, PartialEq)]
pub struct Proposal {
    /// What, of what, how much. Its key is for nothing: each press draws its own.
    pub wish: OperationWish,
    /// Whether the agent may, and why not.
    pub judged: Judged,
}

impl Operations {
    /// What can be done for the customer of a contact, each with its judgement. Nothing while the bank has
    /// not said which cards there are.
    ///
    /// # Errors
    /// [`NotOrdered::NotKept`] when the database does not answer.
    pub async fn proposals(&self, plan: &Plan, acting: &Acting) -> Result<Vec<Proposal>, NotOrdered> {
        let Some(view) = self.0.customers.view(acting.contact) else { return Ok(Vec::new()) };
        let Panel::Ready { value: cards, .. } = &view.cards else { return Ok(Vec::new()) };
        let authority = self.authority();
        let mut wishes: Vec<OperationWish> =
            cards.iter().flat_map(|card| of_card(card, &authority)).collect();
        if let Panel::Ready { value: bills, .. } = &view.bills {
            let bears =
                bills.bills.iter().filter(|bill| bill.interest.minor > 0 && bill.status != BillStatus::Paid);
            wishes.extend(bears.map(|bill| OperationWish {
                amount: Some(bill.interest),
                bill: Some(bill.closed_on),
                ..wish(What::AdjustInterest, bill.card.masked(), Reason::FirstMissed)
            }));
        }
        let mut all = Vec::new();
        for wish in wishes.into_iter().take(MOST) {
            let Ok(prepared) = self.prepare(acting.contact, &wish) else { continue };
            let judged = self.judge(plan, acting, wish.what, &prepared).await?;
            all.push(Proposal { wish, judged });
        }
        Ok(all)
    }
}

fn of_card(card: &Card, authority: &Authority) -> Vec<OperationWish> {
    let mut wishes = Vec::new();
    if matches!(card.status, CardStatus::Active | CardStatus::Inactive | CardStatus::Frozen) {
        wishes.push(wish(What::ReportLoss, card.number.masked(), Reason::Lost));
    }
    if matches!(card.status, CardStatus::Active | CardStatus::Inactive) {
        wishes.push(wish(What::Freeze, card.number.masked(), Reason::Suspicion));
    }
    if let Some(limit) = card.limit.filter(|limit| card.status == CardStatus::Active && limit.minor > 0) {
        let (days, percent) = authority.most(Operation::RaiseLimit);
        let days = days.unwrap_or(DAYS).min(DAYS);
        let percent = i64::from(percent.unwrap_or(PERCENT).min(PERCENT));
        let amount = Money { minor: limit.minor + limit.minor / 100 * percent, ..limit };
        let until = today().checked_add(i64::from(days).days()).ok();
        let raise = wish(What::RaiseLimit, card.number.masked(), Reason::Travel);
        wishes.push(OperationWish { amount: Some(amount), until, ..raise });
    }
    wishes
}

fn wish(what: What, card: String, reason: Reason) -> OperationWish {
    OperationWish { key: OrderKey::of(0), what, card, amount: None, until: None, bill: None, reason }
}

/// By the day in UTC.
pub(super) fn today() -> Date {
    let now = Timestamp::from_microsecond(wall().0).unwrap_or_default();
    now.to_zoned(TimeZone::UTC).date()
}
