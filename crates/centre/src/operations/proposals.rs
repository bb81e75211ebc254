//! What can be done now, spelt out in full, so that a press is enough.

use super::prepare::{Facts, is_undoable, kind, prepare, secret_tag};
use super::{
    Acting, Bounds, Condition, Judged, NotOrdered, OperationWish, Operations, What, conditional, not_kept,
};
use crate::clock::wall;
use ::bank::customers::{Account, Bill, BillStatus, Card, CardStatus, Lock, Party, Source, Transaction};
use ::bank::operations::{OrderKey, Reason};
use ::conditions::{Authority, Decision};
use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan};
use store::OrderRow;
use vocabulary::Money;
use vocabulary::plan::Plan;

/// What is proposed where the rules name no bound: days, percent, and instalments.
const DAYS: u32 = 30;
const PERCENT: u32 = 20;
const INSTALMENTS: u8 = 12;

/// No more is proposed: the page has a key for each.
const MOST: usize = 34;

/// Of the purchases of a card, so many are proposed to be disputed: the newest.
const PURCHASES: usize = 3;

/// Something that can be done now, and whether the agent may.
#[derive(Debug, Clone, PartialEq)]
pub struct Proposal {
    /// What, of what, how much. Its key is for nothing: each press draws its own.
    pub wish: OperationWish,
    /// What it is about, where the wish names that by a reference alone.
    pub subject: Option<Subject>,
    /// The reasons that can be given, the likeliest first.
    pub reasons: &'static [Reason],
    /// What it may be made to wait for.
    pub conditions: Vec<Condition>,
    /// Within which bounds its amount may be changed, if it has one.
    pub bounds: Option<Bounds>,
    /// Whether the agent may, and why not.
    pub judged: Judged,
}

/// What a reference stands for.
#[derive(Debug, Clone, PartialEq)]
pub enum Subject {
    /// A transaction: with which business, if with one, and on which day.
    Booked {
        /// The business.
        business: Option<String>,
        /// By the day in UTC.
        on: Date,
    },
    /// An earlier order.
    Ordered(What),
}

impl Operations {
    /// What can be done for the customer of a contact, each with its judgement. Nothing while the bank has
    /// not said which cards there are.
    ///
    /// # Errors
    /// [`NotOrdered::NotKept`] when the database does not answer.
    pub async fn proposals(&self, plan: &Plan, acting: &Acting) -> Result<Vec<Proposal>, NotOrdered> {
        let Some(view) = self.0.customers.view(acting.contact) else { return Ok(Vec::new()) };
        let facts = Facts::of_view(&view);
        let earlier = self.of_contact(acting.contact).await.map_err(|why| not_kept(&why))?;
        let mut judging = self.judging(plan, acting);
        let mut all = Vec::new();
        for (wish, subject) in wishes(&facts, &earlier, &judging.authority).into_iter().take(MOST) {
            let Ok(prepared) = prepare(&facts, &earlier, acting.contact, &wish) else { continue };
            let judged = judging.judge(wish.what, &prepared.about).await?;
            if acting.third_party && judged.verdict.decision == Decision::Refused {
                // Even what cannot be done tells of purchases, limits and fees, which are not for everybody.
                continue;
            }
            let bounds = judging.bounds(wish.what, &prepared.about).await?;
            let conditions = conditional::offered(&facts, &wish, today());
            all.push(Proposal { reasons: reasons(wish.what), wish, subject, conditions, bounds, judged });
        }
        Ok(all)
    }
}

type Wishes = Vec<(OperationWish, Option<Subject>)>;

/// What protects comes first, then what was charged, then the rest.
fn wishes(facts: &Facts, earlier: &[OrderRow], authority: &Authority) -> Wishes {
    let Some(cards) = &facts.cards else { return Vec::new() };
    let bills = facts.bills.as_ref().map_or(&[][..], |bills| &bills.bills);
    let booked = facts.transactions.as_deref().map_or(&[][..], Vec::as_slice);
    let accounts = facts.accounts.as_deref().map_or(&[][..], Vec::as_slice);
    let locks = facts.locks.as_deref().map_or(&[][..], Vec::as_slice);
    let plain = |wish| (wish, None);
    let mut all: Wishes = earlier.iter().filter_map(|row| undoing(row, earlier)).collect();
    all.extend(locks.iter().filter_map(unlocking).map(plain));
    all.extend(cards.iter().flat_map(|card| of_card(card, authority)).map(plain));
    all.extend(bills.iter().flat_map(|bill| of_bill(bill, bills)).map(plain));
    let charged = [What::AdjustFee, What::AdjustAnnualFee].into_iter();
    all.extend(charged.flat_map(|what| of_booked(what, booked, usize::MAX)));
    all.extend(accounts.iter().filter_map(|one| sending(facts, one)).map(plain));
    all.extend(of_booked(What::Dispute, booked, PURCHASES));
    all
}

