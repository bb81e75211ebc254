//! Who has whose account in hand: whoever made it, gave it a password, reset its second factor or granted it a role
//! could have come in as it, or have made it what it is. Where two people are needed such two count as one for a while
//! ([`crate::approvals`]): four eyes are not bred.

pub(crate) mod table;

use crate::accounts::AccountId;
use crate::accounts::service::{Trust, now};
use crate::approvals::Operation;
use crate::grants;
use std::collections::{BTreeMap, BTreeSet};
use vocabulary::Span;

/// How long an account counts as the same person as its keepers.
const LASTS: Span = Span::seconds(90 * 86_400);

/// What makes somebody the keeper of an account.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Act {
    /// To make it.
    Made,
    /// To give it a password, which whoever gave it knows.
    Password,
    /// To take its second factor off.
    Factor,
}

impl Act {
    fn tag(self) -> &'static str {
        match self {
            Act::Made => "made",
            Act::Password => "password",
            Act::Factor => "factor",
        }
    }
}

/// The keepers of all accounts, as far back as it counts.
#[derive(Debug, Default)]
pub(crate) struct Keepers(BTreeMap<AccountId, BTreeSet<AccountId>>);

impl Keepers {
    fn add(&mut self, account: AccountId, keeper: AccountId) {
        self.0.entry(account).or_default().insert(keeper);
    }

    /// Whether two accounts count as one person for an operation: when one of them keeps the other, be it through
    /// others, or when somebody keeps both. The latter not on the floor: one administrator keeps all of it, and its
    /// agents and supervisors are people all the same.
    pub fn one_person(&self, one: AccountId, other: AccountId, operation: Operation) -> bool {
        let (hands_of_one, hands_of_other) = (self.hands(one), self.hands(other));
        let is_kept = hands_of_one.contains(&other) || hands_of_other.contains(&one);
        is_kept || (!operation.is_of_contact() && !hands_of_one.is_disjoint(&hands_of_other))
    }

    /// In whose hands an account is: whoever keeps it, and whoever keeps those.
    fn hands(&self, account: AccountId) -> BTreeSet<AccountId> {
        let (mut hands, mut ahead) = (BTreeSet::new(), vec![account]);
        while let Some(kept) = ahead.pop() {
            let keepers = self.0.get(&kept).into_iter().flatten();
            ahead.extend(keepers.filter(|keeper| hands.insert(**keeper)));
        }
        hands
    }
}

impl Trust {
    /// Notes that somebody has an account in hand: before they do. Nobody does at the console, and nobody keeps
    /// themselves.
    pub(crate) async fn keeps(
        &self,
        account: AccountId,
        act: Act,
        by: Option<AccountId>,
    ) -> sqlx::Result<()> {
        match by.filter(|by| *by != account) {
            Some(by) => table::note(self.db(), account, act, by, now()).await,
            None => Ok(()),
        }
    }

    /// The keepers that count for an operation: of roles that were granted, those who granted one by which it is
    /// asked for or approved.
    pub(crate) async fn keepers(&self, operation: Operation) -> sqlx::Result<Keepers> {
        let (now, mut keepers) = (now(), Keepers::default());
        for (account, keeper) in table::since(self.db(), now - LASTS).await? {
            keepers.add(account, keeper);
        }
        for (account, by, role) in grants::table::granted_since(self.db(), now - LASTS, now).await? {
            if role.may(operation.asking()) || role.may(operation.approving()) {
                keepers.add(account, by);
            }
        }
        Ok(keepers)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_accounts_of_one_hand_are_one_person() {
        // 1 keeps 2, 3 and 4; 5 keeps 4; 2 keeps 6; 8 and 9 keep each other; nobody keeps 7.
        let mut keepers = Keepers::default();
        for (account, keeper) in [(2, 1), (3, 1), (4, 1), (4, 5), (6, 2), (8, 9), (9, 8)] {
            keepers.add(AccountId(account), AccountId(keeper));
        }
        let check = |one, other, of_accounts: bool, of_orders: bool| {
            for (one, other) in [(one, other), (other, one)] {
                for (operation, expected) in
                    [(Operation::MakeAdministrator, of_accounts), (Operation::GiveOrder, of_orders)]
                {
                    let found = keepers.one_person(AccountId(one), AccountId(other), operation);
                    assert_eq!(found, expected, "{one} and {other}, {operation}");
                }
            }
        };
        check(1, 2, true, true);
        check(4, 5, true, true);
        check(1, 6, true, true);
        check(8, 9, true, true);
        check(2, 3, true, false);
        check(3, 6, true, false);
        check(1, 5, false, false);
        check(2, 5, false, false);
        check(1, 7, false, false);
        check(7, 9, false, false);
    }
}
