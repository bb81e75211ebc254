//! Walking through a bank: every customer's books are made and checked, and what is found is counted.

use crate::SandboxBank;
use crate::kept::{Damaged, Kept};
use crate::ledger::{Against, Books, Line, Month};
use crate::orders::OrderAccount;
use bank::customers::TransactionKind;
use std::collections::BTreeMap;
use std::ops::Range;
use vocabulary::Currency;

/// What a walk found in the books, all of which balance.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Checked {
    /// Customers.
    pub customers: usize,
    /// Transactions of accounts and cards, within the months a statement goes back.
    pub transactions: usize,
    /// Bills of credit cards.
    pub bills: usize,
}

/// The books do not balance. Names no customer.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Imbalance {
    /// A payment of a card's bill stands in the statement, and not among the bills; or the other way.
    #[error("what accounts paid for card bills is not what the bills say was paid")]
    Bills,
    /// What one customer sent another is not what the other received.
    #[error("transfers between customers leave {1} of {0}'s smallest units in clearing")]
    Clearing(Currency, i128),
    /// What orders moved did not arrive where it should, or customers are told something else of it.
    #[error("orders leave {1} of {0}'s smallest units between the accounts they move")]
    Orders(Currency, i128),
    /// A balance does not follow from the one before, or the newest is not what stands on the account.
    #[error(
        "a statement's balances do not follow from one another, or do not lead to what the account holds"
    )]
    Statement,
    /// Kept books cannot be read.
    #[error(transparent)]
    Damaged(#[from] Damaged),
    /// Kept books hold another number of transactions than they say.
    #[error("the books hold {0} transactions, and should hold {1}")]
    Count(usize, usize),
    /// What customers got back of interest is not what the bank gave, or more than their bills bore.
    #[error(
        "the interest that orders gave back is not what left the bank's own accounts, or more than bills bore"
    )]
    GivenBack,
}

impl SandboxBank {
    /// Makes and checks everybody's books, a part of the customers at a time; `progress` hears how many
    /// are done.
    ///
    /// # Errors
    /// The first [`Imbalance`] met.
    pub fn check_books(&self, mut progress: impl FnMut(usize)) -> Result<Checked, Imbalance> {
        const STEP: usize = 250;
        let mut checked = Checked::default();
        let mut clearing = BTreeMap::new();
        for start in (0..self.customers()).step_by(STEP) {
            let part = start..(start + STEP).min(self.customers());
            self.books.check(part, &mut checked, &mut clearing)?;
            progress(checked.customers);
        }
        if let Some((currency, left)) = clearing.into_iter().find(|(_, left)| *left != 0) {
            return Err(Imbalance::Clearing(currency, left));
        }
        let kept = self.books.kept.as_ref().map_or(checked.transactions, Kept::transactions);
        if checked.transactions != kept {
            return Err(Imbalance::Count(checked.transactions, kept));
        }
        self.check_orders()?;
        Ok(checked)
    }

    /// What orders moved: both sides of it, and what customers are told of theirs.
    ///
    /// # Errors
    /// The first [`Imbalance`] met.
    pub fn check_orders(&self) -> Result<(), Imbalance> {
        self.given_back()?;
        let accounts = self.order_accounts();
        let mut both: BTreeMap<Currency, i128> = BTreeMap::new();
        let mut told: BTreeMap<Currency, i128> = BTreeMap::new();
        for ((currency, account), left) in &accounts {
            *both.entry(*currency).or_default() += left;
            if *account == OrderAccount::Cards {
                *told.entry(*currency).or_default() += left;
            }
        }
        for place in self.places_with_orders() {
            for adjusted in self.adjustments(place).unwrap_or_default() {
                *told.entry(adjusted.amount.currency).or_default() += i128::from(adjusted.amount.minor);
            }
        }
        match both.into_iter().chain(told).find(|(_, left)| *left != 0) {
            Some((currency, left)) => Err(Imbalance::Orders(currency, left)),
            None => Ok(()),
        }
    }
}

impl Books {
    fn check(
        &self,
        places: Range<usize>,
        checked: &mut Checked,
        clearing: &mut BTreeMap<Currency, i128>,
    ) -> Result<(), Imbalance> {
        for place in places {
            let Some(lines) = self.lines(place)? else { continue };
            let mut paid = 0;
            for Line { told, against, .. } in &lines {
                if *against == Against::OwnCustomers {
                    *clearing.entry(told.amount.currency).or_default() += i128::from(told.amount.minor);
                }
                if told.kind == TransactionKind::BillPayment {
                    paid += told.amount.minor;
                }
            }
            if !self.leads_up(place, &lines) {
                return Err(Imbalance::Statement);
            }
            if paid != -self.paid_by_bills(place) {
                return Err(Imbalance::Bills);
            }
            checked.customers += 1;
            checked.transactions += lines.len();
            checked.bills += self.bills(place).map_or(0, |bills| bills.bills.len());
        }
        Ok(())
    }

    /// Whether each balance follows from the one before, up to what stands on the account.
    fn leads_up(&self, place: usize, lines: &[Line]) -> bool {
        let account = self.holdings.accounts(&self.registry, place).and_then(|all| all.into_iter().next());
        let mut stands = account.map(|account| account.balance.minor);
        lines.iter().filter(|line| line.card.is_none()).all(|line| {
            let is_same = line.told.balance.map(|balance| balance.minor) == stands;
            stands = stands.map(|minor| minor - line.told.amount.minor);
            is_same
        })
    }

    /// What the bills that fell due within the statement's months say was paid.
    fn paid_by_bills(&self, place: usize) -> i64 {
        let months: Vec<Month> = self.months().map(|month| month.earlier(1)).collect();
        let cards = self.credit_cards(place);
        let bills = cards.iter().flat_map(|(nth, card)| {
            months.iter().filter_map(|month| self.bill(place, *nth, card, *month)).map(|bill| bill.paid.minor)
        });
        bills.sum()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn the_books_balance_on_every_day() {
        for day in [date(2026, 1, 1), date(2026, 2, 28), date(2026, 11, 26)] {
            let mut told = Vec::new();
            // Of an odd number the last one has no neighbour.
            let checked = SandboxBank::on(day, 7, 601).check_books(|done| told.push(done)).unwrap();
            assert_eq!(checked.customers, 601);
            assert!(checked.transactions > 20 * 601, "{checked:?}");
            assert!(checked.bills > 601, "{checked:?}");
            assert_eq!(told, [250, 500, 601]);
        }
    }
}
