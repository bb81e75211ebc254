//! What is under way, was reported and was agreed to, behind masks.

use super::movements::{Amount, Source};
use crate::words::{
    ApplicationState, DeviceEventKind, LockedSecret, ProductionState, Purpose, ReportKind, ReportState,
    Reporter,
};
use bank::customers as bank;
use serde::Serialize;
use utoipa::ToSchema;

/// Something the customer applied for.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Application {
    /// The bank's own key.
    #[schema(example = "A-17")]
    reference: String,
    /// As the bank calls it.
    #[schema(example = "Mortgage")]
    product: String,
    state: ApplicationState,
    #[schema(format = Date)]
    since: String,
    /// When it last moved.
    #[schema(format = Date)]
    moved: String,
}

impl From<&bank::Application> for Application {
    fn from(one: &bank::Application) -> Application {
        Application {
            reference: one.reference.clone(),
            product: one.product.clone(),
            state: one.state.into(),
            since: one.since.to_string(),
            moved: one.moved.to_string(),
        }
    }
}

/// A report of loss or a freeze.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct LossReport {
    /// The bank's own key.
    #[schema(example = "R-8")]
    reference: String,
    on: Source,
    kind: ReportKind,
    #[schema(format = DateTime)]
    at: String,
    by: Reporter,
    state: ReportState,
}

impl LossReport {
    pub fn masked(report: &bank::Report) -> LossReport {
        LossReport {
            reference: report.reference.clone(),
            on: (&report.on).into(),
            kind: report.kind.into(),
            at: report.at.to_string(),
            by: report.by.into(),
            state: report.state.into(),
        }
    }
}

/// A card in the making.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Production {
    /// The card's number behind its mask.
    #[schema(example = "990011…9021")]
    card: String,
    state: ProductionState,
    #[schema(format = Date)]
    moved: String,
    /// When it is to arrive, if that is known.
    #[schema(format = Date, required = true)]
    arrives: Option<String>,
}

impl Production {
    pub fn masked(made: &bank::Production) -> Production {
        Production {
            card: made.card.masked(),
            state: made.state.into(),
            moved: made.moved.to_string(),
            arrives: made.arrives.map(|day| day.to_string()),
        }
    }
}

/// Something that happened at a machine.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct DeviceEvent {
    #[schema(format = DateTime)]
    at: String,
    /// The machine's own name.
    #[schema(example = "ATM-0412")]
    device: String,
    kind: DeviceEventKind,
    on: Source,
    /// If it was about an amount.
    #[schema(required = true)]
    amount: Option<Amount>,
}

impl DeviceEvent {
    pub fn masked(event: &bank::DeviceEvent) -> DeviceEvent {
        DeviceEvent {
            at: event.at.to_string(),
            device: event.device.clone(),
            kind: event.kind.into(),
            on: (&event.on).into(),
            amount: event.amount.map(Amount::from),
        }
    }
}

/// What the customer told the bank to agree to, or not.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct BankConsent {
    purpose: Purpose,
    given: bool,
    #[schema(format = Date)]
    since: String,
}

impl From<&bank::Consent> for BankConsent {
    fn from(consent: &bank::Consent) -> BankConsent {
        BankConsent {
            purpose: consent.purpose.into(),
            given: consent.given,
            since: consent.since.to_string(),
        }
    }
}

/// How a secret stands that wrong tries lock.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct SecretLock {
    secret: LockedSecret,
    /// Wrong tries in a row.
    wrong: u8,
    locked: bool,
}

impl From<&bank::Lock> for SecretLock {
    fn from(lock: &bank::Lock) -> SecretLock {
        SecretLock { secret: lock.secret.into(), wrong: lock.wrong, locked: lock.locked }
    }
}
