//! A call that is held back for a moment.
//!
//! A caller who leaves frees the agent at once, and the next caller may be offered to the same
//! telephone before it can be told that the first call is over. It would answer 486, and an agent who
//! did nothing would be taken for one who refuses.

use vocabulary::{LegId, PhoneNumber, Span, Time};

/// A telephone that has said nothing for this long does not hold up the next call any further.
const AT_MOST: Span = Span::millis(500);

/// What will be dialled.
pub struct Held {
    pub leg: LegId,
    pub to: Box<str>,
    pub caller: Option<PhoneNumber>,
    pub offer: Box<str>,
    /// When it is dialled at the latest.
    pub until: Time,
}

impl Held {
    pub fn new(now: Time, leg: LegId, to: &str, caller: Option<&PhoneNumber>, offer: &str) -> Held {
        Held { leg, to: to.into(), caller: caller.cloned(), offer: offer.into(), until: now + AT_MOST }
    }
}
