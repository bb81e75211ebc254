//! What can be done now, spelt out in full, so that a press is enough.

use super::facts::Facts;
use super::possible::{Before, Name, Room, Target, room, targets};
use super::prepare::prepare;
use super::{Acting, Bounds, Condition, Judged, NotOrdered, OperationWish, Operations, What, conditional};
use ::bank::customers::Party;
use ::bank::operations::{OrderKey, Reason};
use ::conditions::{Authority, Decision};
use jiff::ToSpan;
use jiff::civil::Date;
use jiff::tz::TimeZone;
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
    /// What can be done for the customer of a contact, each with its judgement. What needs a part of the view that the
    /// bank has not told is left out until then; nothing else is.
    ///
    /// # Errors
    /// [`NotOrdered::NotKept`] when the database does not answer.
    pub async fn proposals(&self, plan: &Plan, acting: &Acting) -> Result<Vec<Proposal>, NotOrdered> {
        let Some(view) = self.0.customers.view(acting.contact) else { return Ok(Vec::new()) };
        let facts = Facts::of_view(&view);
        let earlier = self.earlier(plan, acting.contact, &view.customer, None).await?;
        let before = earlier.before();
        let mut judging = self.judging(plan, acting);
        let mut all = Vec::new();
        for (wish, subject) in wishes(&facts, &before, &judging.authority).into_iter().take(MOST) {
            let Ok(prepared) = prepare(&facts, &before, &wish) else { continue };
            let judged = judging.judge(wish.what, &prepared.about).await?;
            if acting.third_party && judged.verdict.decision == Decision::Refused {
                // Even what cannot be done tells of purchases, limits and fees, which are not for everybody.
                continue;
            }
            let bounds = judging.bounds(wish.what, &prepared.about).await?;
            let conditions = conditional::offered(&facts, &wish, before.today);
            all.push(Proposal { reasons: reasons(wish.what), wish, subject, conditions, bounds, judged });
        }
        Ok(all)
    }
}

/// What protects comes first, then what gives something back, then the rest.
const ORDER: [What; 13] = [
    What::Reverse,
    What::Unlock,
    What::ReportLoss,
    What::Freeze,
    What::AdjustInterest,
    What::AdjustFee,
    What::AdjustAnnualFee,
    What::Dispute,
    What::Instalment,
    What::RaiseLimit,
    What::SetTransferLimit,
    What::ReplaceCard,
    What::ResendStatement,
];

type Wishes = Vec<(OperationWish, Option<Subject>)>;

fn wishes(facts: &Facts, before: &Before<'_>, authority: &Authority) -> Wishes {
    let of = |what: What| {
        let all = targets(what, facts, before).unwrap_or_default();
        let can = all.into_iter().filter_map(move |target| {
            let room = room(what, &target, facts, before).ok()?;
            Some((wish(what, &target, room, authority, before.today)?, subject(&target)))
        });
        can.take(most(what))
    };
    ORDER.into_iter().flat_map(of).collect()
}

/// Of one kind, so many are proposed at the most.
fn most(what: What) -> usize {
    if what == What::Dispute { PURCHASES } else { MOST }
}

/// An operation spelt out in full, as likely as can be.
fn wish(
    what: What,
    target: &Target<'_>,
    room: Room,
    authority: &Authority,
    today: Date,
) -> Option<OperationWish> {
    let Name { card, bill, item } = target.name();
    let plain = OperationWish {
        key: OrderKey::of(0),
        what,
        card,
        amount: room.there,
        until: None,
        bill,
        item,
        months: None,
        when: None,
        reason: reasons(what).first().copied()?,
    };
    Some(match target {
        Target::Card(_) if what == What::RaiseLimit => {
            let (days, percent) = authority.most(what);
            let days = days.unwrap_or(DAYS).min(DAYS);
            let until = today.checked_add(i64::from(days).days()).ok();
            OperationWish { amount: Some(higher(room.own?, percent)), until, ..plain }
        }
        Target::Account(account, _) => {
            let own = room.own?;
            // Whoever may send nothing is offered what stands on the account.
            let amount = if own.minor > 0 { higher(own, None) } else { account.balance };
            OperationWish { amount: Some(amount), ..plain }
        }
        Target::Bill(_) if what == What::Instalment => OperationWish { months: Some(INSTALMENTS), ..plain },
        Target::Order(row) => OperationWish { amount: row.amount, ..plain },
        _ => plain,
    })
}

/// A limit as it is proposed to be.
fn higher(own: Money, most_percent: Option<u32>) -> Money {
    let percent = i64::from(most_percent.unwrap_or(PERCENT).min(PERCENT));
    Money { minor: own.minor + own.minor / 100 * percent, ..own }
}

fn subject(target: &Target<'_>) -> Option<Subject> {
    match target {
        Target::Booked(booked, _) => {
            let business = match &booked.party {
                Some(Party::Business(name)) => Some(name.clone()),
                _ => None,
            };
            Some(Subject::Booked { business, on: booked.at.to_zoned(TimeZone::UTC).date() })
        }
        Target::Order(row) => Some(Subject::Ordered(row.operation.parse().ok()?)),
        _ => None,
    }
}

/// Why it can be done, the likeliest reason first.
pub(super) fn reasons(what: What) -> &'static [Reason] {
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
