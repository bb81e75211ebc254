//! How customers wish to be served, and what happens in their lives.

use crate::holdings::below;
use crate::ledger::Books;
use bank::customers::{Address, Days, LifeEvent, LifeEventKind, Preferences, Quiet, Way};
use jiff::ToSpan;
use jiff::civil::{Date, Time, time};
use rand_chacha::ChaCha8Rng;
use std::cmp::Reverse;
use vocabulary::Language;

/// Purposes of random numbers.
const OF_PREFERENCES: u32 = 30;
const OF_LIVES: u32 = 31;

/// A birthday is near so many days before.
const NEAR_DAYS: i32 = 14;

/// What happened is told for so many days.
const TOLD_DAYS: u64 = 180;

/// What happens in a year, per thousand customers; a birthday comes by itself.
const HAPPENS: [(LifeEventKind, u64); 6] = [
    (LifeEventKind::Moved, 80),
    (LifeEventKind::NewJob, 70),
    (LifeEventKind::Retired, 20),
    (LifeEventKind::Marriage, 25),
    (LifeEventKind::Child, 30),
    (LifeEventKind::Bereavement, 25),
];

impl Books {
    /// Half of the customers have never said how they wish to be served.
    pub fn preferences(&self, place: usize) -> Option<Preferences> {
        let customer = self.registry.customer(place)?;
        let random = &mut self.registry.random(OF_PREFERENCES, place);
        if below(random, 2) == 0 {
            return Some(Preferences { language: None, way: None, address: None, quiet: Vec::new() });
        }
        let other = pick(random, &Language::ALL);
        let language = (below(random, 20) == 0).then_some(other).filter(|other| *other != customer.language);
        let ways = [Way::Telephone, Way::Telephone, Way::Message, Way::Email, Way::Letter];
        let addresses = [
            Address::Madam,
            Address::Sir,
            Address::Doctor,
            Address::Professor,
            Address::Director,
            Address::ByName,
        ];
        let way = Some(pick(random, &ways));
        let address = (below(random, 3) == 0).then(|| pick(random, &addresses));
        let quiet = match below(random, 5) {
            0 => vec![quiet(Days::Every, time(21, 0, 0, 0), time(9, 0, 0, 0))],
            1 => vec![quiet(Days::Weekdays, time(9, 0, 0, 0), time(18, 0, 0, 0))],
            2 => vec![quiet(Days::Weekend, time(0, 0, 0, 0), time(0, 0, 0, 0))],
            _ => Vec::new(),
        };
        Some(Preferences { language, way, address, quiet })
    }

    /// What happened in the last half year, and a birthday that is near.
    pub fn life_events(&self, place: usize) -> Option<Vec<LifeEvent>> {
        let identity = self.holdings.identity(&self.registry, place)?;
        let random = &mut self.registry.random(OF_LIVES, place);
        let mut all = Vec::new();
        for (kind, many) in HAPPENS {
            let (happens, ago) = (below(random, 1_000) < many, below(random, TOLD_DAYS));
            if happens {
                all.push(LifeEvent { kind, on: self.days_ago(ago) });
            }
        }
        let next = identity.birthday.and_then(|born| next_birthday(born.expose(), self.today));
        let near = next.filter(|next| (*next - self.today).get_days() <= NEAR_DAYS);
        all.extend(near.map(|on| LifeEvent { kind: LifeEventKind::Birthday, on }));
        all.sort_by_key(|event| Reverse(event.on));
        Some(all)
    }
}

fn pick<T: Copy>(random: &mut ChaCha8Rng, from: &[T]) -> T {
    from[usize::try_from(below(random, from.len() as u64)).unwrap_or_default()]
}

fn quiet(days: Days, from: Time, until: Time) -> Quiet {
    Quiet { days, from, until }
}

/// The next birthday from today on; of one born on a leap day, on the last of February.
fn next_birthday(born: Date, today: Date) -> Option<Date> {
    let years = i64::from(today.year()) - i64::from(born.year());
    let of_year = |years: i64| born.checked_add(years.years()).ok();
    of_year(years).filter(|day| *day >= today).or_else(|| of_year(years + 1))
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn a_birthday_is_found_around_the_turn_of_the_year_and_on_leap_days() {
        let check = |born, today, expected| assert_eq!(next_birthday(born, today), Some(expected));
        check(date(1980, 1, 3), date(2026, 1, 3), date(2026, 1, 3));
        check(date(1980, 1, 3), date(2025, 12, 30), date(2026, 1, 3));
        check(date(1980, 1, 3), date(2026, 1, 4), date(2027, 1, 3));
        check(date(1984, 2, 29), date(2026, 2, 1), date(2026, 2, 28));
        check(date(1984, 2, 29), date(2028, 2, 1), date(2028, 2, 29));
    }
}
