//! How sure it is who calls, read from a whole journal: nothing but the bank's word about a secret, or an answer
//! at the registered number, makes it surer.

use std::collections::{BTreeMap, BTreeSet};
use vocabulary::journal::{Entry, FlowAct, Record, VerificationCall, VerificationStep};
use vocabulary::{ContactId, CustomerRef, LegId};

/// What has been said of one contact.
#[derive(Default)]
struct Known {
    /// The bank was asked about what was keyed in.
    asked: bool,
    /// Whose registered number is called, and on which leg.
    called: Option<(CustomerRef, Option<LegId>)>,
    /// Whose registered telephone was answered.
    answered: Option<CustomerRef>,
    third_party: bool,
}

/// What is wrong with how customers came to be verified; `answered` are the telephones that really were.
pub fn judge(records: &[Record], answered: &BTreeSet<LegId>) -> Vec<String> {
    let mut problems = Vec::new();
    let mut known: BTreeMap<ContactId, Known> = BTreeMap::new();
    for record in records {
        let Some(contact) = record.entry.contact() else { continue };
        let of = known.entry(contact).or_default();
        let mut wrong = |what: &str| problems.push(format!("{contact} at {}: {what}", record.sequence));
        match &record.entry {
            Entry::FlowMoved { act, .. } => of.asked = matches!(act, FlowAct::Verify { .. }),
            Entry::SecureEntryKeyed { .. } => of.asked = true,
            Entry::SecureEntryOver { .. } => of.asked = false,
            Entry::VerificationCall(VerificationCall { step, .. }) => match step {
                VerificationStep::Begun { customer } => of.called = Some((customer.clone(), None)),
                VerificationStep::Dialled { leg, .. } => match &mut of.called {
                    Some((_, rings)) => *rings = Some(*leg),
                    None => wrong("a registered number is called that nobody asked for"),
                },
                VerificationStep::Answered => match of.called.take() {
                    Some((customer, Some(leg))) if answered.contains(&leg) => of.answered = Some(customer),
                    _ => wrong("the registered telephone is said to be answered, and was not"),
                },
                VerificationStep::Failed { .. } => {
                    of.called.iter_mut().for_each(|(_, rings)| *rings = None);
                }
            },
            Entry::CallerTold { word, .. } => match word {
                vocabulary::journal::CallerWord::ThirdParty => of.third_party = true,
                vocabulary::journal::CallerWord::Holder => of.third_party = false,
                _ if of.called.is_some() => {
                    wrong("it becomes another's while the registered number is called")
                }
                _ => {}
            },
            Entry::CustomerVerified { customer, .. } => match of.answered.take() {
                Some(called) if called == *customer && !of.third_party => {}
                Some(_) => wrong("verified as somebody whose telephone was not called"),
                None if of.asked => {}
                None => wrong("verified by nothing"),
            },
            // A talk that ends takes what was asked with it.
            Entry::ContactEnded { .. } => *of = Known::default(),
            _ => {}
        }
    }
    problems
}
