//! Limits, applications, reports, cards in the making, events of machines, consents.

use crate::holdings::{below, in_units, own};
use crate::ledger::{Against, Books, Month, hundredths, moment, pick, reference};
use crate::places;
use bank::customers::matters::MOST_MATTERS;
use bank::customers::{
    Account, AccountStatus, Application, ApplicationState, Card, CardKind, CardStatus, Consent, DeviceEvent,
    DeviceEventKind, Limit, LimitKind, Production, ProductionState, Purpose, Report, ReportKind, ReportState,
    Reporter, Source, Telephone,
};
use jiff::ToSpan;
use jiff::civil::Date;
use rand_chacha::ChaCha8Rng;
use vocabulary::Money;

/// Purposes of random numbers.
const OF_LIMITS: u32 = 10;
const OF_APPLICATIONS: u32 = 11;
const OF_REPORTS: u32 = 12;
const OF_PRODUCTIONS: u32 = 13;
const OF_DEVICES: u32 = 14;
const OF_CONSENTS: u32 = 15;
const OF_TELEPHONES: u32 = 103;

/// Machines of the bank.
const MACHINES: u64 = 900;

/// One customer in so many has a telephone that was registered within these days: by the bank's own rule it is not called
/// to find out who somebody is.
const NEW_TELEPHONE: u64 = 50;
const NEW_DAYS: u64 = 20;

/// A raised limit goes back after so long.
const RAISED_DAYS: u64 = 30;

impl Books {
    /// By which telephone the customer is reached: most have had it as long as the account.
    pub fn telephone(&self, place: usize) -> Option<Telephone> {
        let number = self.registry.customer(place)?.telephone;
        let random = &mut self.registry.random(OF_TELEPHONES, place);
        let since = match below(random, NEW_TELEPHONE) {
            0 => self.today.checked_sub(i64::try_from(below(random, NEW_DAYS)).ok()?.days()).ok(),
            _ => Some(self.holdings.identity(&self.registry, place)?.since),
        };
        Some(Telephone { number, since })
    }

    /// How much may be spent, drawn and sent.
    pub fn limits(&self, place: usize) -> Option<Vec<Limit>> {
        let customer = self.registry.customer(place)?;
        let random = &mut self.registry.random(OF_LIMITS, place);
        let mut all = Vec::new();
        for (nth, card) in self.holdings.cards(&self.registry, place)?.into_iter().enumerate() {
            let on = Source::Card(card.number.clone());
            let Some(credit) = card.limit else {
                let amount = in_units(2_000_000, own(customer.language));
                all.push(Limit { on, kind: LimitKind::DailyWithdrawal, amount, used: None, until: None });
                continue;
            };
            let used = Some(Money { minor: self.used(place, nth, &card).min(credit.minor), ..credit });
            all.push(Limit { on: on.clone(), kind: LimitKind::Credit, amount: credit, used, until: None });
            let cash = Money { minor: credit.minor / 2, ..credit };
            all.push(Limit { on: on.clone(), kind: LimitKind::Cash, amount: cash, used: None, until: None });
            if below(random, 20) == 0 {
                let amount = Money { minor: credit.minor * 3 / 2, ..credit };
                let until = self.in_days(below(random, RAISED_DAYS));
                all.push(Limit { on, kind: LimitKind::TemporaryCredit, amount, used: None, until });
            }
        }
        let account = self.holdings.accounts(&self.registry, place)?.into_iter().next()?;
        let amount = in_units(hundredths(random, 5, 50) * 1_000_000, account.balance.currency);
        let on = Source::Account(account.number);
        all.push(Limit { on, kind: LimitKind::DailyTransfer, amount, used: None, until: None });
        Some(all)
    }

    /// What is owed on a credit card: what was bought since the newest bill, and what is open of that.
    fn used(&self, place: usize, nth: usize, card: &Card) -> i64 {
        let now = Month::of(self.today);
        let bought = [now, now.earlier(1)].into_iter().filter(|month| !self.is_closed(place, nth, *month));
        let bought: i64 = bought.map(|month| self.owed(place, nth, card, month)).sum();
        let bill = self.newest_bill(place, nth, card);
        bought + bill.map_or(0, |bill| bill.total.minor - bill.paid.minor)
    }

    /// One customer in five has applied for something.
    pub fn applications(&self, place: usize) -> Option<Vec<Application>> {
        let customer = self.registry.customer(place)?;
        let random = &mut self.registry.random(OF_APPLICATIONS, place);
        let count = match below(random, 100) {
            0..80 => 0,
            80..97 => 1,
            _ => 2,
        };
        let application = |_| {
            let (age, moved) = (1 + below(random, 40), below(random, 20));
            Application {
                reference: reference(random).replacen('T', "A", 1),
                product: pick(random, &places::wishes(customer.language)).to_owned(),
                state: [
                    ApplicationState::Received,
                    ApplicationState::InReview,
                    ApplicationState::WaitsForCustomer,
                    ApplicationState::Approved,
                    ApplicationState::Declined,
                ][below(random, 5) as usize],
                since: self.days_ago(age),
                moved: self.days_ago(moved.min(age)),
            }
        };
        let mut all: Vec<Application> = (0..count).map(application).collect();
        all.sort_by_key(|one| std::cmp::Reverse(one.moved));
        Some(all)
    }

