//! Unusual access: a fold over the audit, so that nothing has to be remembered and nothing is missed.

use super::watched::Watched;
use crate::emergency::OPENED;
use crate::unmaskings::BROKE_GLASS;
use std::collections::{HashMap, VecDeque};
use store::audit::{Entry, Kind, Outcome, Placed};
use vocabulary::{AccountId, CustomerRef, Span, Time};

/// What is counted in.
const HOUR: Span = Span::seconds(3_600);

/// What the program itself shows an agent of the customer who is on the line.
pub const SHOWN_AT_DESK: &str = "desk:show_customer";

/// From when on something is unusual.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rules {
    /// One account looked at more different customers within an hour.
    pub customers_an_hour: u32,
    /// One account, or one address without an account, was refused more often within an hour.
    pub refusals_an_hour: u32,
}

impl Default for Rules {
    fn default() -> Rules {
        Rules { customers_an_hour: 40, refusals_an_hour: 30 }
    }
}

/// What is unusual.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum AlertKind {
    /// Many different customers within an hour.
    MassLookUp,
    /// A look at a VIP who was not on the line.
    Vip,
    /// A look at a relative.
    Relative,
    /// Many refusals within an hour.
    Probing,
    /// Somebody broke the seal of the emergency account.
    Emergency,
    /// Somebody unmasked a field without being permitted to.
    BrokenGlass,
}

impl AlertKind {
    /// The name in documents.
    pub fn tag(self) -> &'static str {
        match self {
            AlertKind::MassLookUp => "mass_look_up",
            AlertKind::Vip => "vip",
            AlertKind::Relative => "relative",
            AlertKind::Probing => "probing",
            AlertKind::Emergency => "emergency",
            AlertKind::BrokenGlass => "broken_glass",
        }
    }
}

/// Something that somebody should ask about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Alert {
    /// What is unusual.
    pub kind: AlertKind,
    /// Who; none for refusals of somebody who was not signed in.
    pub account: Option<AccountId>,
    /// From where the last of it came.
    pub origin: String,
    /// When the rule was broken.
    pub at: Time,
    /// The last entry of it.
    pub last: u64,
    /// How many: different customers, looks, or refusals.
    pub count: u32,
    /// The customer, when it is one.
    pub customer: Option<CustomerRef>,
}

/// What is unusual among entries, which come oldest first. Goes on with an alert while the same goes on
/// within the hour.
pub fn alerts<'e>(
    entries: impl IntoIterator<Item = &'e Placed>,
    watched: &Watched,
    rules: Rules,
) -> Vec<Alert> {
    let mut watch = Watch::new(watched, rules);
    for placed in entries {
        watch.take(placed);
    }
    watch.alerts
}

/// What is one alert while it goes on.
type Going = (AlertKind, Option<AccountId>, String);

/// Whose refusals they are: an account's, or an address's when nobody was signed in.
type Refused = (Option<AccountId>, String);

struct Watch<'w> {
    rules: Rules,
    watched: &'w Watched,
    /// Looks of the last hour, by account.
    looks: HashMap<AccountId, Looks>,
    /// Refusals of the last hour: when, and how many.
    refusals: HashMap<Refused, VecDeque<(Time, u32)>>,
    alerts: Vec<Alert>,
    /// The place in `alerts` of what may go on, and when it was last seen.
    going: HashMap<Going, (usize, Time)>,
}

#[derive(Default)]
struct Looks {
    order: VecDeque<(Time, CustomerRef)>,
    times: HashMap<CustomerRef, u32>,
}

impl Looks {
    /// Takes a look; says how many different customers were looked at within the hour.
    fn take(&mut self, at: Time, customer: &CustomerRef) -> u32 {
        self.order.push_back((at, customer.clone()));
        *self.times.entry(customer.clone()).or_default() += 1;
        while let Some((_, gone)) = self.order.pop_front_if(|(looked, _)| *looked + HOUR <= at) {
            if let Some(times) = self.times.get_mut(&gone) {
                *times -= 1;
                if *times == 0 {
                    self.times.remove(&gone);
                }
            }
        }
        u32::try_from(self.times.len()).unwrap_or(u32::MAX)
    }
}

