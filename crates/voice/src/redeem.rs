//! Verifications at the bank port: many at once, each within its time.

use bank::Bank;
use std::sync::Arc;
use std::time::Duration;
use tokio::task::JoinSet;
use vocabulary::voice::{SecretKind, Verification};
use vocabulary::{CustomerRef, LegId, SecretDigits};

/// Verifications under way at once; one more is answered *unavailable*.
const MOST: usize = 1_000;

/// Tries before a PIN locks (seeds B5).
const TRIES: u8 = 3;

/// What the bank is asked.
pub enum Asked {
    /// Do number and PIN belong together?
    Verify {
        /// The customer number.
        number: SecretDigits,
        /// The PIN.
        pin: SecretDigits,
    },
    /// Is the secret this customer's?
    Prove {
        /// The customer.
        customer: CustomerRef,
        /// Which secret.
        kind: SecretKind,
        /// The digits.
        secret: SecretDigits,
    },
}

/// The bank's answer to one of them.
#[derive(Debug)]
pub struct Redeemed {
    /// The leg the digits were keyed on.
    pub leg: LegId,
    /// Which of its attempts.
    pub attempt: u32,
    /// The bank's word.
    pub outcome: Verification,
}

/// Verifications under way.
pub struct Redemptions {
    bank: Arc<dyn Bank>,
    within: Duration,
    tasks: JoinSet<Redeemed>,
}

impl Redemptions {
    /// None yet.
    pub fn new(bank: Arc<dyn Bank>, within: Duration) -> Redemptions {
        Redemptions { bank, within, tasks: JoinSet::new() }
    }

    /// Asks the bank.
    ///
    /// # Errors
    /// The answer at once, when too many are under way.
    pub fn begin(&mut self, leg: LegId, attempt: u32, asked: Asked) -> Result<(), Redeemed> {
        if self.tasks.len() >= MOST {
            return Err(Redeemed { leg, attempt, outcome: Verification::Unavailable });
        }
        let (bank, within) = (self.bank.clone(), self.within);
        self.tasks.spawn(async move {
            // The task of its own keeps a bank client that panics from taking the node along.
            let asked = tokio::spawn(async move {
                let answer = async {
                    match &asked {
                        Asked::Verify { number, pin } => bank.verify(number, pin).await,
                        Asked::Prove { customer, kind, secret } => bank.prove(customer, *kind, secret).await,
                    }
                };
                match tokio::time::timeout(within, answer).await {
                    Ok(answer) => judge(answer),
                    Err(_late) => Verification::Unavailable,
                }
            });
            Redeemed { leg, attempt, outcome: asked.await.unwrap_or(Verification::Unavailable) }
        });
        Ok(())
    }

    /// Waits for the next answer; for ever, while none is under way.
    pub async fn next(&mut self) -> Redeemed {
        loop {
            match self.tasks.join_next().await {
                Some(Ok(redeemed)) => return redeemed,
                // Only a task that was aborted gives no answer, and none ever is.
                Some(Err(_)) => {}
                None => std::future::pending().await,
            }
        }
    }
}

/// A mistyped entry that the bank's form refuses (a star in a PIN, say) is the caller's mistake,
/// not an outage, and no try was counted.
fn judge(answer: Result<Verification, bank::Error>) -> Verification {
    match answer {
        Ok(outcome) => outcome,
        Err(bank::Error::Refused) => Verification::Wrong { left: TRIES },
        Err(failed) => {
            tracing::warn!(%failed, "a customer could not be verified");
            Verification::Unavailable
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_refused_form_is_a_wrong_entry_and_an_outage_is_none() {
        let late = bank::Error::Late(vocabulary::Span::seconds(2));
        assert_eq!(judge(Err(bank::Error::Refused)), Verification::Wrong { left: TRIES });
        assert_eq!(judge(Err(late)), Verification::Unavailable);
        assert_eq!(judge(Ok(Verification::Locked)), Verification::Locked);
    }
}