    /// Why cards are lost or frozen and accounts frozen: each has its report.
    pub fn reports(&self, place: usize) -> Option<Vec<Report>> {
        let random = &mut self.registry.random(OF_REPORTS, place);
        let cards = self.holdings.cards(&self.registry, place)?;
        let of_card = |card: &Card| match card.status {
            CardStatus::Lost => Some((ReportKind::Loss, Reporter::Customer)),
            CardStatus::Frozen => Some((ReportKind::Freeze, Reporter::Bank)),
            _ => None,
        };
        let reported =
            cards.iter().filter_map(|card| Some((Source::Card(card.number.clone()), of_card(card)?)));
        let accounts = self.holdings.accounts(&self.registry, place)?;
        let frozen = accounts.iter().filter(|account| account.status == AccountStatus::Frozen);
        let stopped = frozen.map(|Account { number, .. }| {
            (Source::Account(number.clone()), (ReportKind::PaymentStop, Reporter::Authority))
        });
        let mut all: Vec<Report> = reported
            .chain(stopped)
            .map(|(on, (kind, by))| Report {
                reference: reference(random).replacen('T', "R", 1),
                on,
                kind,
                at: moment(self.days_ago(1 + below(random, 60)), 3).unwrap_or_default(),
                by,
                state: if by == Reporter::Customer { ReportState::Temporary } else { ReportState::Formal },
            })
            .collect();
        all.sort_by_key(|report| std::cmp::Reverse(report.at));
        Some(all)
    }

    /// Cards that were not activated are on their way; lost ones are made anew.
    pub fn productions(&self, place: usize) -> Option<Vec<Production>> {
        let random = &mut self.registry.random(OF_PRODUCTIONS, place);
        let mut all = Vec::new();
        for card in self.holdings.cards(&self.registry, place)? {
            let state = match (card.status, below(random, 4)) {
                (CardStatus::Inactive, 0) => ProductionState::Delivered,
                (CardStatus::Inactive, _) => ProductionState::Sent,
                (CardStatus::Lost, 0 | 1) => ProductionState::Ordered,
                (CardStatus::Lost, 2) => ProductionState::Made,
                _ => continue,
            };
            let moved = self.days_ago(1 + below(random, 6));
            let arrives =
                if state == ProductionState::Delivered { None } else { self.in_days(2 + below(random, 8)) };
            all.push(Production { card: card.number, state, moved, arrives });
        }
        Some(all)
    }

    /// Cash taken out, as the statement says it, and what went wrong at machines now and then.
    pub fn device_events(&self, place: usize) -> Option<Vec<DeviceEvent>> {
        let customer = self.registry.customer(place)?;
        let card = self
            .holdings
            .cards(&self.registry, place)?
            .into_iter()
            .find(|card| card.kind == CardKind::Debit)?;
        let on = Source::Card(card.number);
        let random = &mut self.registry.random(OF_DEVICES, place);
        let device = |random: &mut ChaCha8Rng| format!("ATM-{:04}", below(random, MACHINES));
        let drawn =
            self.statement(&customer, place).into_iter().filter(|entry| entry.against == Against::Cash);
        let mut all: Vec<DeviceEvent> = drawn
            .map(|entry| DeviceEvent {
                at: entry.at,
                device: device(random),
                kind: DeviceEventKind::Withdrawal,
                on: on.clone(),
                amount: Some(Money { minor: -entry.amount.minor, ..entry.amount }),
            })
            .collect();
        let trouble = match below(random, 100) {
            0..2 => Some(DeviceEventKind::CardRetained),
            2..4 => Some(DeviceEventKind::NotPaidOut),
            4..9 => Some(DeviceEventKind::WrongPin),
            9..12 => Some(DeviceEventKind::TimedOut),
            _ => None,
        };
        all.extend(trouble.map(|kind| DeviceEvent {
            at: moment(self.days_ago(1 + below(random, 5)), 4).unwrap_or_default(),
            device: device(random),
            kind,
            on,
            amount: (kind == DeviceEventKind::NotPaidOut).then(|| in_units(100_000, own(customer.language))),
        }));
        all.sort_by_key(|event| std::cmp::Reverse(event.at));
        all.truncate(MOST_MATTERS);
        Some(all)
    }

    /// What customers agreed to; the cautious are in the majority.
    pub fn consents(&self, place: usize) -> Option<Vec<Consent>> {
        self.registry.customer(place)?;
        let random = &mut self.registry.random(OF_CONSENTS, place);
        let consent = |(purpose, percent)| {
            let given = below(random, 100) < percent;
            Consent { purpose, given, since: self.days_ago(30 + below(random, 1_500)) }
        };
        let shares = [
            (Purpose::Marketing, 35),
            (Purpose::Profiling, 25),
            (Purpose::Partners, 10),
            (Purpose::Journeys, 60),
            (Purpose::Surveys, 70),
        ];
        Some(shares.into_iter().map(consent).collect())
    }

    /// A day so long before today.
    pub fn days_ago(&self, days: u64) -> Date {
        let days = i64::try_from(days).unwrap_or_default();
        self.today.checked_sub(days.days()).unwrap_or(self.today)
    }

    /// A day so long after today.
    pub fn in_days(&self, days: u64) -> Option<Date> {
        self.today.checked_add(i64::try_from(days).ok()?.days()).ok()
    }
}
