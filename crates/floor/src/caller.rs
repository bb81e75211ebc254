//! Who is on the line, as far as anybody says: whose number it is, whom the agent found, and whether the caller is
//! that person at all. What is kept about it stands here; what happens is decided in `decide::caller`.

use crate::apply::with;
use crate::{Contact, State};
use serde::{Deserialize, Serialize};
use vocabulary::journal::CallerWord;
use vocabulary::{ContactId, CustomerRef};

/// What is known of a caller beside the customer.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Caller {
    /// Whose the calling number is, when it is several customers'.
    #[serde(default)]
    pub several: Vec<CustomerRef>,
    /// An agent found out whom the matter is about.
    #[serde(default)]
    pub identified: bool,
    /// Whose the calling number is, when the agent said otherwise since.
    #[serde(default)]
    pub before: Option<CustomerRef>,
    /// The caller is not the customer.
    #[serde(default)]
    pub third_party: bool,
    /// How the customer was verified, if so.
    #[serde(default)]
    pub proof: Option<Proof>,
}

/// How a customer was verified.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Proof {
    /// By customer number and PIN, before anybody answered.
    Flow,
    /// By a secret keyed in with an agent on the line.
    SecureEntry,
    /// By an answer at the registered number, which an agent called.
    RegisteredNumber,
}

/// Carries out what was said.
pub(crate) fn apply(state: &mut State, contact: ContactId, word: &CallerWord) {
    with(state, contact, |c| {
        let caller = c.caller.get_or_insert_default();
        match word {
            CallerWord::Several { customers } => caller.several.clone_from(customers),
            CallerWord::Identified { customer } => {
                c.tier = c.tier.filter(|_| c.customer.as_ref() == Some(customer));
                if !caller.identified {
                    caller.before = c.customer.take();
                }
                caller.identified = true;
                c.customer = Some(customer.clone());
            }
            CallerWord::Undone { customer } => {
                (caller.identified, caller.before) = (false, None);
                c.tier = c.tier.filter(|_| c.customer == *customer);
                c.customer.clone_from(customer);
            }
            CallerWord::ThirdParty => caller.third_party = true,
            CallerWord::Holder => caller.third_party = false,
        }
    });
}

/// The bank has said who it is.
pub(crate) fn verified(contact: &mut Contact, customer: &CustomerRef) {
    let called = contact.proof().filter(|proof| *proof == Proof::RegisteredNumber && !contact.verified);
    let proof = match contact.keying {
        Some(_) => Proof::SecureEntry,
        None => called.unwrap_or(Proof::Flow),
    };
    let is_other = contact.customer.as_ref() != Some(customer);
    let caller = contact.caller.get_or_insert_default();
    caller.proof = Some(proof);
    caller.identified &= !is_other;
}

impl Contact {
    /// Whether an agent found out whom the matter is about.
    pub fn is_identified(&self) -> bool {
        self.caller.as_ref().is_some_and(|caller| caller.identified)
    }

    /// Whether the caller is not the customer.
    pub fn is_third_party(&self) -> bool {
        self.caller.as_ref().is_some_and(|caller| caller.third_party)
    }

    /// Whose the calling number is, when it is several customers'.
    pub fn holders(&self) -> &[CustomerRef] {
        self.caller.as_ref().map(|caller| caller.several.as_slice()).unwrap_or_default()
    }

    /// How the customer was verified, if so.
    pub fn proof(&self) -> Option<Proof> {
        self.caller.as_ref().and_then(|caller| caller.proof)
    }
}
