//! Whose telephone number is calling: asked of the bank while the greeting plays, so that the
//! answer is there long before anyone rings (seeds A9).

use crate::message::Message;
use bank::Bank;
use std::sync::Arc;
use tokio::sync::{Semaphore, mpsc};
use vocabulary::{ContactId, PhoneNumber};

/// Look-ups under way at once. When the bank is slow, further callers go unmatched rather than
/// pile up: an agent then sees the number only.
const AT_ONCE: usize = 256;

/// Asks the bank for the holders of calling numbers.
#[derive(Clone)]
pub(crate) struct Matching {
    bank: Arc<dyn Bank>,
    slots: Arc<Semaphore>,
    messages: mpsc::Sender<Message>,
}

impl Matching {
    pub fn new(bank: Arc<dyn Bank>, messages: mpsc::Sender<Message>) -> Matching {
        Matching { bank, slots: Arc::new(Semaphore::new(AT_ONCE)), messages }
    }

    /// Asks for one contact. A number that several customers registered matches none of them: choosing among them is
    /// for a person.
    pub fn ask(&self, contact: ContactId, caller: PhoneNumber) {
        let Ok(slot) = self.slots.clone().try_acquire_owned() else {
            tracing::warn!("the bank is slow: a caller goes unmatched");
            return;
        };
        let this = self.clone();
        tokio::spawn(async move {
            let _slot = slot;
            match this.bank.holders(&caller).await {
                Ok(holders) if !holders.is_empty() => {
                    let matched = Message::Matched(contact, holders);
                    // The centre is shutting down: nobody is left to be told.
                    let _ = this.messages.send(matched).await;
                }
                Ok(_) => {}
                Err(refused) => tracing::warn!(%contact, %refused, "a caller could not be matched"),
            }
        });
    }
}
