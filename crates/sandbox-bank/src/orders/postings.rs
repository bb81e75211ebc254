//! Double entry: whatever an order moves leaves one account and arrives on another.

use super::What;
use crate::SandboxBank;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use vocabulary::Currency;

/// An account that orders move amounts on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum OrderAccount {
    /// What customers owe on cards.
    Cards,
    /// Interest the bank earns.
    InterestIncome,
    /// Fees the bank earns.
    FeeIncome,
    /// What customers owe in instalments.
    Instalments,
    /// What merchants' banks are asked for.
    Disputes,
    /// What customers owe by bills.
    Bills,
    /// What other banks took for this one.
    OtherBanks,
}

/// One side of what was moved.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Posting {
    /// On which account.
    pub on: OrderAccount,
    /// How much, in the currency's smallest units: positive when more is owed to the bank, or less was earned.
    pub minor: i64,
    /// In which currency.
    pub currency: Currency,
}

/// Both sides of a change; none of one that moves nothing.
pub(super) fn of(what: &What) -> Vec<Posting> {
    let side = |on, minor, currency| Posting { on, minor, currency };
    let (against, minor, currency) = match what {
        What::Adjusted { minor, currency, .. } => (OrderAccount::InterestIncome, *minor, *currency),
        What::FeeAdjusted { minor, currency, .. } => (OrderAccount::FeeIncome, *minor, *currency),
        What::Instalment { minor, currency, .. } => (OrderAccount::Instalments, *minor, *currency),
        What::Disputed { minor, currency, .. } => (OrderAccount::Disputes, *minor, *currency),
        What::Paid { minor, currency, .. } => {
            let bills = side(OrderAccount::Bills, -minor, *currency);
            return vec![bills, side(OrderAccount::OtherBanks, *minor, *currency)];
        }
        _ => return Vec::new(),
    };
    vec![side(OrderAccount::Cards, -minor, currency), side(against, minor, currency)]
}

/// The other way round.
pub(super) fn reversed(posted: &[Posting]) -> Vec<Posting> {
    posted.iter().map(|side| Posting { minor: -side.minor, ..*side }).collect()
}

impl SandboxBank {
    /// Whose cards or accounts orders changed.
    pub(crate) fn places_with_orders(&self) -> Vec<usize> {
        self.orders.known().changes.keys().copied().collect()
    }

    /// What orders left on each account, in smallest units.
    pub fn order_accounts(&self) -> BTreeMap<(Currency, OrderAccount), i128> {
        let mut left = BTreeMap::new();
        for side in self.orders.postings() {
            *left.entry((side.currency, side.on)).or_default() += i128::from(side.minor);
        }
        left
    }
}
