//! Whose token it was a moment ago, so that a request costs no SQL.

use crate::accounts::token::TokenHash;
use crate::actor::Identity;
use std::collections::{HashMap, VecDeque};
use std::time::{Duration, Instant};

/// How long an answer is believed. A revocation made by another process takes effect after it; one
/// made here takes effect at once.
const LIFETIME: Duration = Duration::from_secs(5);

/// At most so many tokens are remembered; beyond that the oldest answer is forgotten.
const MOST: usize = 10_000;

/// Answers of the accounts table, for a short time.
#[derive(Default)]
pub struct Cache {
    known: HashMap<TokenHash, Remembered>,
    /// In the order of `until`.
    order: VecDeque<(Instant, TokenHash)>,
    changes: Changes,
}

/// Tells answers that were read before a change of the accounts from those read after it.
#[derive(Clone, Copy, PartialEq, Eq, Default)]
pub struct Changes(u64);

struct Remembered {
    identity: Identity,
    until: Instant,
}

impl Cache {
    /// Whose token it is, if that is remembered.
    pub fn get(&self, token: &TokenHash, now: Instant) -> Option<Identity> {
        self.known.get(token).filter(|found| now < found.until).map(|found| found.identity.clone())
    }

    /// To be taken before the table is read.
    pub fn changes(&self) -> Changes {
        self.changes
    }

    /// Remembers what the table said, unless accounts have changed since it was asked.
    pub fn remember(&mut self, identity: Identity, now: Instant, asked: Changes) {
        if asked != self.changes {
            return;
        }
        while self.order.front().is_some_and(|(until, _)| *until <= now) || self.order.len() >= MOST {
            self.forget_oldest();
        }
        let (token, until) = (identity.token().clone(), now + LIFETIME);
        self.known.insert(token.clone(), Remembered { identity, until });
        self.order.push_back((until, token));
    }

    /// Forgets everything: accounts have changed.
    pub fn clear(&mut self) {
        let changes = Changes(self.changes.0 + 1);
        *self = Cache { changes, ..Cache::default() };
    }

    /// A token remembered a second time stands in the order twice, once with an earlier time.
    fn forget_oldest(&mut self) {
        if let Some((until, token)) = self.order.pop_front()
            && self.known.get(&token).is_some_and(|found| found.until == until)
        {
            self.known.remove(&token);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::accounts::token::Token;
    use crate::accounts::{Account, AccountId};
    use crate::actor::{Known, Shown};
    use crate::permissions::Role;
    use crate::powers::{Powers, Scope};

    fn identity(id: u64) -> Identity {
        let (name, role) = ("kim".to_owned(), Role::Agent);
        let account = Account { id: AccountId(id), name, role, agent: None, scope: Scope::All };
        let known = Known { account, shown: Shown::Token, powers: Powers::default(), is_to_enrol: false };
        Identity::new(known, Token::random().hash())
    }

    #[test]
    fn answers_are_believed_for_a_short_time() {
        let (mut cache, start, kim) = (Cache::default(), Instant::now(), identity(1));
        cache.remember(kim.clone(), start, cache.changes());
        cache.remember(kim.clone(), start + LIFETIME / 2, cache.changes());
        assert!(cache.get(kim.token(), start + LIFETIME).is_some(), "counts from the later answer");
        assert!(cache.get(kim.token(), start + LIFETIME / 2 + LIFETIME).is_none());
        assert!(cache.get(identity(2).token(), start).is_none());

        cache.remember(identity(2), start + LIFETIME, cache.changes());
        assert!(
            cache.get(kim.token(), start + LIFETIME).is_some(),
            "its first place in the order is not its last"
        );
        cache.remember(identity(3), start + 3 * LIFETIME, cache.changes());
        assert_eq!((cache.known.len(), cache.order.len()), (1, 1), "what is too old is forgotten");
    }

    #[test]
    fn memory_is_bounded() {
        let (mut cache, start, first) = (Cache::default(), Instant::now(), identity(0));
        cache.remember(first.clone(), start, cache.changes());
        for id in 1..MOST as u64 + 5 {
            cache.remember(identity(id), start, cache.changes());
        }
        assert_eq!((cache.known.len(), cache.order.len()), (MOST, MOST));
        assert!(cache.get(first.token(), start).is_none());
    }

    #[test]
    fn an_answer_older_than_a_revocation_is_not_remembered() {
        let (mut cache, start, kim) = (Cache::default(), Instant::now(), identity(1));
        let asked = cache.changes();
        cache.clear();
        cache.remember(kim.clone(), start, asked);
        assert!(cache.get(kim.token(), start).is_none());
    }
}
