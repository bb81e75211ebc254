//! Plain enumerations as the outside spells them. Each is made from the house's own by a match that
//! does not compile when a word is added there and forgotten here.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use vocabulary::journal;

macro_rules! words {
    ($($(#[$doc:meta])* $name:ident of $source:path { $($word:ident),+ $(,)? })+) => {
        $(
            $(#[$doc])*
            #[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
            #[serde(rename_all = "snake_case")]
            pub(crate) enum $name {
                $($word),+
            }

            impl From<$source> for $name {
                fn from(word: $source) -> $name {
                    match word {
                        $(<$source>::$word => $name::$word),+
                    }
                }
            }
        )+
    };
}

/// Words that requests say as well.
macro_rules! spoken {
    ($($(#[$doc:meta])* $name:ident of $source:path { $($word:ident),+ $(,)? })+) => {
        words! { $($(#[$doc])* $name of $source { $($word),+ })+ }
        $(
            impl From<$name> for $source {
                fn from(word: $name) -> $source {
                    match word {
                        $($name::$word => <$source>::$word),+
                    }
                }
            }
        )+
    };
}

spoken! {
    /// How a promise stands.
    PromiseState of store::PromiseState {
        Open, Kept, NotKept,
    }
    /// Why a promise was not kept.
    PromiseReason of store::WhyNotKept {
        Unreachable, NotWanted, DoneOtherwise, NotPossible, Overlooked,
    }
    /// What can be done at the bank for a customer.
    OperationKind of centre::What {
        ReportLoss, Freeze, RaiseLimit, AdjustInterest, AdjustFee, AdjustAnnualFee, Instalment, ReplaceCard,
        SetTransferLimit, ResendStatement, Dispute, Unlock, Reverse,
    }
    /// Why something is done, for the bank's records.
    OperationReason of bank::operations::Reason {
        CustomerRequest, Lost, Stolen, Suspicion, Travel, Purchase, FirstMissed, BankError,
        Damaged, Goodwill, Unrecognised, NotReceived, Forgotten, Mistake,
    }
}

words! {
    /// How a contact ended.
    EndReason of journal::EndReason {
        CustomerHungUp, AgentHungUp, Abandoned, LeftInFlow, FlowEnded, Closed, Full, Unstaffed,
        CustomerLost, Interrupted, FlowFault, Phantom, Unreached, PlaceTaken,
    }
    /// Why a place that is kept for a call-back is out of the line.
    Rest of journal::Rest {
        NextTry, OutOfHours, OnTheLine, QueueClosed, Interrupted,
    }
    /// Why a customer was called and not reached.
    CallbackFailure of journal::CallbackFailure {
        NoAnswer, Engaged, Refused, Unreachable, AgentLeft, CalledAgain, Cancelled, Interrupted,
    }
    /// How a place that was kept for a call-back came to its end without the customer being reached.
    CallbackOutcome of journal::CallbackOutcome {
        Unreached, HoursOver, CalledAgain, Joined, Cancelled, NumberGone,
    }
    /// Why an agent is not ready.
    NotReady of journal::NotReady {
        SignedOut, Pause, Supervisor, NoAnswer, Rejected, Unreachable, PhoneLost, Interrupted, Break,
        Meal, Training, Meeting, PageLost, PageFrozen,
    }
    /// Why an offer came to nothing.
    OfferFailure of journal::OfferFailure {
        NoAnswer, Rejected, Unreachable, CallerLeft, Interrupted,
    }
    /// Why a panel of a customer's view failed: no answer in time; the bank cannot be reached; an answer
    /// that breaks the contract; too many questions; left alone after failing again and again; no such customer; not offered by the bank; our own
    /// database.
    PanelFailure of centre::Failure {
        Late, Unreachable, Malformed, Busy, Resting, UnknownCustomer, NotOffered, Database,
    }
    /// How the bank ranks a customer, from many to few.
    Tier of vocabulary::Tier {
        Standard, Gold, Platinum, Private,
    }
    /// Kinds of identity documents.
    DocumentKind of bank::customers::DocumentKind {
        IdentityCard, Passport, Other,
    }
    /// Kinds of deposit accounts.
    AccountKind of bank::customers::AccountKind {
        Current, Savings, TermDeposit,
    }
    /// How an account stands.
    AccountStatus of bank::customers::AccountStatus {
        Active, Dormant, Frozen, Closed,
    }
    /// Kinds of payment cards.
    CardKind of bank::customers::CardKind {
        Debit, Credit,
    }
    /// How a card stands. An inactive one has been sent out and not been activated yet.
    CardStatus of bank::customers::CardStatus {
        Active, Inactive, Frozen, Lost, Expired,
    }
    /// Why money moved.
    TransactionKind of bank::customers::TransactionKind {
        Purchase, Withdrawal, Deposit, TransferIn, TransferOut, Salary, BillPayment, Fee, AnnualFee, Interest,
        Refund,
    }
    /// How a bill stands. A partly paid one bears interest on the rest; of a missed one less than the
    /// minimum was paid.
    BillStatus of bank::customers::BillStatus {
        Open, Paid, Partial, Missed,
    }
    /// What was adjusted.
    AdjustmentKind of bank::customers::AdjustmentKind {
        Interest, Fee, AnnualFee, Goodwill, Instalment, Dispute,
    }
    /// What a limit bounds.
    LimitKind of bank::customers::LimitKind {
        Credit, TemporaryCredit, Cash, DailyTransfer, DailyWithdrawal,
    }
    /// How far an application has come.
    ApplicationState of bank::customers::ApplicationState {
        Received, InReview, WaitsForCustomer, Approved, Declined,
    }
    /// What was reported.
    ReportKind of bank::customers::ReportKind {
        Loss, Theft, Freeze, PaymentStop, Dispute,
    }
    /// How a report stands. A temporary one was made by telephone.
    ReportState of bank::customers::ReportState {
        Temporary, Formal, Lifted,
    }
    /// Who reported.
    Reporter of bank::customers::Reporter {
        Customer, Bank, Authority,
    }
    /// How far the making of a card has come.
    ProductionState of bank::customers::ProductionState {
        Ordered, Made, Sent, Delivered, Returned,
    }
    /// What happened at a cash machine. `not_paid_out`: debited, and no cash came.
    DeviceEventKind of bank::customers::DeviceEventKind {
        Withdrawal, Deposit, CardRetained, WrongPin, NotPaidOut, TimedOut,
    }
    /// A secret of a customer's that wrong tries lock.
    LockedSecret of bank::customers::LockedSecret {
        LoginPassword, TransactionPin, QueryPin,
    }
    /// What a customer agreed to, or did not.
    Purpose of bank::customers::Purpose {
        Marketing, Profiling, Partners, Journeys, Surveys,
    }
    /// How a customer likes to be reached.
    PreferredWay of bank::customers::Way {
        Telephone, Message, Email, Letter,
    }
    /// How a customer wishes to be addressed.
    FormOfAddress of bank::customers::Address {
        Madam, Sir, Doctor, Professor, Director, ByName,
    }
    /// On which days.
    QuietDays of bank::customers::Days {
        Every, Weekdays, Weekend,
    }
    /// What happened in a customer's life, or is near.
    LifeEventKind of bank::customers::LifeEventKind {
        Birthday, Moved, NewJob, Retired, Marriage, Child, Bereavement,
    }
    /// By which way a contact came.
    ContactChannel of vocabulary::plan::Channel {
        Voice, Chat,
    }
    /// Whether a customer was called back by the time that was told.
    CallbackKept of indicators::Called {
        Kept, Late,
    }
    /// Kinds of loans.
    LoanKind of bank::customers::LoanKind {
        Mortgage, Car, Consumer, Business,
    }
    /// Kinds of investments.
    PositionKind of bank::customers::PositionKind {
        Fund, WealthProduct, Bond, Insurance, Bullion,
    }
    /// How somebody travels.
    Vehicle of bank::customers::Vehicle {
        Air, Rail, Sea, Road,
    }
    /// How an order to the bank stands. Waiting for a second person; refused by one, or not decided while the
    /// contact lasted; conditional: it goes ahead by itself when its condition is met; lapsed, when that was not met in
    /// time; withdrawn before it was; unknown: told, and not answered yet; pending at the bank; done; declined by the bank;
    /// never: the bank never had it and takes it no more.
    OrderState of store::OrderState {
        Waiting, Refused, Conditional, Lapsed, Withdrawn, Unknown, Pending, Done, Declined, Never,
    }
    /// Whether an agent may: alone, with a second person, or not.
    OperationDecision of conditions::Decision {
        Alone, SecondPerson, Refused,
    }
    /// How sure it is who is on the line.
    CallerLevel of conditions::Level {
        Unknown, Matched, Identified, Verified, Strong,
    }
    /// How a recording ended.
    RecordingOutcome of journal::RecordingOutcome {
        Complete, Interrupted, Failed,
    }
    /// What an agent is doing.
    Doing of centre::Doing {
        NotReady, Ready, Offered, Talking, WrapUp,
    }
}

/// A language of prompts and pages.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub(crate) enum Language {
    #[serde(rename = "zh")]
    Chinese,
    #[serde(rename = "ko")]
    Korean,
    #[serde(rename = "en")]
    English,
}

impl From<Language> for vocabulary::Language {
    fn from(language: Language) -> vocabulary::Language {
        match language {
            Language::Chinese => vocabulary::Language::Chinese,
            Language::Korean => vocabulary::Language::Korean,
            Language::English => vocabulary::Language::English,
        }
    }
}

impl From<vocabulary::Language> for Language {
    fn from(language: vocabulary::Language) -> Language {
        match language {
            vocabulary::Language::Chinese => Language::Chinese,
            vocabulary::Language::Korean => Language::Korean,
            vocabulary::Language::English => Language::English,
        }
    }
}
