//! Loans, investments, points, journeys.

use crate::holdings::{below, in_units, own, rank};
use crate::ledger::{Books, Month, hundredths, pick};
use crate::places;
use bank::customers::{Holdings, Journey, Loan, LoanKind, Points, Position, PositionKind, Purpose, Vehicle};
use jiff::civil::date;
use vocabulary::account::check_digit;
use vocabulary::{AccountNumber, Tier};

/// Purposes of random numbers.
const OF_LOANS: u32 = 20;
const OF_POSITIONS: u32 = 21;
const OF_POINTS: u32 = 22;
const OF_JOURNEYS: u32 = 23;

impl Books {
    /// Loans of one customer in three, investments of those with something to invest.
    pub fn wealth(&self, place: usize) -> Option<Holdings> {
        let customer = self.registry.customer(place)?;
        let currency = own(customer.language);
        let random = &mut self.registry.random(OF_LOANS, place);
        let mut loans = Vec::new();
        if below(random, 3) == 0 {
            let kinds = [LoanKind::Mortgage, LoanKind::Car, LoanKind::Consumer, LoanKind::Business];
            let kind = kinds[below(random, 4) as usize];
            let size = if kind == LoanKind::Mortgage { 20 } else { 1 };
            let owed = hundredths(random, 1_000_000, 9_000_000) * size;
            let body = format!("70{:09}", below(random, 1_000_000_000));
            let is_late = below(random, 20) == 0;
            let next = Month(Month::of(self.today).0 + 1).first();
            loans.push(Loan {
                number: AccountNumber::new(&format!("{body}{}", check_digit(&body))).expect("twelve digits"),
                kind,
                owed: in_units(owed, currency),
                instalment: in_units(owed / 120, currency),
                due_on: next,
                overdue_days: if is_late { 1 + below(random, 60) as u16 } else { 0 },
            });
        }
        let random = &mut self.registry.random(OF_POSITIONS, place);
        let kinds = [
            PositionKind::Fund,
            PositionKind::WealthProduct,
            PositionKind::Bond,
            PositionKind::Insurance,
            PositionKind::Bullion,
        ];
        let mut positions = Vec::new();
        for (kind, product) in kinds.into_iter().zip(places::investments(customer.language)) {
            if below(random, 10) < 1 + 2 * rank(customer.tier) {
                let value = in_units(hundredths(random, 500_000, 5_000_000) << rank(customer.tier), currency);
                let matures = matches!(kind, PositionKind::WealthProduct | PositionKind::Bond)
                    .then(|| self.in_days(30 + below(random, 700)))
                    .flatten();
                positions.push(Position { product: product.to_owned(), kind, value, matures });
            }
        }
        Some(Holdings { loans, positions })
    }

    /// Points run out at the end of a year.
    pub fn points(&self, place: usize) -> Option<Points> {
        let customer = self.registry.customer(place)?;
        let random = &mut self.registry.random(OF_POINTS, place);
        let balance = below(random, 30_000) << rank(customer.tier);
        let expiring = balance / (2 + below(random, 8));
        Some(Points { balance, expiring, expires_on: Some(date(self.today.year(), 12, 31)) })
    }

    /// Premium customers travel; shown is only what they agreed to have shown (`seeds A18`, `A21`).
    pub fn journeys(&self, place: usize) -> Option<Vec<Journey>> {
        let customer = self.registry.customer(place)?;
        let agreed =
            self.consents(place)?.iter().any(|consent| consent.purpose == Purpose::Journeys && consent.given);
        let random = &mut self.registry.random(OF_JOURNEYS, place);
        if customer.tier < Tier::Platinum || !agreed {
            return Some(Vec::new());
        }
        let mut all: Vec<Journey> = (0..1 + below(random, 2))
            .map(|_| {
                // Some are on their way already.
                let leaves = below(random, 40);
                let stays = 2 + below(random, 12);
                let vehicles = [Vehicle::Air, Vehicle::Air, Vehicle::Rail, Vehicle::Sea];
                Journey {
                    destination: pick(random, places::cities(customer.language)).to_owned(),
                    by: vehicles[below(random, 4) as usize],
                    leaves: self
                        .in_days(leaves)
                        .map_or(self.today, |day| if leaves < 8 { self.days_ago(leaves) } else { day }),
                    returns: self.in_days(stays + if leaves < 8 { 0 } else { leaves }),
                }
            })
            .collect();
        all.sort_by_key(|journey| journey.leaves);
        Some(all)
    }
}
