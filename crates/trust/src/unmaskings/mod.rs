//! Masked fields that were shown in clear: each with who, whose, which, what for and why.
//!
//! Whoever is permitted unmasks one field at a time. Who is not may *break the glass*: it is shown all the same,
//! an alarm says so at once, and somebody else looks into it afterwards.

pub(crate) mod service;
pub(crate) mod table;

use crate::grants::ids;
use std::fmt;
use std::str::FromStr;
use store::blobs::BlobKeyId;
use store::sealed::Place;
use vocabulary::{AccountId, ContactId, CustomerRef, PersonalField, Purpose, Time};

pub use service::{NotReviewed, NotUnmasked};

ids! {
    /// Names an unmasking.
    UnmaskingId, "M", NoUnmaskingId, "M-3";
}

/// What unmasking is called in the audit.
pub const UNMASKED: &str = "unmask";

/// Why the audit says that nothing was unmasked when it was more than may be within an hour.
pub const PACED: &str = "paced";

/// What breaking the glass is called in the audit.
pub const BROKE_GLASS: &str = "break_glass";

/// A field that is about to be shown in clear.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unmask {
    /// In which contact.
    pub contact: ContactId,
    /// Whose; none of a caller whom nobody knows.
    pub customer: Option<CustomerRef>,
    /// Which.
    pub field: PersonalField,
    /// What for.
    pub purpose: Purpose,
    /// Why, sealed for [`reason_place`].
    pub reason: Vec<u8>,
    /// The key that opens the reason.
    pub reason_key: BlobKeyId,
    /// Whether whoever does it is not permitted to.
    pub broke_glass: bool,
}

/// One that was.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unmasking {
    /// Its name.
    pub id: UnmaskingId,
    /// When.
    pub at: Time,
    /// By whom.
    pub account: AccountId,
    /// All else.
    pub what: Unmask,
    /// What came of looking into it; none of what nobody has looked into.
    pub review: Option<Review>,
}

/// What came of looking into it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Review {
    /// By whom.
    pub by: AccountId,
    /// When.
    pub at: Time,
    /// What came of it.
    pub verdict: Verdict,
}

/// Whether it was right.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// There was a need.
    Justified,
    /// There was none: a matter for whoever leads that person.
    Unjustified,
}

impl Verdict {
    /// Both.
    pub const ALL: [Verdict; 2] = [Verdict::Justified, Verdict::Unjustified];

    /// The name in the database and in documents.
    pub fn tag(self) -> &'static str {
        match self {
            Verdict::Justified => "justified",
            Verdict::Unjustified => "unjustified",
        }
    }
}

impl FromStr for Verdict {
    type Err = ();
    fn from_str(text: &str) -> Result<Verdict, ()> {
        Verdict::ALL.into_iter().find(|verdict| verdict.tag() == text).ok_or(())
    }
}

impl fmt::Display for Verdict {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.tag())
    }
}

/// Where a reason stands sealed. It opens for this contact only.
pub fn reason_place(contact: ContactId) -> Place {
    Place::new("unmaskings", "reason", contact.0)
}