impl<'w> Watch<'w> {
    fn new(watched: &'w Watched, rules: Rules) -> Watch<'w> {
        Watch {
            rules,
            watched,
            looks: HashMap::new(),
            refusals: HashMap::new(),
            alerts: Vec::new(),
            going: HashMap::new(),
        }
    }

    fn take(&mut self, placed: &Placed) {
        let entry = &placed.entry;
        match (entry.outcome, entry.kind, entry.account, &entry.customer) {
            (Outcome::Refused, ..) => self.refusal(placed),
            // Each breaking of the seal is an alert of its own.
            (Outcome::Allowed, Kind::Session, ..) if entry.operation.as_str() == OPENED => {
                self.raise(AlertKind::Emergency, placed, 1, None, placed.place.to_string());
            }
            (Outcome::Allowed, Kind::Look, Some(_), customer) if entry.operation.as_str() == BROKE_GLASS => {
                let place = placed.place.to_string();
                self.raise(AlertKind::BrokenGlass, placed, 1, customer.as_ref(), place);
                if let Some((account, customer)) = entry.account.zip(customer.as_ref()) {
                    self.look(placed, account, customer);
                }
            }
            (Outcome::Allowed, Kind::Look | Kind::Export, Some(account), Some(customer)) => {
                self.look(placed, account, customer);
            }
            _ => {}
        }
    }

    fn look(&mut self, placed: &Placed, account: AccountId, customer: &CustomerRef) {
        let entry = &placed.entry;
        let different = self.looks.entry(account).or_default().take(entry.at, customer);
        if different > self.rules.customers_an_hour {
            self.raise(AlertKind::MassLookUp, placed, different, None, String::new());
        }
        let at_desk = entry.operation.as_str() == SHOWN_AT_DESK;
        if self.watched.is_vip(customer) && !at_desk {
            self.raise(AlertKind::Vip, placed, 1, Some(customer), customer.to_string());
        }
        if self.watched.is_relative(account, customer) {
            self.raise(AlertKind::Relative, placed, 1, Some(customer), customer.to_string());
        }
    }

    fn refusal(&mut self, placed: &Placed) {
        let Entry { at, account, ref origin, times, .. } = placed.entry;
        let whose = if account.is_some() { String::new() } else { origin.to_string() };
        let hour = self.refusals.entry((account, whose.clone())).or_default();
        hour.push_back((at, times));
        while hour.pop_front_if(|(refused, _)| *refused + HOUR <= at).is_some() {}
        let count = hour.iter().map(|(_, times)| times).fold(0, |sum: u32, times| sum.saturating_add(*times));
        if count > self.rules.refusals_an_hour {
            self.raise(AlertKind::Probing, placed, count, None, whose);
        }
    }

    /// A new alert, or more of one that goes on. Of looks at one customer each counts, of what is
    /// counted within the hour the most.
    fn raise(
        &mut self,
        kind: AlertKind,
        placed: &Placed,
        count: u32,
        customer: Option<&CustomerRef>,
        of: String,
    ) {
        let entry = &placed.entry;
        let going = self.going.entry((kind, entry.account, of)).or_insert((usize::MAX, entry.at));
        let goes_on = going.0 != usize::MAX && entry.at < going.1 + HOUR;
        going.1 = entry.at;
        if goes_on && let Some(alert) = self.alerts.get_mut(going.0) {
            alert.count =
                if customer.is_some() { alert.count.saturating_add(count) } else { alert.count.max(count) };
            (alert.last, alert.origin) = (placed.place, entry.origin.to_string());
            return;
        }
        going.0 = self.alerts.len();
        self.alerts.push(Alert {
            kind,
            account: entry.account,
            origin: entry.origin.to_string(),
            at: entry.at,
            last: placed.place,
            count,
            customer: customer.cloned(),
        });
    }
}

#[cfg(test)]
mod tests {
    use super::super::watched::Why;
    use super::*;
    use store::audit::{Code, Hash};

    fn customer(n: u64) -> CustomerRef {
        CustomerRef::new(&format!("k-{n}")).unwrap()
    }

    fn look(minute: i64, account: u64, of: u64) -> Placed {
        let at = Time(minute * 60_000_000);
        let mut entry = Entry::new(at, Code::of("read_customer"), Kind::Look, Code::of("10.0.0.7"));
        (entry.account, entry.customer) = (Some(AccountId(account)), Some(customer(of)));
        Placed { place: minute.unsigned_abs() + 1, entry, hash: Hash::FIRST }
    }

    fn refusal(minute: i64, times: u32) -> Placed {
        let mut placed = look(minute, 1, 1);
        (placed.entry.account, placed.entry.customer) = (None, None);
        (placed.entry.outcome, placed.entry.times) = (Outcome::Refused, times);
        placed
    }

