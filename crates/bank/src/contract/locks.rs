//! Rules of locks: what is locked shows, and an order opens it, once.

use super::{Known, LOCKS_AT, Sample};
use crate::customers::LockedSecret;
use crate::operations::{Declined, Instruction, Order, OrderKey, Outcome, Reason};
use crate::{Bank, Error};
use vocabulary::voice::Verification;
use vocabulary::{AccountId, ContactId};

/// Puts the bank's locks through the contract. The query PIN of [`Sample::locks`] is locked by now; in the end it is
/// open. An adapter that tells no locks passes; one that does not unlock, when the sample says so.
pub async fn check(bank: &dyn Bank, sample: &Sample, keys: &mut dyn FnMut() -> OrderKey) {
    let known = &sample.locks;
    let told = stands(bank, known).await;
    if told.is_none() {
        return;
    }
    assert_eq!(told, Some((true, LOCKS_AT)), "what is locked shows");
    let mut unlock = || Order {
        key: keys(),
        customer: known.customer.clone(),
        instruction: Instruction::Unlock { secret: LockedSecret::QueryPin },
        reason: Reason::Forgotten,
        contact: ContactId(1),
        by: AccountId(1),
        approved_by: None,
    };
    let order = unlock();
    let done = bank.operate(&order).await;
    if sample.not_done.contains(&"unlock") {
        let not_offered =
            matches!(done, Err(Error::NotOffered) | Ok(Outcome::Declined { why: Declined::NotOffered }));
        return assert!(not_offered, "the sample says that the bank does not unlock: {done:?}");
    }
    assert!(matches!(done, Ok(Outcome::Done { .. })), "what is locked can be unlocked: {done:?}");
    assert_eq!(bank.operate(&order).await, done, "the same key, the same answer");
    assert_eq!(stands(bank, known).await, Some((false, 0)), "the count begins anew");
    let right = bank.verify(&known.number, &known.pin).await;
    assert_eq!(right, Ok(Verification::Verified(known.customer.clone())), "and the PIN opens again");
    let nothing = bank.operate(&unlock()).await;
    assert_eq!(nothing, Ok(Outcome::Declined { why: Declined::NotPossible }), "what is open is not unlocked");
}

/// Whether the query PIN is locked, and its wrong tries.
async fn stands(bank: &dyn Bank, known: &Known) -> Option<(bool, u8)> {
    let locks = bank.locks(&known.customer).await.ok()?;
    locks.iter().find(|lock| lock.secret == LockedSecret::QueryPin).map(|lock| (lock.locked, lock.wrong))
}
