//! Unmasked fields as the outside sees them. A value in clear is in one answer, and nowhere else.

use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use trust::unmaskings::{Review, Unmasking, UnmaskingId};
use utoipa::ToSchema;
use vocabulary::{AccountId, PersonalField, Purpose};
use zeroize::Zeroizing;

/// How long a value in clear is to be shown, in seconds: time to read it out, or to compare it.
const SHOWN_S: u32 = 30;

/// A field to be shown in clear.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Unmask {
    pub field: FieldWord,
    /// The mask as it is shown: of several cards or accounts it says which.
    #[schema(example = "990012…4564")]
    pub shown: String,
    pub purpose: PurposeWord,
    /// Why, in a few words: 5 to 500 characters, all of them seen (no controls, no marks of direction), not all the
    /// same. It is kept sealed, for the privacy officer.
    #[schema(
        example = "the customer reads the number out, and it has to be compared",
        min_length = 5,
        max_length = 500
    )]
    pub reason: String,
}

/// A field to be shown in clear to somebody who is not permitted to see it.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct BreakGlass {
    /// The contact whose customer it is.
    #[schema(example = "C-17")]
    pub contact: String,
    pub field: FieldWord,
    /// The mask, where it is known. Without one there must be only one such field.
    #[schema(example = "990012…4564", required = false)]
    #[serde(default)]
    pub shown: Option<String>,
    pub purpose: PurposeWord,
    /// Why, in a few words: 5 to 500 characters, all of them seen, not all the same.
    #[schema(example = "the agent who served the customer has fallen ill", min_length = 5, max_length = 500)]
    pub reason: String,
}

/// Which field. What is of class C3 (PINs, codes) is none of them: nobody ever sees it.
#[derive(Debug, Clone, Copy, Deserialize, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum FieldWord {
    Name,
    Birthday,
    /// The number of the identity document.
    Document,
    /// The number the customer calls from.
    Caller,
    /// An account's number.
    Account,
    /// A card's number.
    Card,
}

/// What it is for.
#[derive(Debug, Clone, Copy, Deserialize, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum PurposeWord {
    /// To make sure who is speaking.
    Identification,
    /// To do what the customer asks for.
    Service,
    /// To work on a complaint.
    Complaint,
    /// To stop or clear up a fraud.
    Fraud,
    /// To correct what is on file.
    Correction,
    /// Because an authority or a law asks for it.
    Legal,
}

impl From<FieldWord> for PersonalField {
    fn from(word: FieldWord) -> PersonalField {
        match word {
            FieldWord::Name => PersonalField::Name,
            FieldWord::Birthday => PersonalField::Birthday,
            FieldWord::Document => PersonalField::Document,
            FieldWord::Caller => PersonalField::Caller,
            FieldWord::Account => PersonalField::Account,
            FieldWord::Card => PersonalField::Card,
        }
    }
}

impl From<PurposeWord> for Purpose {
    fn from(word: PurposeWord) -> Purpose {
        match word {
            PurposeWord::Identification => Purpose::Identification,
            PurposeWord::Service => Purpose::Service,
            PurposeWord::Complaint => Purpose::Complaint,
            PurposeWord::Fraud => Purpose::Fraud,
            PurposeWord::Correction => Purpose::Correction,
            PurposeWord::Legal => Purpose::Legal,
        }
    }
}

/// A value in clear. It does not print.
#[derive(Serialize, ToSchema)]
pub(crate) struct InClear {
    /// The name of the unmasking.
    #[schema(example = "M-3")]
    unmasking: String,
    field: FieldWord,
    #[schema(value_type = String, example = "9900120001234564")]
    value: Text,
    /// After so many seconds it is to be masked again.
    shown_s: u32,
}

struct Text(Zeroizing<String>);

impl Serialize for Text {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.0)
    }
}

impl InClear {
    pub fn new(id: UnmaskingId, field: FieldWord, value: Zeroizing<String>) -> InClear {
        InClear { unmasking: id.to_string(), field, value: Text(value), shown_s: SHOWN_S }
    }
}

/// What was unmasked.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct UnmaskingList {
    /// Newest first.
    pub unmaskings: Vec<UnmaskingView>,
}

/// One of them. The value itself is kept nowhere.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct UnmaskingView {
    #[schema(example = "M-3")]
    id: String,
    #[schema(format = DateTime)]
    at: String,
    #[schema(example = "U-3")]
    account: String,
    #[schema(example = "kim", required = true)]
    name: Option<String>,
    #[schema(example = "C-17")]
    contact: String,
    /// The bank's name for the customer; null of a caller whom nobody knows.
    #[schema(example = "k-7", required = true)]
    customer: Option<String>,
    #[schema(example = "card")]
    field: &'static str,
    #[schema(example = "fraud")]
    purpose: &'static str,
    /// What was said about why; null once the customer is erased.
    #[schema(required = true)]
    reason: Option<String>,
    /// Whoever did it was not permitted to.
    broke_glass: bool,
    #[schema(required = true)]
    review: Option<ReviewView>,
    /// Whether it waits for the reader to look into it.
    yours: bool,
}

/// What came of looking into it.
#[derive(Debug, Serialize, ToSchema)]
struct ReviewView {
    #[schema(example = "lee", required = true)]
    by: Option<String>,
    #[schema(format = DateTime)]
    at: String,
    verdict: VerdictWord,
}

/// Whether it was right.
#[derive(Debug, Clone, Copy, Deserialize, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum VerdictWord {
    /// There was a need.
    Justified,
    /// There was none.
    Unjustified,
}

impl From<VerdictWord> for trust::unmaskings::Verdict {
    fn from(word: VerdictWord) -> trust::unmaskings::Verdict {
        match word {
            VerdictWord::Justified => trust::unmaskings::Verdict::Justified,
            VerdictWord::Unjustified => trust::unmaskings::Verdict::Unjustified,
        }
    }
}

impl From<trust::unmaskings::Verdict> for VerdictWord {
    fn from(verdict: trust::unmaskings::Verdict) -> VerdictWord {
        match verdict {
            trust::unmaskings::Verdict::Justified => VerdictWord::Justified,
            trust::unmaskings::Verdict::Unjustified => VerdictWord::Unjustified,
        }
    }
}

/// What came of looking into it.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Reviewed {
    pub verdict: VerdictWord,
}

impl UnmaskingView {
    pub fn new(
        unmasking: &Unmasking,
        reason: Option<String>,
        reader: AccountId,
        names: &BTreeMap<AccountId, String>,
    ) -> UnmaskingView {
        let Unmasking { id, at, account, what, review } = unmasking;
        let view = |review: &Review| ReviewView {
            by: names.get(&review.by).cloned(),
            at: review.at.to_string(),
            verdict: review.verdict.into(),
        };
        UnmaskingView {
            id: id.to_string(),
            at: at.to_string(),
            account: account.to_string(),
            name: names.get(account).cloned(),
            contact: what.contact.to_string(),
            customer: what.customer.as_ref().map(ToString::to_string),
            field: what.field.tag(),
            purpose: what.purpose.tag(),
            reason,
            broke_glass: what.broke_glass,
            review: review.as_ref().map(view),
            yours: what.broke_glass && review.is_none() && *account != reader,
        }
    }
}

/// How often the glass was broken without anybody having looked into it.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct ToReview {
    pub waiting: u64,
}