fn of_card(card: &Card, authority: &Authority) -> Vec<OperationWish> {
    let of = |what| wish(what, card.number.masked());
    let mut wishes = Vec::new();
    if matches!(card.status, CardStatus::Active | CardStatus::Inactive | CardStatus::Frozen) {
        wishes.push(of(What::ReportLoss));
    }
    if matches!(card.status, CardStatus::Active | CardStatus::Inactive) {
        wishes.push(of(What::Freeze));
    }
    if let Some(limit) = card.limit.filter(|limit| card.status == CardStatus::Active && limit.minor > 0) {
        let (days, percent) = authority.most(What::RaiseLimit);
        let days = days.unwrap_or(DAYS).min(DAYS);
        let until = today().checked_add(i64::from(days).days()).ok();
        wishes.push(OperationWish { amount: Some(higher(limit, percent)), until, ..of(What::RaiseLimit) });
    }
    // What is frozen is not made anew: whoever froze it has not let go of it.
    if matches!(card.status, CardStatus::Active | CardStatus::Lost | CardStatus::Expired) {
        wishes.push(of(What::ReplaceCard));
    }
    wishes
}

/// A limit as it is proposed to be.
fn higher(own: Money, most_percent: Option<u32>) -> Money {
    let percent = i64::from(most_percent.unwrap_or(PERCENT).min(PERCENT));
    Money { minor: own.minor + own.minor / 100 * percent, ..own }
}

fn of_bill(bill: &Bill, all: &[Bill]) -> Vec<OperationWish> {
    let of = |what| OperationWish { bill: Some(bill.closed_on), ..wish(what, bill.card.masked()) };
    let mut wishes = Vec::new();
    if bill.interest.minor > 0 && bill.status != BillStatus::Paid {
        wishes.push(OperationWish { amount: Some(bill.interest), ..of(What::AdjustInterest) });
    }
    let open = Money { minor: bill.total.minor - bill.paid.minor, ..bill.total };
    if bill.status == BillStatus::Open && open.minor > 0 {
        let months = Some(INSTALMENTS);
        wishes.push(OperationWish { amount: Some(open), months, ..of(What::Instalment) });
    }
    let is_newest = all.iter().find(|one| one.card == bill.card).is_some_and(|one| one == bill);
    if is_newest {
        wishes.push(of(What::ResendStatement));
    }
    wishes
}

fn of_booked(what: What, booked: &[Transaction], most: usize) -> Wishes {
    let of = |one: &Transaction| {
        let Source::Card(card) = &one.on else { return None };
        let amount = Some(Money { minor: -one.amount.minor, ..one.amount });
        let business = match &one.party {
            Some(Party::Business(name)) => Some(name.clone()),
            _ => None,
        };
        let subject = Subject::Booked { business, on: one.at.to_zoned(TimeZone::UTC).date() };
        let item = Some(one.reference.clone());
        Some((OperationWish { amount, item, ..wish(what, card.masked()) }, Some(subject)))
    };
    let is_meant = |one: &&Transaction| Some(one.kind) == kind(what) && one.amount.minor < 0;
    booked.iter().filter(is_meant).filter_map(of).take(most).collect()
}

fn sending(facts: &Facts, account: &Account) -> Option<OperationWish> {
    let own = facts.transfer_limit(&account.number)?;
    let wish = wish(What::SetTransferLimit, account.number.masked());
    Some(OperationWish { amount: Some(higher(own, None)), ..wish })
}

fn undoing(row: &OrderRow, earlier: &[OrderRow]) -> Option<(OperationWish, Option<Subject>)> {
    let subject = Subject::Ordered(row.operation.parse().ok()?);
    let wish = OperationWish {
        item: row.reference.clone(),
        amount: row.amount,
        ..wish(What::Reverse, row.card.clone())
    };
    is_undoable(row, earlier).then_some((wish, Some(subject)))
}

fn unlocking(lock: &Lock) -> Option<OperationWish> {
    let item = Some(secret_tag(lock.secret).to_owned());
    let wish = OperationWish { item, ..wish(What::Unlock, String::new()) };
    lock.locked.then_some(wish)
}

/// Why it can be done, the likeliest reason first.
fn reasons(what: What) -> &'static [Reason] {
    match what {
        What::ReportLoss => &[Reason::Lost, Reason::Stolen],
        What::Freeze => &[Reason::Suspicion, Reason::CustomerRequest, Reason::Travel],
        What::RaiseLimit => &[Reason::Travel, Reason::Purchase, Reason::CustomerRequest],
        What::AdjustInterest => &[Reason::FirstMissed, Reason::BankError, Reason::Goodwill],
        What::AdjustFee | What::AdjustAnnualFee => {
            &[Reason::Goodwill, Reason::BankError, Reason::CustomerRequest]
        }
        What::Instalment | What::SetTransferLimit => &[Reason::CustomerRequest, Reason::Purchase],
        What::ReplaceCard => &[Reason::Damaged, Reason::Lost, Reason::Stolen, Reason::NotReceived],
        What::ResendStatement => &[Reason::NotReceived, Reason::CustomerRequest],
        What::Dispute => &[Reason::Unrecognised, Reason::NotReceived, Reason::BankError],
        What::Unlock => &[Reason::Forgotten, Reason::CustomerRequest],
        What::Reverse => &[Reason::Mistake, Reason::CustomerRequest],
    }
}

fn wish(what: What, card: String) -> OperationWish {
    OperationWish {
        key: OrderKey::of(0),
        what,
        card,
        amount: None,
        until: None,
        bill: None,
        item: None,
        months: None,
        when: None,
        reason: reasons(what).first().copied().unwrap_or(Reason::CustomerRequest),
    }
}

/// By the day in UTC.
pub(crate) fn today() -> Date {
    let now = Timestamp::from_microsecond(wall().0).unwrap_or_default();
    now.to_zoned(TimeZone::UTC).date()
}
