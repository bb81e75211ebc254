//! Customers as the outside sees them. Whatever is personal is masked here, on its way out: the types
//! it comes in do not serialise, so that nothing of it leaves unmasked by oversight.

pub(crate) mod matters;
pub(crate) mod movements;
pub(crate) mod person;
pub(crate) mod wealth;
pub(crate) mod work;

use crate::words::{
    AccountKind, AccountStatus, CallbackKept, CardKind, CardStatus, ContactChannel, DocumentKind, EndReason,
    Language, PanelFailure, Tier,
};
use bank::customers as bank;
use matters::{Application, BankConsent, DeviceEvent, LossReport, Production, SecretLock};
use movements::{Bills, Limit, Transaction};
use person::{LifeEvent, Preferences};
use serde::Serialize;
use store::ContactRow;
use utoipa::ToSchema;
use vocabulary::Money;
use wealth::{Holdings, Journey, Points};
use work::OpenWork;

/// What is known of the customer of an open contact. Each panel comes, or fails, by itself.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct CustomerView {
    /// The bank's pseudonymous key of the customer. Matched by the calling number alone it says nothing
    /// about who is calling; the contact tells whether it is verified.
    #[schema(example = "cst-7f3a9c0d52")]
    customer: String,
    identity: Panel<Identity>,
    accounts: Panel<Vec<Account>>,
    cards: Panel<Vec<Card>>,
    transactions: Panel<Vec<Transaction>>,
    bills: Panel<Bills>,
    limits: Panel<Vec<Limit>>,
    applications: Panel<Vec<Application>>,
    reports: Panel<Vec<LossReport>>,
    production: Panel<Vec<Production>>,
    holdings: Panel<Holdings>,
    points: Panel<Points>,
    devices: Panel<Vec<DeviceEvent>>,
    consents: Panel<Vec<BankConsent>>,
    journeys: Panel<Vec<Journey>>,
    locks: Panel<Vec<SecretLock>>,
    preferences: Panel<Preferences>,
    life_events: Panel<Vec<LifeEvent>>,
    contacts: Panel<Vec<EarlierContact>>,
    work: Panel<OpenWork>,
}

/// A part of the view: there, late, or failed.
#[derive(Debug, Serialize, ToSchema)]
#[serde(tag = "state", rename_all = "snake_case")]
pub(crate) enum Panel<T> {
    /// It is there.
    Ready {
        /// When it was true.
        #[schema(format = DateTime)]
        as_of: String,
        value: T,
    },
    /// It has not come yet, and still may.
    Late {
        /// When it was asked for.
        #[schema(format = DateTime)]
        asked: String,
        /// Whether the panel's own deadline has passed; before that nobody need be told.
        overdue: bool,
        /// The last good answer, when it is asked for again.
        #[schema(required = true)]
        stale: Option<Stale<T>>,
    },
    /// It does not come unless it is asked for again.
    Failed {
        /// When that was known.
        #[schema(format = DateTime)]
        at: String,
        why: PanelFailure,
        /// The last good answer, when there was one.
        #[schema(required = true)]
        stale: Option<Stale<T>>,
    },
    /// It is not shown: the caller is not the customer.
    Withheld,
}

/// What a panel held before it was asked for again. It is as old as it says: look at it, and do not rely on it.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Stale<T> {
    /// When it was true.
    #[schema(format = DateTime)]
    as_of: String,
    value: T,
}

impl<T> Panel<T> {
    /// The same with other values, the last good one included.
    fn map<U>(self, change: impl Fn(T) -> U) -> Panel<U> {
        let kept = |stale: Option<Stale<T>>| {
            stale.map(|Stale { as_of, value }| Stale { as_of, value: change(value) })
        };
        match self {
            Panel::Ready { as_of, value } => Panel::Ready { as_of, value: change(value) },
            Panel::Late { asked, overdue, stale } => Panel::Late { asked, overdue, stale: kept(stale) },
            Panel::Failed { at, why, stale } => Panel::Failed { at, why, stale: kept(stale) },
            Panel::Withheld => Panel::Withheld,
        }
    }
}

