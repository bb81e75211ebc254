//! What the bank said of a customer, as far as it did: each operation needs its own part of it, and no other.

use crate::{CustomerView, Panel, Stale};
use ::bank::customers::{
    Account, Adjustment, AdjustmentKind, Bills, Card, Limit, LimitKind, Lock, Production, Source, Transaction,
};
use std::sync::Arc;
use vocabulary::{AccountNumber, CardNumber, Money};

/// What is known.
#[derive(Debug, Default)]
pub(super) struct Facts {
    pub cards: Option<Arc<Vec<Card>>>,
    /// The same, or as they were before: enough for what protects, which is not to wait for a bank that hangs.
    pub cards_seen: Option<Arc<Vec<Card>>>,
    pub accounts: Option<Arc<Vec<Account>>>,
    pub bills: Option<Arc<Bills>>,
    pub limits: Option<Arc<Vec<Limit>>>,
    pub transactions: Option<Arc<Vec<Transaction>>>,
    pub locks: Option<Arc<Vec<Lock>>>,
    pub productions: Option<Arc<Vec<Production>>>,
}

impl Facts {
    pub fn of_view(view: &CustomerView) -> Facts {
        Facts {
            cards: ready(&view.cards),
            cards_seen: seen(&view.cards),
            accounts: ready(&view.accounts),
            bills: ready(&view.bills),
            limits: ready(&view.limits),
            transactions: ready(&view.transactions),
            locks: ready(&view.locks),
            productions: ready(&view.production),
        }
    }

    /// How much a customer may send from an account within a day.
    pub fn transfer_limit(&self, account: &AccountNumber) -> Option<Money> {
        let on = Source::Account(account.clone());
        let is_it = |limit: &&Limit| limit.on == on && limit.kind == LimitKind::DailyTransfer;
        self.limits.as_ref()?.iter().find(is_it).map(|limit| limit.amount)
    }

    /// What kind of card it is, as the bank calls it; nothing while the bank has not said.
    pub fn product(&self, card: &CardNumber) -> Option<&str> {
        let mut cards = self.cards_seen.as_ref()?.iter();
        cards.find(|one| one.number == *card).map(|card| card.product.as_str())
    }

    /// Whether a card is being made anew, as far as the bank said.
    pub fn is_made_anew(&self, card: &CardNumber) -> bool {
        self.productions.as_ref().is_some_and(|all| all.iter().any(|made| made.card == *card))
    }

    /// What the bank says it adjusted of a kind, where it says of what.
    pub fn adjusted(&self, kind: AdjustmentKind, is_of: impl Fn(&Adjustment) -> bool) -> Vec<Money> {
        let all = self.bills.as_deref().map_or(&[][..], |bills| &bills.adjustments);
        all.iter().filter(|one| one.kind == kind && is_of(one)).map(|one| one.amount).collect()
    }
}

fn ready<T>(panel: &Panel<T>) -> Option<Arc<T>> {
    match panel {
        Panel::Ready { value, .. } => Some(value.clone()),
        _ => None,
    }
}

fn seen<T>(panel: &Panel<T>) -> Option<Arc<T>> {
    match panel {
        Panel::Ready { value, .. }
        | Panel::Late { stale: Some(Stale { value, .. }), .. }
        | Panel::Failed { stale: Some(Stale { value, .. }), .. } => Some(value.clone()),
        _ => None,
    }
}
