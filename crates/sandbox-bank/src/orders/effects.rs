//! What the lists say after all orders.

use super::{Change, What, standing};
use crate::SandboxBank;
use bank::customers::matters::MOST_MATTERS;
use bank::customers::movements::MOST_BILLS;
use bank::customers::{
    Adjustment, AdjustmentKind, Bill, BillStatus, Bills, Card, CardStatus, Limit, LimitKind, Production,
    ProductionState, Report, ReportKind, ReportState, Reporter, Source,
};
use jiff::ToSpan;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use vocabulary::Money;

/// A card that is made anew arrives after so many days.
const MAKING_DAYS: i64 = 7;

impl Change {
    fn day(&self) -> Date {
        self.at.to_zoned(TimeZone::UTC).date()
    }
}

impl SandboxBank {
    /// The cards at a place as they stand after all orders.
    pub(crate) fn cards_now(&self, place: usize) -> Option<Vec<Card>> {
        let mut cards = self.books.holdings.cards(&self.books.registry, place)?;
        change_cards(&mut cards, &self.orders.changes(place));
        Some(cards)
    }

    pub(crate) fn reports_now(&self, place: usize) -> Option<Vec<Report>> {
        let cards = self.books.holdings.cards(&self.books.registry, place)?;
        let mut reports = self.books.reports(place)?;
        let changes = self.orders.changes(place);
        let stand: Vec<&str> = standing(&changes).iter().map(|change| change.reference.as_str()).collect();
        for change in &changes {
            let kind = match change.what {
                What::Lost { stolen: true } => ReportKind::Theft,
                What::Lost { stolen: false } => ReportKind::Loss,
                What::Frozen => ReportKind::Freeze,
                What::Disputed { .. } => ReportKind::Dispute,
                _ => continue,
            };
            let is_lifted = !stand.contains(&change.reference.as_str());
            let report = Report {
                reference: change.reference.clone(),
                on: Source::Card(cards[change.nth].number.clone()),
                kind,
                at: change.at,
                by: Reporter::Customer,
                state: if is_lifted { ReportState::Lifted } else { ReportState::Temporary },
            };
            reports.insert(0, report);
        }
        reports.truncate(MOST_MATTERS);
        Some(reports)
    }

    /// A limit that was raised goes back by itself: after its last day it is not there.
    pub(crate) fn limits_now(&self, place: usize) -> Option<Vec<Limit>> {
        let cards = self.books.holdings.cards(&self.books.registry, place)?;
        let mut limits = self.books.limits(place)?;
        for change in standing(&self.orders.changes(place)) {
            match change.what {
                What::Raised { minor, currency, until } => {
                    let on = Source::Card(cards[change.nth].number.clone());
                    limits.retain(|limit| limit.on != on || limit.kind != LimitKind::TemporaryCredit);
                    if until >= self.books.today {
                        let (amount, until) = (Money { minor, currency }, Some(until));
                        limits.push(Limit {
                            on,
                            kind: LimitKind::TemporaryCredit,
                            amount,
                            used: None,
                            until,
                        });
                    }
                }
                // Of bills, the newest is among what is used.
                What::Paid { closed_on, minor, .. }
                    if self
                        .books
                        .newest_bill(place, change.nth, &cards[change.nth])
                        .is_some_and(|bill| bill.closed_on == closed_on) =>
                {
                    let on = Source::Card(cards[change.nth].number.clone());
                    let of_card =
                        limits.iter_mut().find(|limit| limit.on == on && limit.kind == LimitKind::Credit);
                    if let Some(used) = of_card.and_then(|limit| limit.used.as_mut()) {
                        used.minor = (used.minor - minor).max(0);
                    }
                }
                What::TransferLimit { minor, currency } => {
                    let sent = limits.iter_mut().find(|limit| limit.kind == LimitKind::DailyTransfer);
                    if let Some(limit) = sent {
                        limit.amount = Money { minor, currency };
                    }
                }
                _ => {}
            }
        }
        Some(limits)
    }

    pub(crate) fn bills_now(&self, place: usize) -> Option<Bills> {
        let mut bills = self.books.bills(place)?;
        let cards = self.books.holdings.cards(&self.books.registry, place)?;
        pay_bills(&mut bills.bills, &cards, &standing(&self.orders.changes(place)));
        bills.adjustments = self.adjustments(place)?;
        bills.adjustments.reverse();
        bills.adjustments.truncate(MOST_BILLS);
        Some(bills)
    }

    /// All that was adjusted and stands, oldest first.
    pub(crate) fn adjustments(&self, place: usize) -> Option<Vec<Adjustment>> {
        let cards = self.books.holdings.cards(&self.books.registry, place)?;
        let adjusted = |change: &&Change| {
            let (kind, minor, currency, bill, item) = match &change.what {
                What::Adjusted { closed_on, minor, currency } => {
                    (AdjustmentKind::Interest, *minor, *currency, Some(*closed_on), None)
                }
                What::FeeAdjusted { charge, is_annual, minor, currency } => {
                    let kind = if *is_annual { AdjustmentKind::AnnualFee } else { AdjustmentKind::Fee };
                    (kind, *minor, *currency, None, Some(charge.clone()))
                }
                What::Instalment { closed_on, minor, currency, .. } => {
                    (AdjustmentKind::Instalment, *minor, *currency, Some(*closed_on), None)
                }
                What::Disputed { transaction, minor, currency } => {
                    (AdjustmentKind::Dispute, *minor, *currency, None, Some(transaction.clone()))
                }
                _ => return None,
            };
            let (card, amount) = (cards[change.nth].number.clone(), Money { minor, currency });
            Some(Adjustment { card, on: change.day(), kind, amount, bill, item })
        };
        Some(standing(&self.orders.changes(place)).iter().filter_map(adjusted).collect())
    }

    pub(crate) fn productions_now(&self, place: usize) -> Option<Vec<Production>> {
        let cards = self.books.holdings.cards(&self.books.registry, place)?;
        let mut made = self.books.productions(place)?;
        for change in standing(&self.orders.changes(place)) {
            if matches!(change.what, What::Replaced) {
                let (card, moved) = (cards[change.nth].number.clone(), change.day());
                let arrives = moved.checked_add(MAKING_DAYS.days()).ok();
                made.insert(0, Production { card, state: ProductionState::Ordered, moved, arrives });
            }
        }
        made.truncate(MOST_MATTERS);
        Some(made)
    }
}

/// What was paid elsewhere.
pub(super) fn pay_bills(bills: &mut [Bill], cards: &[Card], standing: &[&Change]) {
    for change in standing {
        let What::Paid { closed_on: of, minor, .. } = change.what else { continue };
        let is_it = |bill: &&mut Bill| bill.card == cards[change.nth].number && bill.closed_on == of;
        if let Some(bill) = bills.iter_mut().find(is_it) {
            bill.paid.minor += minor;
            bill.status =
                if bill.paid.minor >= bill.total.minor { BillStatus::Paid } else { BillStatus::Partial };
        }
    }
}

pub(super) fn change_cards(cards: &mut [Card], changes: &[Change]) {
    for change in standing(changes) {
        match change.what {
            What::Lost { .. } => cards[change.nth].status = CardStatus::Lost,
            What::Frozen if cards[change.nth].status != CardStatus::Lost => {
                cards[change.nth].status = CardStatus::Frozen;
            }
            _ => {}
        }
    }
}