/// Who the customer is.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Identity {
    /// The name behind its mask: the family name, and two stars for the rest.
    #[schema(example = "김**")]
    name: String,
    #[schema(example = "김")]
    family_name: String,
    tier: Tier,
    /// The language to speak.
    language: Language,
    /// Customer since.
    #[schema(example = "2011-04-02", format = Date)]
    since: String,
    /// The birthday behind its mask: the year.
    #[schema(example = "1985-**-**", required = true)]
    birthday_hidden: Option<String>,
    /// The identity document on file.
    #[schema(required = true)]
    document: Option<Document>,
}

/// An identity document.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Document {
    kind: DocumentKind,
    /// Its number behind its mask: the first and the last character.
    #[schema(example = "M…8")]
    number: String,
}

/// A deposit account.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Account {
    /// Its number behind its mask: the last four characters.
    #[schema(example = "…4821")]
    number: String,
    kind: AccountKind,
    /// ISO 4217.
    #[schema(example = "KRW")]
    currency: String,
    /// In the currency's smallest units; negative when overdrawn.
    #[schema(example = 1_284_500)]
    balance_minor: i64,
    status: AccountStatus,
}

/// A payment card.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Card {
    /// Its number behind its mask: first six and last four digits.
    #[schema(example = "990011…9021")]
    number: String,
    kind: CardKind,
    /// As the bank calls it.
    #[schema(example = "Gold credit card")]
    product: String,
    status: CardStatus,
    /// The credit limit in the currency's smallest units; null of a debit card.
    #[schema(example = 5_000_000, required = true)]
    limit_minor: Option<i64>,
    /// ISO 4217; null of a debit card.
    #[schema(example = "KRW", required = true)]
    currency: Option<String>,
}

/// An earlier contact of the customer, as it ended; of one that is still open, as it began.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct EarlierContact {
    #[schema(example = "C-3")]
    id: String,
    #[schema(format = DateTime)]
    opened_at: String,
    #[schema(format = DateTime, required = true)]
    closed_at: Option<String>,
    /// How it ended.
    #[schema(required = true)]
    reason: Option<EndReason>,
    #[schema(example = "hotline-ko")]
    line: String,
    /// By which way it came; null while it is open.
    #[schema(required = true)]
    channel: Option<ContactChannel>,
    /// What became of a promise to call back; null when there was none.
    #[schema(required = true)]
    callback: Option<CallbackKept>,
    /// What figures count it as; null while it is open.
    #[schema(example = "answered", required = true)]
    outcome: Option<&'static str>,
    /// What the matter was, by its code.
    #[schema(example = "enquiry", required = true)]
    disposition: Option<String>,
    language: Language,
    /// Whether the customer was verified then.
    verified: bool,
    #[schema(example = "cards", required = true)]
    queue: Option<String>,
    #[schema(example = "A-7", required = true)]
    agent: Option<String>,
    /// In seconds.
    #[schema(required = true)]
    wait: Option<f64>,
    /// In seconds.
    #[schema(required = true)]
    talk: Option<f64>,
}

impl CustomerView {
    /// What is shown of a customer. To a caller who is somebody else little may be said: who looks sees the name,
    /// and which cards can be reported and frozen.
    pub fn shown(view: centre::CustomerView, third_party: bool) -> CustomerView {
        let whole = CustomerView::from(view);
        if !third_party {
            return whole;
        }
        let identity =
            whole.identity.map(|value| Identity { birthday_hidden: None, document: None, ..value });
        let without_limit = |card: Card| Card { limit_minor: None, currency: None, ..card };
        let cards = whole.cards.map(|all| all.into_iter().map(without_limit).collect());
        CustomerView {
            customer: whole.customer,
            identity,
            cards,
            accounts: Panel::Withheld,
            transactions: Panel::Withheld,
            bills: Panel::Withheld,
            limits: Panel::Withheld,
            applications: Panel::Withheld,
            reports: Panel::Withheld,
            production: Panel::Withheld,
            holdings: Panel::Withheld,
            points: Panel::Withheld,
            devices: Panel::Withheld,
            consents: Panel::Withheld,
            journeys: Panel::Withheld,
            locks: Panel::Withheld,
            preferences: Panel::Withheld,
            life_events: Panel::Withheld,
            contacts: Panel::Withheld,
            work: Panel::Withheld,
        }
    }
}