    /// Kinds, counts and last places.
    fn check(entries: &[Placed], watched: &Watched, expected: &[(AlertKind, u32, u64)]) {
        let rules = Rules { customers_an_hour: 3, refusals_an_hour: 5 };
        let found = alerts(entries, watched, rules);
        let found: Vec<_> = found.iter().map(|alert| (alert.kind, alert.count, alert.last)).collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn many_customers_within_an_hour_are_unusual() {
        let nobody = Watched::default();
        check(&(0..3).map(|n| look(n, 1, n.unsigned_abs())).collect::<Vec<_>>(), &nobody, &[]);
        let four: Vec<_> = (0..4).map(|n| look(n, 1, n.unsigned_abs())).collect();
        check(&four, &nobody, &[(AlertKind::MassLookUp, 4, 4)]);
        let six: Vec<_> = (0..6).map(|n| look(n, 1, n.unsigned_abs())).collect();
        check(&six, &nobody, &[(AlertKind::MassLookUp, 6, 6)]);
        let again: Vec<_> = (0..40).map(|n| look(n, 1, 1)).collect();
        check(&again, &nobody, &[]);
        let shared: Vec<_> = (0..6).map(|n| look(n, n.unsigned_abs() % 2, n.unsigned_abs())).collect();
        check(&shared, &nobody, &[]);
        let slow: Vec<_> = (0..12).map(|n| look(n * 20, 1, n.unsigned_abs())).collect();
        check(&slow, &nobody, &[]);
        let twice: Vec<_> = (0..8).map(|n| look(n + n / 4 * 300, 1, n.unsigned_abs())).collect();
        check(&twice, &nobody, &[(AlertKind::MassLookUp, 4, 4), (AlertKind::MassLookUp, 4, 308)]);
    }

    #[test]
    fn looks_at_the_watched_are_unusual_unless_they_call() {
        let mut watched = Watched::default();
        watched.put(Why::Vip, customer(7), AccountId(0));
        watched.put(Why::Relative, customer(8), AccountId(1));
        check(&[look(0, 1, 7), look(5, 1, 7)], &watched, &[(AlertKind::Vip, 2, 6)]);
        check(&[look(0, 1, 8)], &watched, &[(AlertKind::Relative, 1, 1)]);
        check(&[look(0, 2, 8)], &watched, &[]);
        let mut at_desk = look(0, 1, 7);
        at_desk.entry.operation = Code::of(SHOWN_AT_DESK);
        check(&[at_desk.clone()], &watched, &[]);
        at_desk.entry.customer = Some(customer(8));
        check(&[at_desk], &watched, &[(AlertKind::Relative, 1, 1)]);
        let mut refused = look(0, 1, 7);
        refused.entry.outcome = Outcome::Failed;
        check(&[refused], &watched, &[]);
    }

    #[test]
    fn many_refusals_are_unusual() {
        let nobody = Watched::default();
        check(&[refusal(0, 1), refusal(1, 4)], &nobody, &[]);
        check(&[refusal(0, 1), refusal(1, 5)], &nobody, &[(AlertKind::Probing, 6, 2)]);
        check(&[refusal(0, 3), refusal(61, 3)], &nobody, &[]);
    }

    #[test]
    fn each_breaking_of_the_seal_is_an_alert() {
        let opened = |minute: i64| {
            let mut placed = look(minute, 9, 1);
            placed.entry.customer = None;
            (placed.entry.operation, placed.entry.kind) = (Code::of(OPENED), Kind::Session);
            placed
        };
        let expected = [(AlertKind::Emergency, 1, 1), (AlertKind::Emergency, 1, 6)];
        check(&[opened(0), opened(5)], &Watched::default(), &expected);
        let mut failed = opened(0);
        failed.entry.outcome = Outcome::Failed;
        check(&[failed], &Watched::default(), &[]);
    }

    #[test]
    fn each_breaking_of_the_glass_is_an_alert() {
        let mut broken = look(0, 9, 1);
        broken.entry.operation = Code::of(BROKE_GLASS);
        let again = Placed { place: 2, ..broken.clone() };
        let expected = [(AlertKind::BrokenGlass, 1, 1), (AlertKind::BrokenGlass, 1, 2)];
        check(&[broken.clone(), again], &Watched::default(), &expected);
        broken.entry.outcome = Outcome::Failed;
        check(&[broken], &Watched::default(), &[]);
    }
}