impl From<centre::CustomerView> for CustomerView {
    fn from(view: centre::CustomerView) -> CustomerView {
        CustomerView {
            customer: view.customer.to_string(),
            identity: panel(view.identity, Identity::masked),
            accounts: panel(view.accounts, |all| each(all, Account::masked)),
            cards: panel(view.cards, |all| each(all, Card::masked)),
            transactions: panel(view.transactions, |all| each(all, Transaction::masked)),
            bills: panel(view.bills, Bills::masked),
            limits: panel(view.limits, |all| each(all, Limit::masked)),
            applications: panel(view.applications, |all| each(all, Application::from)),
            reports: panel(view.reports, |all| each(all, LossReport::masked)),
            production: panel(view.production, |all| each(all, Production::masked)),
            holdings: panel(view.holdings, Holdings::masked),
            points: panel(view.points, |points| points.into()),
            devices: panel(view.devices, |all| each(all, DeviceEvent::masked)),
            consents: panel(view.consents, |all| each(all, BankConsent::from)),
            journeys: panel(view.journeys, |all| each(all, Journey::from)),
            locks: panel(view.locks, |all| each(all, SecretLock::from)),
            preferences: panel(view.preferences, |told| told.into()),
            life_events: panel(view.life_events, |all| each(all, LifeEvent::masked)),
            contacts: panel(view.contacts, |all| each(all, EarlierContact::of)),
            work: panel(view.work, |work| work.into()),
        }
    }
}

fn each<'a, T, U>(all: &'a [T], shown: impl Fn(&'a T) -> U) -> Vec<U> {
    all.iter().map(shown).collect()
}

fn panel<T, U>(panel: centre::Panel<T>, masked: impl Fn(&T) -> U) -> Panel<U> {
    let kept = |stale: Option<centre::Stale<T>>| {
        stale.map(|last| Stale { as_of: last.as_of.to_string(), value: masked(&last.value) })
    };
    match panel {
        centre::Panel::Ready { as_of, value } => {
            Panel::Ready { as_of: as_of.to_string(), value: masked(&value) }
        }
        centre::Panel::Late { asked, overdue, stale } => {
            Panel::Late { asked: asked.to_string(), overdue, stale: kept(stale) }
        }
        centre::Panel::Failed { at, why, stale } => {
            Panel::Failed { at: at.to_string(), why: why.into(), stale: kept(stale) }
        }
    }
}

impl Identity {
    pub(super) fn masked(identity: &bank::Identity) -> Identity {
        let document = |document: &bank::Document| Document {
            kind: document.kind.into(),
            number: document.number.masked(),
        };
        Identity {
            name: identity.name.masked(),
            family_name: identity.name.family().to_owned(),
            tier: identity.tier.into(),
            language: identity.language.into(),
            since: identity.since.to_string(),
            birthday_hidden: identity.birthday.map(|birthday| birthday.masked()),
            document: identity.document.as_ref().map(document),
        }
    }
}

impl Account {
    fn masked(account: &bank::Account) -> Account {
        let Money { minor, currency } = account.balance;
        Account {
            number: account.number.masked(),
            kind: account.kind.into(),
            currency: currency.to_string(),
            balance_minor: minor,
            status: account.status.into(),
        }
    }
}

impl Card {
    fn masked(card: &bank::Card) -> Card {
        Card {
            number: card.number.masked(),
            kind: card.kind.into(),
            product: card.product.clone(),
            status: card.status.into(),
            limit_minor: card.limit.map(|limit| limit.minor),
            currency: card.limit.map(|limit| limit.currency.to_string()),
        }
    }
}

impl EarlierContact {
    fn of(row: &ContactRow) -> EarlierContact {
        EarlierContact {
            id: row.contact.to_string(),
            opened_at: row.opened_at.to_string(),
            closed_at: row.closed_at.map(|at| at.to_string()),
            reason: row.reason.map(EndReason::from),
            line: row.line.to_string(),
            channel: row.fact.as_ref().map(|fact| fact.channel.into()),
            callback: row.fact.as_ref().and_then(|fact| fact.callback).map(CallbackKept::from),
            outcome: row.fact.as_ref().map(|fact| fact.outcome.tag()),
            disposition: row.disposition.as_ref().map(ToString::to_string),
            language: row.language.into(),
            verified: row.verified,
            queue: row.queue.as_ref().map(ToString::to_string),
            agent: row.agent.map(|agent| agent.to_string()),
            wait: row.wait.map(|wait| wait.as_seconds()),
            talk: row.talk.map(|talk| talk.as_seconds()),
        }
    }
}
